/// What `pdftoppm` wrote about one page: its complaints, a line each, and then the drawing. It draws what it can: where
/// something of a page is damaged, it leaves that out, says so, and counts this as success.
struct DrawnPage: Equatable {
  /// As PGM.
  var drawing: [UInt8]
  /// Whether nothing was left out.
  var isWhole: Bool

  init(_ drawing: [UInt8], isWhole: Bool) { (self.drawing, self.isWhole) = (drawing, isWhole) }

  /// Complaints about what many programs write and every reader copes with, and about this machine's fonts, in which no
  /// code is set. Errors come from poppler ("Syntax Error", "Internal Error") and, in words of their own, from the libraries
  /// that decode pictures for it.
  private static let harmless = ["Syntax Warning", "Config Error"]

  /// - Returns: nil if there is no drawing.
  init?(of output: [UInt8]) {
    var (rest, isWhole) = (output[...], true)
    while !rest.starts(with: "P5".utf8) {
      guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      if !Self.harmless.contains(where: { rest[..<end].starts(with: $0.utf8) }) { isWhole = false }
      rest = rest[(end + 1)...]
    }
    self.init(Array(rest), isWhole: isWhole)
  }
}
