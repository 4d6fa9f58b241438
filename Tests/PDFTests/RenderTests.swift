import Blocks
import Foundation
import Testing
import Typeface
import Typesetting

@testable import PDF
@testable import PDFReading

/// Whole files, judged by programs that share no code with this one: qpdf and poppler.
struct RenderTests {
  static let lines = [
    "法人和非法人组织公共信用信息报告", "统一社会信用代码：91440300MA5EXAMPL7（示例）", "𠮷野家、𡌴、𫗎：增补字符",
    "括号()、反斜杠\\、“引号”与 % # / < > [ ] { }", "Public Credit Report, 2021 edition",
  ]

  private static func sample() throws -> [UInt8] {
    var sheet = try Sheet()
    for (index, line) in lines.enumerated() {
      try sheet.write(line, x: 72, y: Length(points: 90 + 24 * Double(index)), role: index == 0 ? "hei" : "song")
    }
    try sheet.write("两端对齐的一行文字", x: 72, y: 240, adjustments: [30, 30, 30, -250])
    var background = try Sheet()
    try background.write(
      "仅供示例使用", x: 200, y: 500, size: 40, role: "hei", color: Color(hex: 0xDDDDDD), rotation: 45)
    let outline = [
      OutlineEntry(title: "一、基本信息", level: 1, page: 0, top: 80),
      OutlineEntry(title: "（一）登记", level: 2, page: 0, top: 100),
      OutlineEntry(title: "（二）许可", level: 2, page: 1, top: 80),
      OutlineEntry(title: "二、声明", level: 1, page: 1, top: 300),
    ]
    return try render(
      [sheet.page, sheet.page], background: background.page, outline: outline,
      properties: .sample(attachments: AttachmentTests.attachments))
  }

  @Test func theFileIsSound() throws {
    let check = try Tool("qpdf", ["--check", "@"], on: Self.sample())
    #expect(check.status == 0, "\(check.text) \(check.errors)")
    #expect(check.text.contains("No syntax or stream encoding errors found"))
    #expect(check.text.contains("PDF Version: 1.7"))
  }

  @Test func textIsFoundAsItWasWritten() throws {
    let text = try Tool("pdftotext", ["-raw", "@", "-"], on: Self.sample()).packed
    for line in Self.lines + ["两端对齐的一行文字"] {
      let packed = String(line.filter { !$0.isWhitespace })
      #expect(text.ranges(of: packed).count == 2, "\(line)")
    }
    #expect(!text.contains("\u{FFFD}"))
    #expect(!text.contains("仅"), "the watermark is drawn, but is no text")
  }

  @Test func allFontsAreEmbeddedSubsets() throws {
    let fonts = try Tool("pdffonts", ["@"], on: Self.sample()).text.split(separator: "\n").dropFirst(2)
    #expect(fonts.count == 3)
    for font in fonts {
      #expect(font.contains(#/^[A-Z]{6}\+\S+-Identity-H +CID Type 0C +Identity-H +yes yes yes /#), "\(font)")
    }
  }

  @Test func theFileTellsWhatItIs() throws {
    let info = try Tool("pdfinfo", ["-rawdates", "@"], on: Self.sample()).text
    for entry in [
      "Title: 法人和非法人组织公共信用信息报告", "Subject: 示例有限公司 <91&>", "Keywords: 信用, report", "Author: 示例市信用中心",
      "Creator: xinbao 1.0", "CreationDate: D:20261118190640+08'00'", "Pages: 2", "Tagged: yes",
    ] {
      let (key, value) = (entry.prefix { $0 != ":" }, entry.drop { $0 != ":" }.dropFirst(2))
      #expect(
        info.contains(try Regex("\(key): +\(NSRegularExpression.escapedPattern(for: String(value)))\n")), "\(entry)")
    }
    let xmp = try Tool("pdfinfo", ["-meta", "@"], on: Self.sample()).text
    #expect(xmp.contains("示例有限公司 &lt;91&amp;&gt;"))
    #expect(xmp.contains("<xmp:CreateDate>2026-11-18T19:06:40+08:00</xmp:CreateDate>"))
    #expect(xmp.contains("<pdfaid:part>3</pdfaid:part>"))
    let catalog = try PDFFile(bytes: Self.sample()).catalog
    #expect(catalog["Lang"] == .text("zh-CN"))
    #expect(catalog["ViewerPreferences"] == ["DisplayDocTitle": true])
  }

  @Test func bookmarksNest() throws {
    let json = try Tool("qpdf", ["--json", "--json-key=outlines", "@"], on: Self.sample())
    struct Root: Decodable { var outlines: [Item] }
    struct Item: Decodable {
      var title: String
      var destpageposfrom1: Int
      var open: Bool
      var kids: [Item]
    }
    let roots = try JSONDecoder().decode(Root.self, from: Data(json.output)).outlines
    #expect(roots.map(\.title) == ["一、基本信息", "二、声明"])
    #expect(roots.map(\.destpageposfrom1) == [1, 2])
    #expect(roots[0].kids.map(\.title) == ["（一）登记", "（二）许可"])
    #expect(roots[0].kids.map(\.destpageposfrom1) == [1, 2])
    #expect(!roots[0].open && roots[1].kids.isEmpty)
  }

  @Test func theSameInputIsTheSameFile() throws {
    let first = try Self.sample()
    #expect(try Self.sample() == first)
    var other = PDFProperties.sample()
    other.identifier = Array(2...17)
    let sheet = Page()
    #expect(try render([sheet]) == render([sheet]))
    #expect(try render([sheet]) != render([sheet], properties: other))
  }

  @Test func thousandsOfPagesStayShallow() throws {
    var sheet = try Sheet()
    try sheet.write("第一页", x: 72, y: 90)
    let outline = (0..<2000).map { OutlineEntry(title: "第 \($0 + 1) 页", level: 1 + $0 % 3, page: $0, top: 72) }
    let bytes = try render(Array(repeating: sheet.page, count: 2000), outline: outline)
    #expect(try PDFFile(bytes: bytes).pageCount == 2000)
    let check = try Tool("qpdf", ["--check", "@"], on: bytes)
    #expect(check.status == 0, "\(check.text.prefix(500))")
    #expect(try Tool("pdftotext", ["-f", "2000", "@", "-"], on: bytes).packed == "第一页")
    // One list of two thousand pages would make viewers read it whole.
    let file = try PDFFile(bytes: bytes)
    let root = try #require(try file.objects.dictionary(file.catalog["Pages"]))
    #expect(try file.objects.array(root["Kids"])?.count == 32)
  }
}

