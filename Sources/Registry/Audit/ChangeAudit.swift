import Database

/// Every mark of changed data is as its history left it.
struct ChangeAudit {
  let session: any SQLSession

  func run(_ audit: inout Audit) throws {
    var chain = ChainAudit(
      .change, label: DataChanges.label, rowName: "change of data",
      columns: ["sequence", "log_index", "changed_at", "changed_on"])
    var marks: [Int64: Int64] = [:]
    try chain.checkRows(chain.selection(from: "data_change"), session, &audit) { chain, row, audit in
      let (index, day) = (try row.integer("log_index"), try row.optionalInteger("changed_on"))
      if (day == nil) == (marks[index] == nil) {
        audit.add(.change, "change of data \(chain.sequence)", "sets a mark that was set, or clears one that was not")
      }
      marks[index] = day
    }
    chain.finish(try ChainHead.read(.change, session), &audit)
    for row in try session.query("SELECT log_index, number, changed_on FROM report WHERE changed_on IS NOT NULL") {
      let day = marks.removeValue(forKey: try row.integer("log_index"))
      guard try row.optionalInteger("changed_on") != day else { continue }
      audit.add(.change, "report \(try row.text("number"))", "is marked as changed otherwise than its history says")
    }
    for index in marks.keys.sorted() {
      audit.add(.change, "report at leaf \(index)", "lost the mark that its data changed")
    }
  }
}
