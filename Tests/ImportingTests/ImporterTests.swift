import Records
import Testing

@testable import Importing

private let code = "91440001MA5C0R1U2T"
private let head = "行政相对人名称,行政相对人类别,行政相对人代码_1,行政许可决定文书号,许可决定日期,有效期至,许可内容,许可机关,上报日期"
private let good = "示例公司,法人及非法人组织,\(code),示〔2026〕1号,2026-11-02,2030-01-01,示例内容,示例市示例局,2026-11-11"

@Suite("Import")
struct ImporterTests {
  @Test("A row becomes a record of its subject's file, which the reader accepts without a word")
  func oneRow() throws {
    let imported = try Imported(head + "\n" + good + "\n")
    #expect(imported.files.map(\.name) == [code + ".json"])
    #expect(imported.defects == [])
    #expect(imported.summary.records == 1)
    #expect(imported.summary.compliance.isMet == true)
    #expect(imported.summary.timeliness.isMet == true)
    #expect(imported.summary.kinds == ["91 → 企业": 1])
    let reading = try CreditFileReader(catalogue: try shippedCatalogue())
      .read(bytes: imported.files[0].bytes, name: "a.json")
    #expect(reading.warnings == [])
  }
}
