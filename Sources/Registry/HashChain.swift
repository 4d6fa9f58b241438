import Crypto

/// Rows of which each holds the hash of itself and of the row before: a row changed, removed or put in later breaks
/// every hash after it.
enum HashChain {
  /// Before the first row.
  static let start = [UInt8](repeating: 0, count: 32)

  /// - Parameter label: what kind of row, so that rows of one chain never fit into another.
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

/// The last row's number and hash of a chain, or the log's size and root. Whoever wants to add to it locks it first, so
/// that one after the other does.
///
/// Whoever locks several does so in the order of the cases, before he waits for any row: two transactions that lock in one
/// order never wait for each other in a circle (docs/registry.md).
struct Tail: Equatable {
  enum Chain: String {
    case log, status, file, journal
  }
  var size: UInt64
  var hash: [UInt8]

  static func read(_ chain: Chain, _ session: any SQLSession, suffix: String = "") throws(RegistryError) -> Tail {
    let rows = try session.query("SELECT size, hash FROM chain_tail WHERE chain = $1" + suffix, [.text(chain.rawValue)])
    guard let row = rows.first else {
      throw .damaged(place: "table chain_tail", problem: "has no row `\(chain.rawValue)`")
    }
    return Tail(size: try row.unsigned(0), hash: try row.blob(1))
  }

  static func lock(_ chain: Chain, _ session: any SQLSession, _ dialect: SQLDialect) throws(RegistryError) -> Tail {
    try read(chain, session, suffix: dialect.forUpdate)
  }

  func save(_ chain: Chain, _ session: any SQLSession) throws(RegistryError) {
    try session.execute(
      "UPDATE chain_tail SET size = $1, hash = $2 WHERE chain = $3",
      [.unsigned(size), .blob(hash), .text(chain.rawValue)])
  }
}
