import Blocks
import Foundation
import Testing
import Typesetting

@testable import PDF
@testable import PDFReading

/// Files that differ in one point, and files that do not.
struct ComparisonTests {
  /// Three pages with text in two fonts, a picture, a bookmark and an attachment.
  private static func sample(
    _ text: String = "没有违法违规记录", level: Int = 1, attachment: String = "示例", bookmark: String = "二",
    title: String = "报告", pages count: Int = 3, role: Structure.Role = .paragraph
  ) throws -> [UInt8] {
    var structure = Structure()
    let element = structure.add(role, to: .document)
    var pages: [Page] = []
    for number in 1...count {
      var sheet = try Sheet()
      try sheet.write(number == 2 ? text : "第一三四页的内容", x: 100, y: 100)
      guard case .text(var run)? = sheet.page.marks.popLast() else { continue }
      run.element = element
      sheet.page.marks.append(.text(run))
      try sheet.write("标题", x: 100, y: 200, role: "hei")
      if number == 1 {
        sheet.page.marks.append(.picture(.verificationCode, Rect(x: 100, y: 300, width: 100, height: 100)))
      }
      pages.append(sheet.page)
    }
    var properties = PDFProperties.sample(attachments: [
      PDFAttachment(
        name: "report.json", mediaType: "application/json", description: "报告数据", relationship: .data,
        bytes: Array(attachment.utf8))
    ])
    properties.compressionLevel = level
    properties.information.title = title
    return try renderPDF(
      Pages(
        size: .a4, pages: pages, outline: [OutlineEntry(title: bookmark, level: 1, page: 1, top: 100)],
        structure: structure), fonts: try TestFonts.set.get(),
      pictures: [.verificationCode: Bitmap(width: 8, height: 2, rows: [0xAA, 0x55])], properties: properties)
  }

  private static let original = Result { try sample() }

  private func differingParts(_ given: [UInt8]) throws -> [PDFDifference.Part] {
    try differences(between: Self.original.get(), and: given).map(\.part)
  }

  // MARK: The same

