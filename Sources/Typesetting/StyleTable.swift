import Blocks

/// The distinct character styles of a document, so that an item names its style in two bytes.
struct StyleTable {
  private(set) var styles: [CharacterStyle] = []

  subscript(index: UInt16) -> CharacterStyle { styles[Int(index)] }

  /// Consecutive runs use few styles: a search from the last one found is faster than a dictionary.
  mutating func index(of style: CharacterStyle) -> UInt16 {
    let role = style.font.index
    for index in styles.indices.reversed() {
      let other = styles[index]
      if other.size == style.size && other.font.index == role && other.color == style.color { return UInt16(index) }
    }
    // Beyond any real template; further styles then get the last one.
    guard styles.count < UInt16.max else { return UInt16(styles.count - 1) }
    styles.append(style)
    return UInt16(styles.count - 1)
  }
}
