import Records
import Testing

@testable import Reports

/// A row that nobody could attribute concerns the domains of a record with the same cells, and those of its source.
@Suite struct RowDomainTests {
  private func domains(_ cells: [(String, String)], in category: String = "penalty") throws -> [String] {
    let catalogue = try Shipped.catalogue()
    return RowDomains(catalogue).domains(
      ofRow: cells.map { (label: $0, text: $1) }, in: category, of: "广东省市场监督管理局")
  }
  private func all() throws -> [String] { try Shipped.catalogue().domains.map(\.naming.key) }

  @Test func theAuthoritysDomainIsInDoubtBesideTheSources() throws {
    let found = try domains([("行政相对人名称", "甲公司"), ("处罚机关", "佛山市水利局")])
    #expect(found.contains("water") && found.contains("marketRegulation"))
    #expect(found.count < 6)
  }

  @Test func theRowsOwnDomainIsToo() throws {
    let found = try domains([("领域", "水利"), ("处罚机关", "广东省市场监督管理局")])
    #expect(found.contains("water") && found.contains("marketRegulation"))
  }

  @Test(arguments: [[("处罚机关", "示例市示例局")], [("行政相对人名称", "甲公司")], [("领域", "某某领域"), ("处罚机关", "佛山市水利局")]])
  func anyDomainIsInDoubtWhereTheRowDoesNotSay(cells: [(String, String)]) throws {
    #expect(try domains(cells) == all())
  }

  @Test func aCategoryOfOneDomainConcernsIt() throws {
    #expect(try domains([], in: "taxList").contains("taxation"))
    #expect(try domains([], in: "taxList") != all())
  }
}
