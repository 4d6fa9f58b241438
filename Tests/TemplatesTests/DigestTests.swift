import Records
import Reports
import Testing

@testable import Templates

/// By name and digest a report says which template made it.
struct DigestTests {
  private let body = "- include: part.yaml"
  private func template(_ title: String = "标题", part: String = "body: [{paragraph: 甲}]") throws -> Template {
    try Template(
      text: "information: {title: \(title)}\npage: {margins: 25 mm}\nbody:\n  - include: part.yaml\n",
      name: "/somewhere/enterprise.yaml"
    ) { _ throws(TemplateError) in part }
  }

  @Test func theNameIsThatOfTheFile() throws {
    #expect(try template().name == "enterprise")
    #expect(
      try Templates.Template(text: "information: {title: a}\npage: {margins: 9 mm}\nbody: []", name: "a").name == "a")
  }

  @Test func everyTextThatMakesThePagesCounts() throws {
    let digest = try template().digest
    #expect(digest.count == 32)
    #expect(try template().digest == digest)
    #expect(try template("题标").digest != digest)
    #expect(try template(part: "body: [{paragraph: 乙}]").digest != digest)
    #expect(try template(part: "body: [{paragraph: 甲}] # same pages, other text").digest != digest)
  }

  /// The text of one file cannot go over into the other's.
  @Test func filesHaveTheirBounds() {
    #expect(templateDigest(["ab", "c"], masks: []) != templateDigest(["a", "bc"], masks: []))
    #expect(templateDigest(["ab"], masks: []) != templateDigest(["ab", ""], masks: []))
  }

  @Test func masksCountWhereTheyAreUsed() {
    let (mask, other) = (Mask(key: "identity", first: 6, last: 4), Mask(key: "identity", first: 3, last: 4))
    let using = ["{{ subject.code | mask(identity) }}"]
    #expect(templateDigest(using, masks: [mask]) != templateDigest(using, masks: [other]))
    #expect(
      templateDigest(["{{ subject.code }}"], masks: [mask]) == templateDigest(["{{ subject.code }}"], masks: [other]))
  }
}

/// What who has no camera types.
struct CheckCodeTests {
  private let line = "不便扫码的，可以登录 https://verify.example.cn/v 输入报告编号和核验码，核验本报告真伪"

  @Test(arguments: ["enterprise", "personal", "no-violation"])
  func theCoverOfEveryReportShowsIt(name: String) throws {
    var report =
      switch name {
      case "personal": try samplePersonalReport()
      case "no-violation": try sampleNoViolationReport([.clean])
      default: try sampleReport()
      }
    #expect(try !shipped(name).document(for: report).text.contains("核验码"), "a preview has none")
    report.identity.checkCode = "7K3M9QXA"
    report.rendering = .init(
      engine: 1, libraries: "", host: "verify.example.cn", template: name, templateDigest: [], fontsDigest: [])
    let text = try shipped(name).document(for: report).text
    #expect(text.contains("核验码\n7K3M-9QXA"))
    #expect(text.contains(line))
  }
}
