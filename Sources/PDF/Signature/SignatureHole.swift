/// Where in a file its signature goes: the entries of a signature dictionary that are known only when the file is written
/// (ISO 32000-1, 12.8.1, table 252).
struct SignatureHole: ~Copyable {
  /// The offset of the three unknown numbers of /ByteRange.
  private let numbers: Int
  /// The range of /Contents, angle brackets included.
  private let contents: Range<Int>

  /// Space for three numbers of ten digits.
  private static let blank = String(repeating: " ", count: 32)

  /// Adds /ByteRange and /Contents to the dictionary that ends where the file does so far.
  /// - Parameter room: bytes, written as zeros.
  init(room: Int, in file: inout [UInt8]) {
    let end = ">>".utf8
    file.removeLast(end.count)
    file += "/ByteRange[0 ".utf8
    numbers = file.count
    file += (Self.blank + "]/Contents").utf8
    let start = file.count
    file.append(0x3C)
    file += repeatElement(0x30, count: 2 * room)
    file.append(0x3E)
    contents = start..<file.count
    file.append(0x0A)
    file += end
  }

  /// The finished file, in which /ByteRange says that everything but /Contents is signed.
  consuming func unsigned(_ file: consuming [UInt8]) -> UnsignedPDF {
    let text = "\(contents.lowerBound) \(contents.upperBound) \(file.count - contents.upperBound)".utf8
    precondition(text.count <= Self.blank.utf8.count, "a file too large for its signature")
    file.replaceSubrange(numbers..<numbers + text.count, with: text)
    return UnsignedPDF(bytes: file, contents: contents)
  }
}
