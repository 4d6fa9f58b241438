import Database

/// The last row's number and hash of a chain, or the log's size and root. Whoever wants to add to it locks it first, so
/// that one after the other does.
///
/// Whoever locks several does so in the order of the cases, before he waits for any row: two transactions that lock in one
/// order never wait for each other in a circle (docs/registry.md).
struct ChainHead: Equatable {
  enum Chain: String {
    case log, status, file, journal
  }
  var size: UInt64
  var hash: [UInt8]

  static func read(_ chain: Chain, _ session: any SQLSession, suffix: String = "") throws -> ChainHead {
    let rows = try session.query("SELECT size, hash FROM chain_tail WHERE chain = $1" + suffix, [.text(chain.rawValue)])
    guard let row = rows.first else {
      throw RegistryError.damaged(what: "table chain_tail", problem: "has no row `\(chain.rawValue)`")
    }
    return ChainHead(size: try row.unsigned("size"), hash: try row.blob("hash"))
  }

  static func lock(_ chain: Chain, _ session: any SQLSession, _ dialect: SQLDialect) throws -> ChainHead {
    try read(chain, session, suffix: dialect.forUpdate)
  }

  func save(_ chain: Chain, _ session: any SQLSession) throws {
    try session.execute(
      "UPDATE chain_tail SET size = $1, hash = $2 WHERE chain = $3",
      [.unsigned(size), .blob(hash), .text(chain.rawValue)])
  }
}
