/// The pages of a file (ISO 32000-1, 7.7.3).
enum PageTree {
  /// Counts the leaves instead of trusting /Count.
  static func count(from catalog: PDFDictionary, in objects: ObjectReader) throws(PDFReadingError) -> Int {
    guard case .reference(let root)? = catalog["Pages"] else { throw .malformed("no page tree", offset: 0) }
    var pending = [root]
    // A node met twice would be a loop, or a page shown twice.
    var visited: Set<PDFReference> = []
    var count = 0
    while let reference = pending.popLast() {
      guard visited.insert(reference).inserted, let node = try objects.dictionary(.reference(reference)) else {
        throw .malformed("a damaged page tree", offset: 0)
      }
      switch try objects.resolve(node["Type"]) {
      case .name("Page"): count += 1
      case .name("Pages"):
        for kid in try objects.array(node["Kids"]) ?? [] {
          guard case .reference(let kid) = kid else { throw .malformed("a damaged page tree", offset: 0) }
          pending.append(kid)
        }
      default: throw .malformed("a damaged page tree", offset: 0)
      }
    }
    return count
  }
}
