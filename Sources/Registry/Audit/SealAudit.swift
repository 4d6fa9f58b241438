import Database

/// Every sealed row is as the program wrote it.
struct SealAudit {
  let session: any SQLSession
  let secret: RegistrySecret

  func run(_ audit: inout Audit) throws {
    for table in SealedTable.all {
      try table.forEachRow(session) { row in
        if !table.isSealed(row, secret) { audit.add(.row, table.label(of: row), SealedTable.problem) }
      }
    }
    try checkPending(&audit)
  }

  /// A report that waits for its file has none yet; marked so afterwards, it would be answered for no more.
  private func checkPending(_ audit: inout Audit) throws {
    let hidden = try session.query(
      """
      SELECT number FROM report WHERE pending_since IS NOT NULL
        AND EXISTS (SELECT 1 FROM issued_file WHERE issued_file.log_index = report.log_index)
      ORDER BY log_index LIMIT \(auditPage)
      """)
    for row in hidden {
      audit.add(.row, "report \(try row.text("number"))", "waits for its file, which was issued")
    }
  }
}
