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

  /// Makes the next row of the chain, and is its head from then on.
  /// - Parameters:
  ///   - label: the kind of row, as for `HashChain.hash`.
  ///   - fields: its values but for its number, which comes before them.
  /// - Returns: number, fields, hash of the row before, hash of this row: the columns, in this order.
  mutating func link(_ label: String, _ fields: [SQLValue]) -> [SQLValue] {
    let fields = [.unsigned(size + 1)] + fields
    let previous = hash
    (size, hash) = (size + 1, HashChain.hash(label, after: previous, fields))
    return fields + [.blob(previous), .blob(hash)]
  }

  func save(_ chain: Chain, _ session: any SQLSession) throws {
    try session.execute(
      "UPDATE chain_tail SET size = $1, hash = $2 WHERE chain = $3",
      [.unsigned(size), .blob(hash), .text(chain.rawValue)])
  }
}
