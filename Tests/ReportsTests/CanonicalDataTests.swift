import CivilTime
import Foundation
import Records
import ReportKinds
import Testing

@testable import Reports

@Suite struct CanonicalDataTests {
  private static func awkwardReport() throws -> Report {
    var file = Samples.file(
      ("penalty", [[("documentNumber", .text("“引号”\"与\\反斜/杠\n换行\r\t\u{08}\u{0C}\u{01}\u{1F}\u{7F}𠮷葛\u{E0100}"))]]),
      ("contract", [[]]), subject: Samples.subject([("term", .unlimited)]))
    file.coverage = [
      Coverage(
        source: "甲", domains: ["taxation"], categories: ["penalty"], from: Samples.asOf.date, through: nil,
        state: .missing)
    ]
    file.unattributed = [
      Unattributed(source: "乙", categories: ["penalty"], domains: ["taxation"], count: 1, reason: "丙")
    ]
    file.excluded = [Excluded(source: "乙", categories: ["penalty"], count: 1, reason: "丁")]
    return try Samples.report(on: file)
  }

  /// Foundation's sorted, compact form agrees with RFC 8785 wherever names are ASCII and numbers are integers.
  @Test func theyAreJSONInCanonicalForm() throws {
    let bytes = try Self.awkwardReport().canonicalData()
    let object = try JSONSerialization.jsonObject(with: Data(bytes))
    let again = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
    #expect(String(decoding: bytes, as: UTF8.self) == String(decoding: again, as: UTF8.self))
  }