  @Test func theSameBytesAreTheSame() throws { #expect(try differingParts(Self.sample()) == []) }

  @Test func howItIsPackedMakesNoDifference() throws {
    let recompressed = try Self.sample(level: 12)
    #expect(try recompressed != Self.original.get())
    #expect(try differingParts(recompressed) == [])
    var parts = try Reassembly(Self.original.get())
    #expect(try differingParts(parts.bytes(between: "\r\n \n")) == [], "other offsets")
    let stream = try #require(try parts.numbers { $0.entries.count == 2 && $0["Filter"] != nil }.first)
    let content = try parts.content(of: stream)
    parts.setStream(stream, "", content)
    #expect(try differingParts(parts.bytes()) == [], "not compressed at all")
  }

  // MARK: Other input

  @Test func aGlyphOfAPageIsNamedByItsPage() throws {
    let differences = try differences(between: Self.original.get(), and: Self.sample("有没违法违规记录"))
    #expect(differences.map(\.part) == [.contents(page: 2)])
    #expect(differences.map(\.chinese) == ["第2页内容与所附数据不符"])
  }

  @Test func whatElseTheIssuerSaidIsNamed() throws {
    #expect(try differingParts(Self.sample(attachment: "例示")) == [.attachment("report.json")])
    #expect(try differingParts(Self.sample(bookmark: "三")) == [.bookmarks])
    #expect(try Set(differingParts(Self.sample(title: "假报告"))) == [.metadata])
    let retagged = try Set(differingParts(Self.sample(role: .heading1)))
    #expect(retagged == [.structure, .contents(page: 1), .contents(page: 2), .contents(page: 3)], "marked content too")
    let longer = try Set(differingParts(Self.sample(pages: 4)))
    #expect(longer.isSuperset(of: [.catalog]), "\(longer)")
  }

  @Test func objectsInStreamsAreFoundOneByOne() throws {
    let rows = try Self.sample(role: .row)
    let found = try differences(between: rows, and: Self.sample(role: .cell)).filter { $0.part == .structure }
    #expect(found.count == 1)
    let place = try ObjectReader(rows, limits: PDFFile.Limits()).references.locations[found.first?.object ?? 0]
    guard case .packed? = place else {
      Issue.record("\(found) is not the one that changed")
      return
    }
  }

  // MARK: Other objects

  @Test func aSwappedFontIsNamed() throws {
    var parts = try Reassembly(Self.original.get())
    let programs = try parts.numbers { $0["Subtype"] == .name("CIDFontType0C") }
    #expect(programs.count == 2)
    let other = try parts.object(programs[1])
    parts.setStream(
      programs[0], "/Subtype/CIDFontType0C/Filter/FlateDecode", Array(try #require(other.body)))
    #expect(try differingParts(parts.bytes()) == [.font("NotoSerifCJKsc-Regular")])
  }

  @Test func anAnnotationIsNamedWithItsPage() throws {
    var parts = try Reassembly(Self.original.get())
    let page = try parts.numbers { $0["Type"] == .name("Page") }[1]
    parts.replace("/Type /Page", with: "/Type /Page /Annots [9999 0 R]", in: page)
    parts.set(9999, "<</Type/Annot/Subtype/FreeText/Rect[0 0 500 500]/Contents(x)>>")
    let differences = try differences(between: Self.original.get(), and: parts.bytes())
    #expect(
      differences == [
        PDFDifference(object: page, part: .page(2), change: .changed),
        PDFDifference(object: 9999, part: .annotation(page: 2), change: .added),
      ])
  }

  @Test func anObjectThatNothingLeadsToIsNoticed() throws {
    var parts = try Reassembly(Self.original.get())
    parts.set(9999, "(hidden)")
    #expect(
      try differences(between: Self.original.get(), and: parts.bytes())
        == [PDFDifference(object: 9999, part: .other, change: .added)])
  }

  @Test func anEntryOfTheCatalogIsNoticed() throws {
    var parts = try Reassembly(Self.original.get())
    let catalog = try parts.numbers { $0["Type"] == .name("Catalog") }[0]
    parts.replace("/Type /Catalog", with: "/Type /Catalog /OpenAction <</S/JavaScript/JS(x)>>", in: catalog)
    #expect(try differingParts(parts.bytes()) == [.catalog])
  }

  @Test func aPictureIsNoticed() throws {
    var parts = try Reassembly(Self.original.get())
    let picture = try parts.numbers { $0["ImageMask"] == .boolean(true) }[0]
    parts.replace("/Decode [ 1 0 ]", with: "/Decode [ 0 1 ]", in: picture)
    #expect(try differingParts(parts.bytes()) == [.picture])
  }

  @Test func whatIsBetweenTheObjectsIsNoticed() throws {
    let bytes = try Self.original.get()
    #expect(try differingParts(Reassembly(bytes).bytes(between: "\n% 9 0 obj\n")) == [.outsideOfObjects])
    #expect(try differingParts(bytes + Array("\n".utf8)) == [.outsideOfObjects])
    #expect(try differingParts(bytes.map { $0 } + Array("more %%EOF".utf8)) == [.outsideOfObjects])
    var head = bytes
    head[7] = UInt8(ascii: "4")
    #expect(try differingParts(head) == [.outsideOfObjects])
  }

  @Test func anUpdateIsNoticed() throws {
    let bytes = try Self.original.get()
    let start = try ObjectReader(bytes, limits: PDFFile.Limits()).references.start
    let update = "1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    let offset = String(String(bytes.count + 10_000_000_000).dropFirst())
    let table =
      "xref\n1 1\n\(offset) 00000 n \ntrailer\n<</Size 99/Root 1 0 R/Prev \(start)>>\n"
      + "startxref\n\(bytes.count + update.utf8.count)\n%%EOF\n"
    let found = try Set(differingParts(bytes + Array((update + table).utf8)))
    #expect(found.isSuperset(of: [.outsideOfObjects, .trailer, .catalog]), "\(found)")
  }

  // MARK: Signatures

  private static let contents = String(repeating: "0", count: 64)

  private static func signed(
    _ contents: String = contents, range: String = "[0 10 20 30]", filter: String = "Adobe.PPKLite",
    type: String = "Sig"
  ) throws -> [UInt8] {
    var parts = try Reassembly(original.get())
    parts.set(9999, "<</Type/\(type)/Filter/\(filter)/ByteRange\(range)/Contents<\(contents)>>>")
    return try parts.bytes()
  }

  @Test func theSignatureItselfMayBeAnyone() throws {
    let unsigned = try Self.signed()
    let signature = String(repeating: "1a", count: 32)
    #expect(try differences(between: unsigned, and: Self.signed(signature)) == [])
    #expect(try differences(between: unsigned, and: Self.signed(signature + "77")) == [], "a longer one")
    #expect(try differences(between: unsigned, and: Self.signed(signature, range: "[0 1 2 3]")) == [])
  }

  @Test func allElseOfASignatureIsCompared() throws {
    let unsigned = try Self.signed()
    for other in [
      try Self.signed(filter: "Other"), try Self.signed(range: "[0 10 20]"), try Self.signed(range: "[0 10 20 -1]"),
      try Self.signed("00>/Reason(x)/Extra<00"), try Self.signed(type: "Sog"),
      try Self.signed(range: "[0 10 20 40]"),  // in a file of the same length
    ] {
      #expect(try differences(between: unsigned, and: other).map(\.object) == [9999])
    }
    let note = try Self.signed(type: "Annot")
    #expect(try differences(between: note, and: Self.signed(String(repeating: "1", count: 64), type: "Annot")) != [])
  }

  @Test func theSignaturesFieldIsNamed() throws {
    func signed(_ name: String) throws -> [UInt8] {
      var parts = try Reassembly(Self.original.get())
      let catalog = try parts.numbers { $0["Type"] == .name("Catalog") }[0]
      let page = try parts.numbers { $0["Type"] == .name("Page") }[0]
      parts.replace("/Type /Catalog", with: "/Type /Catalog /AcroForm <</Fields[9998 0 R]/SigFlags 3>>", in: catalog)
      parts.replace("/Type /Page", with: "/Type /Page /Annots [9998 0 R]", in: page)
      parts.set(9998, "<</Type/Annot/Subtype/Widget/FT/Sig/V 9999 0 R/P \(page) 0 R>>")
      parts.set(9999, "<</Type/Sig/Name(\(name))/ByteRange[0 1 2 3]/Contents<00>>>")
      return try parts.bytes()
    }
    #expect(
      try differences(between: signed("a"), and: signed("b"))
        == [PDFDifference(object: 9999, part: .form, change: .changed)])
  }

