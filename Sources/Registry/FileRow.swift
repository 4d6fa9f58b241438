import Database

/// A report's file as registered.
struct FileRow {
  let number: String
  let format: String
  let sha256: [UInt8]
  let path: String
  let part: String?
  /// The number of the report that was later written to the same path.
  let replacedBy: String?
}

extension Registry {
  /// The files of all reports of this issuer that were written to a known path.
  func fileRows() throws -> [FileRow] {
    var rows: [FileRow] = []
    var last: (index: Int64, format: String) = (-1, "")
    try database.read { session in
      while true {
        let page = try session.query(
          """
          \(fileQuery) AND r.issuer = $3 AND (r.log_index > $1 OR r.log_index = $1 AND f.format > $2)
          ORDER BY r.log_index, f.format LIMIT \(auditPage)
          """, [.integer(last.index), .text(last.format), .text(issuer)])
        for row in page {
          last = (try row.integer("log_index"), try row.text("format"))
          rows.append(try FileRow(row))
        }
        if page.count < auditPage { break }
      }
    }
    return rows
  }

  /// The files of one report that were written to a known path.
  func fileRows(of number: String) throws -> [FileRow] {
    try database.read { session in
      try session.query("\(fileQuery) AND r.number = $1 ORDER BY f.format", [.text(number)]).map(FileRow.init)
    }
  }
}

private let fileQuery = """
  SELECT r.log_index AS log_index, f.number AS number, f.format AS format, f.sha256 AS sha256, f.path AS path,
    f.part AS part,
    (SELECT later.number FROM report_file other JOIN report later ON later.number = other.number
     WHERE other.path = f.path AND later.log_index > r.log_index
     ORDER BY later.log_index DESC LIMIT 1) AS replaced_by
  FROM report r JOIN report_file f ON f.number = r.number
  WHERE f.path IS NOT NULL AND f.sha256 IS NOT NULL
  """

extension FileRow {
  fileprivate init(_ row: SQLRow) throws {
    self.init(
      number: try row.text("number"), format: try row.text("format"), sha256: try row.blob("sha256"),
      path: try row.text("path"),
      part: try row.optionalText("part"), replacedBy: try row.optionalText("replaced_by"))
  }
}
