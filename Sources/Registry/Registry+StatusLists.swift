public import Attestation
import Database

extension Registry {
  /// Every list that has a report of this issuer, to be published.
  /// - Throws: `RegistryError.rolledBack`: an older registry would call revoked reports valid.
  public func statusLists() throws -> [StatusList] {
    try refuseRollback()
    let (lists, set) = try database.read { session in
      (
        try session.query("SELECT list FROM status_list WHERE issuer = $1 ORDER BY list", [.text(issuer)]),
        try session.query(
          "SELECT status_list, status_index, status FROM report WHERE status <> 0 AND issuer = $1", [.text(issuer)])
      )
    }
    var changed: [UInt8: [(index: UInt32, status: ReportStatus)]] = [:]
    for row in set {
      guard let list = UInt8(exactly: try row.integer("status_list")),
        let index = UInt32(exactly: try row.integer("status_index")),
        let status = UInt8(exactly: try row.integer("status")).flatMap(ReportStatus.init)
      else { throw RegistryError.damaged(what: database.location, problem: "a report has an unknown status or place") }
      changed[list, default: []].append((index, status))
    }
    return try lists.map { row in
      guard let list = UInt8(exactly: try row.integer("list")) else {
        throw RegistryError.damaged(what: database.location, problem: "a status list has an impossible number")
      }
      return StatusList(list: list, set: changed[list] ?? [])
    }
  }
}
