import Blocks
import Foundation
import Records
import ReportKinds
import Reports
import Testing

@testable import Templates

/// The template that is shipped, applied to reports.
struct EnterpriseTemplateTests {
  @Test func everythingOfTheReportIsInTheDocument() throws {
    let report = try sampleReport()
    let document = try shipped("enterprise").document(for: report.data)
    let text = document.text
    for wanted in [
      report.title, report.subject.name, report.subject.code, report.identity.number.description, "2026年11月20日 18:00",
      "示例公共信用平台", "依据《公共信用信息报告标准（2021年版）》编制", "扫描二维码核验报告真伪", "（企业盖章处）", "报告说明", "客观中立",
      "不主动编辑或修改信息的内容", "信用信息异议申诉", "信用修复", "存续", "守信激励对象", "一、基础信息（共 1 条）", "二、行政许可信息（共 0 条）",
      "查询期内无相关信息", "三、行政处罚信息（共 1,236 条）", "（一）行政处罚（1,236 条）", "第 1 条 / 共 1,236 条", "示例罚〔2024〕2号",
      "没收违法所得、没收非法财物的金额（万元）", "— —", "展示前 2 条，共 1,236 条", "四、信用状况提升建议", "请坚持诚实守信、依法经营。",
      "国家税务总局广东省税务局", "归集失败", "接口超时",
    ] { #expect(text.contains(wanted), "\(wanted)") }
  }

  @Test func aRecordSaysThatItGoesOn() throws {
    let document = try shipped("enterprise").document(for: sampleReport().data)
    let boxes = document.blocks.compactMap(\.table).filter { !$0.continuedHead.isEmpty }
    #expect(boxes.count == 2)
    #expect(boxes.first?.continuedHead.first?.cells.first?.blocks.first?.texts == ["第 1 条（续）"])
    #expect(boxes.first?.rows.count == 3)
  }

  @Test func pageNumbersStandInTheFooterAndTheReportNumberInTheHeader() throws {
    let page = try shipped("enterprise").document(for: sampleReport().data).page
    #expect(page.footer?.center.map(\.words).joined() == "第 # 页 共 ## 页")
    #expect(page.header?.right.map(\.words).joined() == "报告编号：20261120180000123AB4CD")
    #expect(page.watermark?.text == "公共信用信息报告")
    #expect(!page.furnitureOnFirstPage)
  }

  @Test func theVerificationCodeIsThirtySixMillimetresWide() throws {
    let document = try shipped("enterprise").document(for: sampleReport().data)
    let pictures = document.blocks.flatMap(pictures)
    #expect(pictures.map(\.id) == [.verificationCode])
    #expect(pictures.first?.size.width == Length(millimetres: 36))
    #expect(pictures.first?.alternateText == "报告核验二维码")
  }

  private func pictures(_ block: Block) -> [Picture] {
    switch block {
    case .picture(let picture): [picture]
    case .group(let group): group.blocks.flatMap(pictures)
    case .table(let table): table.rows.flatMap { $0.cells.flatMap { $0.blocks.flatMap(pictures) } }
    default: []
    }
  }

  @Test func labelsAreNeverBroken() throws {
    let document = try shipped("enterprise").document(for: sampleReport().data)
    let box = try #require(document.blocks.compactMap(\.table).first { !$0.continuedHead.isEmpty })
    for row in box.rows {
      let label = try #require(row.cells.first?.blocks.first?.paragraph)
      #expect(label.style.breaking != .normal)
    }
  }

  @Test func dataAndShapeSayTheSame() throws {
    for penalties in [0, 3] {
      #expect(DataShape.report().difference(from: try sampleReport(penalties: penalties).data) == nil)
    }
  }

  @Test func everyExampleIsOfTheShapeAndSet() throws {
    let catalogue = try Catalogue.load(directory: repository.appending(path: "templates/catalogue").path)
    let template = try shipped("enterprise")
    let builder = try ReportBuilder(catalogue: catalogue, edition: "2021")
    let now = try sampleReport().identity.issuedAt
    let reader = CreditFileReader(catalogue: catalogue, now: { now })
    let names = try FileManager.default.contentsOfDirectory(atPath: repository.appending(path: "examples").path)
    for name in names where name.hasSuffix(".json") && !name.hasPrefix("personal") {
      let reading = try reader.read(path: repository.appending(path: "examples/\(name)").path)
      let report = try builder.report(on: reading.file, identity: try sampleReport().identity)
      #expect(DataShape.report(.enterprise, catalogue).difference(from: report.data) == nil)
      let text = try template.document(for: report.data).text
      for value in report.sections.flatMap(\.groups).flatMap(\.records).flatMap(\.lines).compactMap(\.value) {
        #expect(text.contains(value), "\(name): \(value)")
      }
    }
  }
}
