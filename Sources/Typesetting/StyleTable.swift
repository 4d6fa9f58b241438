import Blocks

/// The character styles of a document, each once, so that an item names its own in two bytes.
struct StyleTable {
  private(set) var styles: [CharacterStyle] = []

  subscript(index: UInt16) -> CharacterStyle { styles[Int(index)] }

  /// Runs follow each other in few styles: a search from the last one found beats a dictionary.
  mutating func index(of style: CharacterStyle) -> UInt16 {
    let role = style.font.place
    for index in styles.indices.reversed() {
      let other = styles[index]
      if other.size == style.size && other.font.place == role && other.color == style.color { return UInt16(index) }
    }
    // Beyond any real template; the last style then serves for what comes.
    guard styles.count < UInt16.max else { return UInt16(styles.count - 1) }
    styles.append(style)
    return UInt16(styles.count - 1)
  }
}
