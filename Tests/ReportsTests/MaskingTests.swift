import Records
import Testing

@testable import Reports

/// How personal data show, by profile, and that whatever changes is counted.
@Suite struct MaskingTests {
  private let text = "当事人张示例（身份证号11010519491231002X，手机138-1234-5678）将款项转入6222021234567890128，案号（2026）粤0106执13号。"

  private func report(_ masks: String?) throws -> Report {
    try Shipped.report(
      on: Shipped.enterprise(
        ("penalty", [[("documentNumber", .text("13812345678")), ("violationFacts", .text(text))]])),
      options: .init(masks: masks))
  }

  @Test(
    arguments: [
      (nil, "标准脱敏", "**************002X", "138-****-5678", "***************0128"),
      ("strict", "严格脱敏", "**************002X", "***-****-5678", "*******************"),
      ("法院", "法院名单脱敏", "1101051949****002X", "138-****-5678", "***************0128"),
    ] as [(String?, String, String, String, String)])
  func numbersOfPersonsInRunningTextShowAsTheProfileSaysAndAreCounted(
    _ profile: String?, _ label: String, _ identity: String, _ telephone: String, _ card: String
  ) throws {
    let report = try report(profile)
    let lines = report.lines(of: "penalty")
    #expect(
      lines.first { $0.key == "violationFacts" }?.value
        == "当事人张示例（身份证号\(identity)，手机\(telephone)）将款项转入\(card)，案号（2026）粤0106执13号。")
    // A document number is no running text.
    #expect(lines.first?.value == "13812345678")
    #expect(report.omissions.map(\.rule) == ["maskedInText"])
    #expect(report.omissions.first?.count == 3 && report.omissions.first?.unit == .values)
    #expect(report.omissions.first?.label.contains(label) == true)
  }

  @Test func aProfileThatNobodyHasIsNamedWithThoseThereAre() throws {
    let error = #expect(throws: ReportError.self) { try report("open") }
    #expect(
      error?.description
        == "mask profile \"open\" is not in the catalogue: choose one of standard, strict, court")
  }

  @Test func fieldsThatTheCatalogueDoesNotKnowAreLookedThroughByTheirLabels() throws {
    var file = Shipped.enterprise(("licence", [[]]))
    file.records[0].records[0].fields.unknown = [
      UnknownField(label: "手机号码", text: "13812345678"), UnknownField(label: "合同编号", text: "13812345678"),
    ]
    let report = try Shipped.report(on: file)
    #expect(report.lines(of: "licence").suffix(2).map(\.value) == ["138****5678", "13812345678"])
    #expect(report.omitted("maskedInText") == 1)
  }

  @Test func everyMaskThatTextMayNeedIsInEveryProfile() throws {
    for profile in try Shipped.catalogue().maskProfiles {
      for kind in [PersonalDetail.Kind.identity, .telephone, .account] {
        #expect(profile.masks.contains { $0.key == kind.mask }, "\(profile.naming.key): \(kind)")
      }
    }
  }
}
