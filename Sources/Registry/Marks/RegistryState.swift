import Attestation
import Database

/// What a mark says, as the database says it now.
struct RegistryState: Equatable {
  /// The hash of the log's first leaf; nil: the log is empty.
  let first: [UInt8]?
  let log: ChainHead
  let statuses: ChainHead
  let lists: UInt64

  /// One query: it is asked twice in every transaction that adds to the registry.
  static func read(_ session: any SQLSession) throws -> RegistryState {
    func head(_ chain: ChainHead.Chain, _ column: String) -> String {
      "(SELECT \(column) FROM chain_tail WHERE chain = '\(chain.rawValue)') AS \(chain.rawValue)_\(column)"
    }
    let rows = try session.query(
      """
      SELECT \(head(.log, "size")), \(head(.log, "hash")), \(head(.status, "size")), \(head(.status, "hash")),
        (SELECT hash FROM log_node WHERE level = 0 AND place = 0) AS first_leaf,
        (SELECT COALESCE(MAX(list), -1) + 1 FROM status_list) AS lists
      """)
    guard let row = rows.first else { preconditionFailure("a row without a table") }
    return RegistryState(
      first: row.value("first_leaf") == .null ? nil : try row.blob("first_leaf"),
      log: ChainHead(size: try row.unsigned("log_size"), hash: try row.blob("log_hash")),
      statuses: ChainHead(size: try row.unsigned("status_size"), hash: try row.blob("status_hash")),
      lists: try row.unsigned("lists"))
  }

  /// - Parameter loggedAt: seconds since 1970; nil: the log has not grown.
  func mark(in book: MarkBook, loggedAt: Int64?) -> RegistryMark? {
    first.map { first in
      RegistryMark(
        first: first, place: book.place, logKey: book.logKey, log: log, loggedAt: loggedAt, statuses: statuses,
        lists: lists)
    }
  }

  /// Whether this is the registry of the mark, and as far or further.
  /// - Throws: `RegistryError.damaged` for a log without the hashes that it must have.
  func reaches(_ mark: RegistryMark, location: String, _ session: any SQLSession) throws -> Bool {
    guard first == mark.first, log.size >= mark.log.size, statuses.size >= mark.statuses.size else { return false }
    let root =
      log.size == mark.log.size
      ? log.hash : try LogStore(session: session, location: location).root(at: mark.log.size).bytes
    guard root == mark.log.hash else { return false }
    if statuses.size == mark.statuses.size { return statuses.hash == mark.statuses.hash }
    if mark.statuses.size == 0 { return true }
    let rows = try session.query(
      "SELECT hash FROM status_change WHERE sequence = $1", [.unsigned(mark.statuses.size)])
    return try rows.first?.blob("hash") == mark.statuses.hash
  }
}
