import Crypto
import Database

/// Rows that each hold a hash of themselves and of the row before: changing, removing or inserting a row breaks every
/// later hash.
enum HashChain {
  /// The hash before the first row.
  static let start = [UInt8](repeating: 0, count: 32)

  /// - Parameter label: the kind of row, so that rows of one chain never fit into another.
  static func hash(_ label: String, after previous: [UInt8], _ fields: [SQLValue]) -> [UInt8] {
    var sha = SHA256()
    func add(_ tag: UInt8, _ bytes: some Collection<UInt8>) {
      sha.update(data: [tag] + bigEndian(UInt64(bytes.count)) + bytes)
    }
    add(0, label.utf8)
    add(1, previous)
    for field in fields {
      switch field {
      case .null: add(2, [])
      case .integer(let value): add(3, bigEndian(UInt64(bitPattern: value)))
      case .text(let text): add(4, text.utf8)
      case .blob(let bytes): add(5, bytes)
      }
    }
    return Array(sha.finalize())
  }
}