  @Test func theyHoldWhatTheReportSays() throws {
    let report = try Self.awkwardReport()
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(report.canonicalData())) as? [String: Any])
    let identity = try #require(json["identity"] as? [String: Any])
    #expect(identity["number"] as? String == report.identity.number.description)
    #expect(identity["salt"] as? String == "000102030405060708090a0b0c0d0e0f")
    #expect(identity["issuedAt"] as? String == "2026-11-21T10:00:00+08:00")
    #expect(identity["millisecond"] as? Int == 7)
    let sections = try #require(json["sections"] as? [[String: Any]])
    let groups = try #require(sections[1]["groups"] as? [[String: Any]])
    let records = try #require(groups[0]["records"] as? [[String: Any]])
    let lines = try #require(records[0]["lines"] as? [[String: Any]])
    #expect(lines[0]["value"] as? String == report.lines(of: "penalty")[0].value)
    #expect(lines[1]["value"] is NSNull)
    let omissions = try #require(json["omissions"] as? [[String: Any]])
    #expect(omissions[0]["rule"] as? String == "outsideEdition")
  }

  @Test func theLayoutIsStable() throws {
    // A change of these bytes breaks every verifier of reports in print: raise canonicalVersion with it.
    let file = Samples.file(("penalty", [[("documentNumber", .text("粤示罚〔2026〕1号"))]]))
    var report = try Samples.report(on: file)
    report.sections = Array(report.sections[1...1])
    #expect(
      String(decoding: report.canonicalData(), as: UTF8.self)
        == #"{"asOf":"2026-11-20T18:00:00+08:00","coverageBasis":"declared","edition":{"key":"2021","overview":"list","standard":"《公共信用信息报告标准（2021年版）》","#
        + #""versionLabel":"V1.0"},"excluded":[],"identity":{"checkCode":null,"expiresAt":null,"issuedAt":"2026-11-21T10:00:00+08:00","issuer":"示例信用中心","#
        + #""millisecond":7,"number":"202611211000000077K400","salt":"000102030405060708090a0b0c0d0e0f"},"#
        + #""kind":"enterprise","omissions":[],"period":{"from":"2026-11-20","through":"2026-11-20"},"sections":[{"content":"records","count":1,"groups":[{"#
        + #""category":"penalty","count":1,"label":"行政处罚","records":[{"lines":["#
        + #"{"key":"documentNumber","label":"行政处罚决定书文号","value":"粤示罚〔2026〕1号"},"#
        + #"{"key":"decisionDate","label":"处罚决定日期","value":null},"#
        + #"{"key":"fine","label":"罚款金额(万元)","value":null}],"marks":[]}]}],"key":"penalty","paragraphs":[],"#
        + #""shortTitle":"行政处罚","showsCount":true,"title":"行政处罚信息"}],"sources":[],"#
        + #""subject":{"code":"91440000MA00000000","codeLabel":"统一社会信用代码","fields":["#
        + #"{"key":"type","label":"企业类型","value":null},{"key":"established","label":"成立日期","value":null},"#
        + #"{"key":"status","label":"登记状态","value":null}],"kind":"enterprise","kindLabel":"企业","#
        + #""name":"粤示例有限公司","nameLabel":"企业名称","statusLabels":[]},"#
        + #""title":"法人和非法人组织公共信用信息报告","unattributed":[],"version":6}"#)
  }

  @Test func aPrintedReportSaysByWhatItsPagesAreMade() throws {
    var report = try Self.awkwardReport()
    report.identity.checkCode = "7K3M9QXA"
    report.rendering = Report.Rendering(
      engine: 1, libraries: "libharu 1", host: "verify.example.cn", template: "enterprise",
      templateDigest: [0x0A, 0xFF], fontsDigest: [1])
    let text = String(decoding: report.canonicalData(), as: UTF8.self)
    #expect(text.contains(#""identity":{"checkCode":"7K3M9QXA","expiresAt":null,"issuedAt":"#))
    #expect(
      text.contains(
        #","rendering":{"engine":1,"fonts":"01","host":"verify.example.cn","#
          + #""libraries":"libharu 1","template":{"digest":"0aff","name":"enterprise"}},"sections":["#))
  }

  @Test func aPersonalReportSaysWhoAsked() throws {
    var report = try Self.awkwardReport()
    report.request = Report.Request(
      requester: "示例银行", basis: .own, basisLabel: "本人查询", purpose: "自用", validThrough: "2026-12-20")
    let text = String(decoding: report.canonicalData(), as: UTF8.self)
    #expect(
      text.contains(
        #","request":{"authorisedOn":null,"basis":"self","basisLabel":"本人查询","document":null,"purpose":"自用","#
          + #""requester":"示例银行","validThrough":"2026-12-20"},"sections":["#))
  }

  @Test func anyChangeOfAReportChangesThem() throws {
    var report = try Self.awkwardReport()
    report.rendering = Report.Rendering(
      engine: 1, libraries: "c", host: "a", template: "b", templateDigest: [2], fontsDigest: [3])
    let bytes = report.canonicalData()
    #expect(bytes == report.canonicalData())
    let changes: [(inout Report) -> Void] = [
      { $0.kind = .noViolation }, { $0.title += "。" }, { $0.edition = "2022" }, { $0.standard = "" },
      { $0.versionLabel = "" }, { $0.identity.salt[15] ^= 1 }, { $0.identity.issuer = "" },
      { $0.identity.issuedAt = BeijingTime(millisecondsSince1970: $0.identity.issuedAt.millisecondsSince1970 + 1) },
      { $0.identity.number = ReportNumber(at: $0.asOf, random: 0) },
      { $0.asOf = $0.identity.issuedAt }, { $0.subject.name = "" }, { $0.subject.nameLabel = "" },
      { $0.subject.code = "" }, { $0.subject.codeLabel = "" }, { $0.subject.kind = "" },
      { $0.subject.kindLabel = "" }, { $0.subject.statusLabels.append("存续") }, { $0.subject.fields[0].value = "" },
      { $0.subject.fields.removeLast() }, { $0.omissions[0].count += 1 }, { $0.omissions[0].rule = "" },
      { $0.omissions[0].label = "" }, { $0.omissions[0].unit = .values }, { $0.sections.swapAt(0, 1) },
      { $0.sections[0].showsCount.toggle() }, { $0.sections[0].content = .text }, { $0.sections[0].title = "" },
      { $0.sections[0].shortTitle = "" }, { $0.sections[0].key = "" }, { $0.sections[1].count = 2 },
      { $0.sections[4].paragraphs[0] = "" }, { $0.sections[1].groups[0].count = 2 },
      { $0.sections[1].groups[0].label = "" }, { $0.sections[1].groups[0].category = "" },
      { $0.sections[1].groups[0].records.append(Report.Record(lines: [])) },
      { $0.sections[1].groups[0].records[0].lines[0].value = nil },
      { $0.sections[1].groups[0].records[0].lines[0].label = "" },
      { $0.sections[1].groups[0].records[0].lines[0].key = "" },
      { $0.sections[1].groups[0].records[0].marks = ["已修复"] },
      { $0.period = CalendarDate(daysSince1970: 0)...$0.period.upperBound },
      { $0.sources[0].name = "" }, { $0.sources[0].domains = [] }, { $0.sources[0].from = nil },
      { $0.sources[0].through = "" }, { $0.sources[0].state = .loaded }, { $0.sources[0].reason = "" },
      { $0.sources[0].categories = [] }, { $0.coverageBasis = .deliveries }, { $0.unattributed = [] },
      { $0.unattributed[0].source = "" }, { $0.unattributed[0].categories = [] },
      { $0.unattributed[0].domains = [] }, { $0.unattributed[0].day = "" }, { $0.unattributed[0].count = 2 },
      { $0.unattributed[0].reason = "" }, { $0.excluded = [] }, { $0.excluded[0].source = "" },
      { $0.excluded[0].categories = [] }, { $0.excluded[0].count = 2 }, { $0.excluded[0].reason = "" },
      { $0.sources[0].isLate.toggle() }, { $0.overview = .pairs }, { $0.identity.checkCode = "00000000" },
      { $0.rendering = nil }, { $0.rendering?.engine = 2 }, { $0.rendering?.host = "" },
      { $0.rendering?.template = "" }, { $0.rendering?.libraries = "" }, { $0.rendering?.libraries = nil },
      { $0.rendering?.templateDigest = [] },
      { $0.rendering?.fontsDigest = [] },
    ]
    for (index, change) in changes.enumerated() {
      var changed = report
      change(&changed)
      #expect(changed.canonicalData() != bytes, "change \(index)")
    }
  }
}
