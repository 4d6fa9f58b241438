import Foundation

/// The rows of a results.json as `ResultTable` writes it, one per line, read one by one: a province's do not fit in
/// memory.
struct ResultRows {
  let path: String
  private static let chunk = 1 << 20

  /// - Throws: `BatchFolderError` for a file that `ResultTable` did not write; what `body` throws.
  func read(_ body: (ResultTable.Row) throws -> Void) throws {
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw BatchFolderError("\(path): cannot be read: \(String(cString: strerror(errno)))")
    }
    let decoder = JSONDecoder()
    var (rest, number, isEnded) = (Data(), 0, false)
    func take(_ line: Data) throws {
      number += 1
      guard !isEnded else { return }
      switch line {
      case Data("[".utf8) where number == 1, Data(): return
      case Data("]".utf8): isEnded = true
      default:
        let text = line.last == UInt8(ascii: ",") ? line.dropLast() : line
        guard let row = try? decoder.decode(ResultTable.Row.self, from: text) else {
          throw BatchFolderError("\(path):\(number): is no row of results as they were written; put the file back")
        }
        try body(row)
      }
    }
    while let data = try handle.read(upToCount: Self.chunk), !data.isEmpty {
      rest.append(data)
      while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        try take(Data(rest[rest.startIndex..<end]))
        rest = rest[(end + 1)...]
      }
      rest = Data(rest)
    }
    guard isEnded else { throw BatchFolderError("\(path): has no end; put the file back as it was written") }
  }
}
