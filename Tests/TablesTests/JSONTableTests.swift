import Testing

@testable import Tables

@Suite struct JSONTableTests {
  private func rows(_ text: String) throws -> [TableRow] {
    var table = try JSONTable(Array(text.utf8), name: "a.json")
    var rows: [TableRow] = []
    while let row = try table.next() { rows.append(row) }
    return rows
  }

  @Test(arguments: [
    #"[{"甲": "1", "乙": 2.50}, {"乙": true, "丙": null}]"#,
    #"{"code": 200, "data": {"total": 2, "rows": [{"甲": "1", "乙": 2.50}, {"乙": true, "丙": null}]}}"#,
    #"{"errors": [], "list": [{"entity": {"甲": "1"}, "more": {"乙": 2.50}}, {"entity": {"乙": true, "丙": null}}]}"#,
  ])
  func theRowsOfAnInterfaceAreATable(text: String) throws {
    #expect(
      try rows(text) == [
        TableRow(number: 1, cells: ["甲", "乙", "丙"]), TableRow(number: 2, cells: ["1", "2.50", ""]),
        TableRow(number: 3, cells: ["", "true", ""]),
      ])
  }

  @Test func whatIsNoValueIsToldInItsRow() throws {
    let rows = try rows(#"[{"甲": ["1"], "乙": []}, {"a": {"甲": "1"}, "b": {"甲": "2"}}]"#)
    #expect(rows[1].faults.map(\.column) == [1] && rows[1].faults.map(\.message) == ["holds a list"])
    #expect(rows[2].faults.map(\.message) == ["stands in it twice"])
  }

  @Test(arguments: [
    (#"{"a": 1}"#, "is JSON without a list of rows"), ("[]", "is JSON without a list of rows"),
    (#"{"total": 30, "rows": [{"甲": 1}]}"#, "says that there are 30 rows and holds 1"), (#"[{"甲": 1}"#, "is JSON, but"),
  ])
  func whatIsNoTableIsRefused(text: String, message: String) {
    let error = #expect(throws: TableError.self) { try rows(text) }
    #expect(error?.message.hasPrefix(message) == true, "\(error?.description ?? "")")
  }
}
