import Attestation
import Database

/// Allocates a report's index in the status lists: random, so that it does not reveal when and for whom the report was
/// issued, and never used twice. A list is closed when it is half full, so that a free index is found quickly.
struct StatusIndexAllocator: Sendable {
  /// Indices per list; fewer only in tests.
  var size: UInt32 = 1 << 24
  /// List numbers have 8 bits.
  var lists = 256
  /// Draws an index from 0 up to, but not including, the size.
  var draw: @Sendable (UInt32) -> UInt32 = { UInt32.random(in: 0..<$0) }

  /// Call with the log's head locked: of two concurrent issues, the second sees the first's indices.
  /// - Returns: as many as asked for, all different.
  func reserve(
    _ count: Int, for issuer: String, _ secret: RegistrySecret, _ session: any SQLSession, _ location: String
  ) throws -> [ReportClaims.StatusReference] {
    var drawn: Set<UInt32> = []
    return try (0..<count).map { _ in
      let list = try openList(of: issuer, secret, session, location)
      while true {
        let reference = ReportClaims.StatusReference(UInt32(list) << 24 | draw(size))
        let taken = try session.query(
          "SELECT 1 AS found FROM report WHERE status_list = $1 AND status_index = $2",
          [.integer(Int64(list)), .integer(Int64(reference.index))])
        if taken.isEmpty, drawn.insert(reference.value).inserted {
          try session.execute("UPDATE status_list SET used = used + 1 WHERE list = $1", [.integer(Int64(list))])
          return reference
        }
      }
    }
  }

  /// Each issuer signs its own lists; list numbers are unique across the registry.
  private func openList(
    of issuer: String, _ secret: RegistrySecret, _ session: any SQLSession, _ location: String
  ) throws -> UInt8 {
    let last = try session.query(
      "SELECT list, used FROM status_list WHERE issuer = $1 ORDER BY list DESC LIMIT 1", [.text(issuer)]
    ).first
    if let last, try last.integer("used") < Int64(size / 2) {
      return try byte(last.integer("list"))
    }
    return try beginList(notBelow: 0, for: issuer, secret, session, location)
  }

  /// Begins a list: no report is added to the issuer's earlier ones from then on.
  /// - Parameter least: the least number that it may have.
  @discardableResult
  func beginList(
    notBelow least: Int64, for issuer: String, _ secret: RegistrySecret, _ session: any SQLSession, _ location: String
  ) throws -> UInt8 {
    let highest = try session.query("SELECT COALESCE(MAX(list), -1) AS list FROM status_list")[0].integer("list")
    let next = max(least, highest + 1)
    guard next < Int64(lists) else { throw RegistryError.statusListsFull(location: location) }
    let row: [SQLValue] = [.integer(next), .text(issuer)]
    try session.execute(
      "INSERT INTO status_list (list, issuer, row_seal, used) VALUES ($1, $2, $3, 0)",
      row + [.blob(SealedTable.statusList.seal(of: row, secret))])
    return try byte(next)
  }

  private func byte(_ list: Int64) throws -> UInt8 {
    guard let list = UInt8(exactly: list) else {
      throw RegistryError.damaged(what: "table status_list", problem: "has a list \(list)")
    }
    return list
  }
}
