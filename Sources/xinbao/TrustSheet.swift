import Attestation
import Blocks
import Hexadecimal
import Issuing
import QRCode
import Rendering
import Typeface
import Typesetting

/// A trust list on paper: its contents for people, and all of it in a QR code for machines.
struct TrustSheet {
  var issuer: String
  var list: TrustList
  var signed: SignedTrustList
  var root: RootFingerprint

  /// Side of the code in mm: its modules are twice as large as office printers and cameras need.
  private static let side = 100.0
  private static let code = PictureID.verificationCode

  func file(_ fonts: FontSet, in format: any DocumentFormat) throws -> (bytes: [UInt8], pages: Int) {
    let symbol = try QRSymbol(text: signed.text, sideMillimetres: Self.side)
    let document = document
    let pages = try format.set(document, by: Typesetter(fonts: fonts), fonts: fonts)
    let bytes = try pages.file(
      FileProperties(
        information: document.information, createdAt: list.issuedAt,
        identifier: Array(try digest(signed.bytes, for: .es256).prefix(16)), code: symbol))
    return (bytes, pages.pageCount)
  }

  private var document: Document {
    var page = PageSetup(
      margins: Insets(
        top: Length(millimetres: 20), right: Length(millimetres: 22), bottom: Length(millimetres: 18),
        left: Length(millimetres: 22)))
    var footer = Furniture(distance: Length(millimetres: 10))
    footer.center = [
      TextRun("第 ", style: small), TextRun(.pageNumber, style: small), TextRun(" 页，共 ", style: small),
      TextRun(.pageCount, style: small), TextRun(" 页", style: small),
    ]
    page.footer = footer
    page.furnitureOnFirstPage = true
    return Document(
      information: .init(title: "核验密钥清单 第 \(list.sequence) 号", author: issuer), page: page, blocks: blocks)
  }

  private var small: CharacterStyle { CharacterStyle(font: .song, size: 9) }

  private var blocks: [Block] {
    var blocks = [
      paragraph("核验密钥清单", .biaosong, 20, .center, level: 1),
      paragraph("\(issuer)　第 \(list.sequence) 号", .fangsong, 12, .center),
      paragraph("签发 \(day(list.issuedAt))　　应于 \(day(list.refreshBy)) 前更新", .fangsong, 12, .center),
    ]
    if list.keys.isDevelopment { blocks.append(paragraph("其中有试用密钥，不得用于正式报告", .hei, 12, .center)) }
    let side = Length(millimetres: Self.side)
    blocks += [
      .space(Length(millimetres: 5)),
      .picture(Picture(id: Self.code, size: Size(width: side, height: side), alternateText: "整份清单的二维码")),
      .space(Length(millimetres: 5)),
      paragraph("根密钥指纹（SHA-256），请与公布的逐组核对：", .hei, 10.5, .center),
      paragraph(root.groups.prefix(8).joined(separator: "  "), .song, 13, .center),
      paragraph(root.groups.dropFirst(8).joined(separator: "  "), .song, 13, .center),
      .table(table),
    ]
    for digest in list.certificateRoots {
      blocks.append(
        paragraph("PDF 签名的根证书（SHA-256）：\(RootFingerprint.groups(of: digest))", .song, 8, .left))
    }
    for digest in list.seals?.digests ?? [] {
      blocks.append(paragraph("印章证书（SHA-256）：\(RootFingerprint.groups(of: digest))", .song, 8, .left))
    }
    return blocks
  }

  private func paragraph(
    _ text: String, _ font: FontRole, _ size: Length, _ alignment: ParagraphStyle.Alignment, level: Int = 0
  ) -> Block {
    var style = ParagraphStyle()
    style.alignment = alignment
    return .paragraph(
      Paragraph(
        runs: [TextRun(text, style: CharacterStyle(font: font, size: size))], style: style, headingLevel: level))
  }

  private var table: Table {
    let head = Table.Row(cells: ["密钥", "用途", "算法", "签发期", "核验至", "状态"].map { cell($0, .hei) })
    let rows = list.keys.entries.map { entry in
      Table.Row(
        cells: [
          "\(entry.kid)", entry.uses.sorted().map(\.label).joined(separator: "、"), entry.algorithm.name,
          "\(day(entry.signing.lowerBound)) 至 \(day(entry.signing.upperBound))", day(entry.verifyUntil), status(entry),
        ].map { cell($0, .song) })
    }
    var table = Table(
      columns: [.share(1.4), .share(1.4), .share(1.1), .share(3.4), .share(1.7), .share(2)], rows: rows)
    table.head = [head]
    (table.inner, table.outer) = (Stroke(), Stroke())
    (table.spaceBefore, table.spaceAfter) = (Length(millimetres: 4), Length(millimetres: 4))
    return table
  }

  private func cell(_ text: String, _ font: FontRole) -> Table.Cell {
    Table.Cell([paragraph(text, font, 9, .center)])
  }

  private func status(_ entry: KeySet.Entry) -> String {
    if let stolen = entry.compromisedAt { return "自 \(day(stolen)) 起失密" }
    if entry.isDevelopment { return "试用" }
    if list.issuedAt > entry.verifyUntil { return "已失效" }
    if list.issuedAt > entry.signing.upperBound { return "不再签发" }
    return list.issuedAt < entry.signing.lowerBound ? "尚未启用" : "有效"
  }

  /// The day in Beijing time.
  private func day(_ seconds: Int64) -> String { String(timeText(seconds).prefix(10)) }
}

extension KeyUse {
  fileprivate var label: String {
    switch self {
    case .reports: "报告"
    case .publications: "公布"
    case .log: "日志"
    }
  }
}

extension RootFingerprint {
  fileprivate static func groups(of digest: [UInt8]) -> String {
    stride(from: 0, to: digest.count, by: 2).map { hexadecimal(digest[$0..<min($0 + 2, digest.count)]) }
      .joined(separator: " ")
  }
}
