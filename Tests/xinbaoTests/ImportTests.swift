import Records
import Testing

@testable import xinbao

@Suite struct ImportTests {
  @Test func optionsAreKeptAsGiven() throws {
    let command = try parsed(
      "import a.csv b.xlsx -o files --category 行政处罚 --as-of 2026-11-20T18:00:00+08:00 --encoding GB18030 "
        + "--coverage c.json --received 到达日期 --report q.csv --keep-unknown --overwrite --json", as: Import.self)
    #expect(command.tables == ["a.csv", "b.xlsx"] && command.output == "files" && command.category == "行政处罚")
    #expect(command.encoding == "GB18030" && command.coverage == "c.json" && command.received == "到达日期")
    #expect(command.report == "q.csv" && command.keepUnknown && command.overwrite && command.json)
  }

  @Test(arguments: [
    Refused("import -o files", "<tables>"),
    Refused("import a.csv", "--output"),
    Refused("import a.csv b.csv a.csv -o files", "a.csv is named twice"),
    Refused("import a.csv -o files --encoding big5", "--encoding takes auto, utf-8 or gb18030, not `big5`"),
    Refused("import a.csv -o files --as-of 2026-13-01T00:00:00+08:00", "--as-of takes a time such as", "2026-13-01"),
    Refused("import a.csv -o files --as-of 2999-01-01T00:00:00+08:00", "--as-of 2999-01-01", "is yet to come"),
    Refused("check", "<file>"),
    Refused("check a.json b.json", "b.json"),
  ])
  func whatCannotBeIsRefusedByItsName(refused: Refused) { refused.check() }

  @Test func aCheckReadsAsAnIssueDoes() throws {
    let check = try parsed("check a.json --strict --json --resources x", as: Check.self)
    #expect(check.file == "a.json" && check.reading.options == .init(strict: true) && check.json)
    #expect(check.installation.resources == "x")
  }
}