  // MARK: Files made to do harm

  @Test func everyFlippedByteIsNoticedOrChangesNothing() throws {
    let bytes = try Self.original.get()
    var unnoticed = 0
    for place in stride(from: 0, to: bytes.count, by: 41) {
      var damaged = bytes
      damaged[place] ^= 1 << UInt8(place % 8)
      guard let found = try? differences(between: bytes, and: damaged), found.isEmpty else { continue }
      unnoticed += 1
      // White space for other white space, or bits of a compressed stream that mean nothing.
      let (file, other) = (try PDFFile(bytes: bytes), try PDFFile(bytes: damaged))
      #expect(try file.attachments() == other.attachments())
      #expect(try Tool("pdftotext", ["@", "-"], on: bytes).text == Tool("pdftotext", ["@", "-"], on: damaged).text)
    }
    #expect(unnoticed < bytes.count / 41 / 25, "\(unnoticed)")
  }

  @Test func noBeginningPasses() throws {
    let bytes = try Self.original.get()
    for length in stride(from: 0, to: bytes.count, by: 97) {
      let found = try? differences(between: bytes, and: Array(bytes[..<length]))
      #expect(found != [], "\(length)")
    }
  }

  @Test func aBombIsADifference() throws {
    var parts = try Reassembly(Self.original.get())
    let stream = try #require(try parts.numbers { $0.entries.count == 2 && $0["Filter"] != nil }.first)
    let bomb = try Deflater(level: 9).deflate([UInt8](repeating: 0x20, count: 200_000_000))
    parts.setStream(stream, "/Filter/FlateDecode", bomb)
    let start = ContinuousClock.now
    #expect(try differingParts(parts.bytes()) == [.contents(page: 1)])
    #expect(ContinuousClock.now - start < .seconds(5))
  }

  @Test func objectsWithinEachOtherAreRefused() throws {
    var parts = try Reassembly(Self.original.get())
    let inner = 9999
    parts.set(inner, "(x)%)")
    let bytes = try parts.bytes()
    // An object that holds the other as text.
    parts.set(inner - 1, "(")
    #expect {
      try differences(between: bytes, and: parts.bytes())
    } throws: {
      "\($0)".contains("objects within each other")
    }
  }

  @Test func manyDifferencesAreCutOff() throws {
    var parts = try Reassembly(Self.original.get())
    for number in 5000..<6000 { parts.set(number, "null") }
    #expect(try differingParts(parts.bytes()).count == 100)
  }
}
