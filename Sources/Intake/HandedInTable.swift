import Crypto
import Foundation
import Gathering

/// A table that is handed in.
struct HandedInTable {
  var path: String
  /// What messages call it.
  var name: String
  /// Of what is to be read; nil: of what lies there.
  var sha256: [UInt8]?

  var file: DeliveredFile {
    get throws {
      DeliveredFile(
        name: URL(fileURLWithPath: path).lastPathComponent, sha256: try sha256 ?? fileDigest(of: path))
    }
  }

  /// A text that names the table, or one of its sheets, by its path.
  func named(_ text: String) -> String { text.hasPrefix(path) ? name + text.dropFirst(path.count) : text }
}

/// SHA-256 of a file, read in pieces.
func fileDigest(of path: String) throws -> [UInt8] {
  guard let file = FileHandle(forReadingAtPath: path) else {
    throw DeliveryDesk.Refusal(problem: "\(path): cannot be read")
  }
  defer { try? file.close() }
  var hash = SHA256()
  while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty { hash.update(data: piece) }
  return Array(hash.finalize())
}
