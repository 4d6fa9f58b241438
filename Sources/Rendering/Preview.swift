import Blocks
import CivilTime
import Crypto
import QRCode
import Records
public import Reports
import Templates

extension Press {
  /// The pages of a report, for deciding whether to have it issued. It must not pass for a report: a mark across every
  /// page and in the header says so, so does the code in place of the verification code, and nothing is attached,
  /// registered or signed.
  /// - Parameter report: with an unused identity, and without a check code.
  public func preview(of report: Report, host: String) throws -> [UInt8] {
    precondition(report.identity.checkCode == nil, "a check code would be looked up")
    var report = report
    report.rendering = rendering(host: host)
    var document = try template.document(for: report)
    document.information.title = "\(Self.previewMark)：\(document.information.title)"
    let red = Color(hex: 0xB3201A)
    document.page.watermark = Watermark(
      text: Self.previewMark, style: CharacterStyle(font: .hei, size: 44, color: Color(hex: 0xF0C4C2)), angle: 40,
      across: 2, down: 4)
    let mark = [TextRun("\(Self.previewMark)，不得作为信用报告使用", style: CharacterStyle(font: .hei, size: 10.5, color: red))]
    var header = document.page.header ?? Furniture(distance: 34)
    (header.left, header.center, header.right) = ([], mark, [])
    document.page.header = header
    document.page.furnitureOnFirstPage = true
    return try set(document).file(
      FileProperties(
        information: document.information, createdAt: report.identity.issuedAt.secondsSince1970,
        identifier: Array(SHA256.hash(data: Array("preview".utf8) + report.canonicalData()).prefix(16)),
        code: QRSymbol(text: "\(Self.previewMark)，不是信用报告")))
  }

  static let previewMark = "预览·无效力"
}
