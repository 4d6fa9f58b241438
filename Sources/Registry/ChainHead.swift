import Database

/// The number and hash of a chain's last row, or the log's size and root. A writer locks it before adding to the chain,
/// so that writers take turns.
///
/// A transaction that locks several heads does so in the order of the cases, before it waits for any row: with one
/// order, transactions cannot deadlock (docs/registry.md).
struct ChainHead: Equatable {
  enum Chain: String {
    case log, status, change, file, action, journal
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