struct RenderErrorTests {
  private func error(_ body: () throws -> [UInt8]) -> PDFError? {
    #expect(throws: PDFError.self) { try body() }
  }

  @Test func aDocumentHasPages() { #expect(error { try render([]) } == .noPages) }

  @Test func picturesMustBeGivenAndWhole() {
    var page = Page()
    page.marks = [.picture(.verificationCode, Rect(x: 0, y: 0, width: 9, height: 9))]
    #expect(error { try render([page]) } == .missingPicture(.verificationCode))
    let short = Bitmap(width: 9, height: 9, rows: [UInt8](repeating: 0, count: 17))
    #expect(
      error { try render([page], pictures: [.verificationCode: short]) }
        == .invalidPicture(.verificationCode, width: 9, height: 9, bytes: 17))
  }

  @Test func paperHasASize() throws {
    let fonts = try TestFonts.set.get()
    for width in [Double.nan, 0, -5, 1e9] {
      let pages = Pages(size: Size(width: Length(points: width), height: 100), pages: [Page()])
      #expect(
        error { try renderPDF(pages, fonts: fonts, pictures: [:], properties: .sample()) }
          == .coordinateOutOfRange(page: 0))
    }
  }

  @Test func bookmarksLeadToPages() {
    let entry = OutlineEntry(title: "远", level: 1, page: 1, top: 0)
    #expect(error { try render([Page()], outline: [entry]) } == .outlineOutOfRange(title: "远", page: 2))
  }

  @Test func attachmentsHaveNamesOfTheirOwn() {
    var attachment = AttachmentTests.attachments[0]
    #expect(
      error { try render([Page()], properties: .sample(attachments: [attachment, attachment])) }
        == .attachmentName(attachment.name))
    attachment.name = ""
    #expect(
      error { try render([Page()], properties: .sample(attachments: [attachment])) } == .attachmentName(""))
  }

  /// What libharu itself refuses comes out as an error, with what was being written and the reason.
  @Test func libraryFailuresSurface() {
    var properties = PDFProperties.sample()
    properties.information.title = String(repeating: "长", count: 40_000)
    let tooLong = error { try render([Page()], properties: properties) }
    #expect(tooLong == .library(code: 0x1004, writing: "the document information"))
    #expect(tooLong?.description.contains("more than 65535 bytes") == true)

    var attachment = AttachmentTests.attachments[0]
    attachment.mediaType = String(repeating: "x", count: 200)
    #expect(
      error { try render([Page()], properties: .sample(attachments: [attachment])) }
        == .library(code: 0x1045, writing: "the attachment '报告数据.json'"))

    let entry = OutlineEntry(title: "x", level: 1, page: 0, top: 1e9)
    #expect(error { try render([Page()], outline: [entry]) }?.description.contains("±32767") == true)
  }

  @Test func theDocumentSurvivesItsFailures() throws {
    var document = try PDFDocument()
    #expect(throws: PDFError.library(code: 0x1001, writing: "a list")) {
      _ = try document.add(["A": .array(Array(repeating: 1, count: 40_000))], writing: "a list")
    }
    #expect(throws: PDFError.library(code: 0x1057, writing: "a number")) {
      _ = try document.add(["A": .integer(1 << 40)], writing: "a number")
    }
    // After a failure no bytes are given out: objects may be missing.
    let deflater = try Deflater(level: 1)
    do throws(PDFError) {
      let packed = try PackingDocument(document, packing: 0).packed(deflater, writing: "nothing") { _, _ in }
      _ = try packed.file(identifier: [], deflater)
      Issue.record("a file with an object missing")
    } catch {
      #expect(error == .library(code: 0x1001, writing: "the file"))
    }
  }
}
