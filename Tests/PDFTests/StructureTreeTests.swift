import Blocks
import Foundation
import Testing
import Typesetting

@testable import PDF
@testable import PDFReading

/// Tags in the file, read by poppler; the cross-reference stream that packed objects need, read by ourselves.
struct StructureTreeTests {
  /// A table whose one cell goes on with a second page, and a character that is drawn as something else.
  private func sample() throws -> [UInt8] {
    var structure = Structure()
    let table = structure.add(.table, to: .document)
    let row = structure.add(.row, to: table)
    let head = structure.add(.rowHeader, to: row)
    let cell = structure.add(.cell, columnSpan: 2, to: row)
    let box = structure.add(.span, text: "𠀀", to: cell)
    var pages: [Page] = []
    for texts in [[("标签", head), ("前", cell), ("口", box), ("后", cell)], [("续", cell), ("脚", ElementID.artifact)]] {
      var sheet = try Sheet()
      for (index, text) in texts.enumerated() {
        try sheet.write(text.0, x: 72 + Length(points: 40 * Double(index)), y: 90)
        guard case .text(var run)? = sheet.page.marks.popLast() else { continue }
        run.element = text.1
        sheet.page.marks.append(.text(run))
      }
      pages.append(sheet.page)
    }
    return try renderPDF(
      Pages(size: .a4, pages: pages, structure: structure), fonts: try TestFonts.set.get(), pictures: [:],
      properties: .sample(attachments: AttachmentTests.attachments))
  }

  @Test func popplerReadsTheTree() throws {
    let text = try Tool("pdfinfo", ["-struct-text", "@"], on: sample()).packed
    #expect(
      text == "DocumentTable(block)TRTH:/Scope/Row\"标签\"TD:/ColSpan2\"前\"Span(inline)\"口\"\"后\"\"续\"")
  }

  @Test func copyingGivesTheCharacterNotItsBox() throws {
    #expect(try Tool("pdftotext", ["@", "-"], on: sample()).packed.contains("前𠀀后"))
  }

  @Test func thousandsOfElementsAreFoundInTheirStreams() throws {
    var structure = Structure()
    let count = 2 * PackedNumbers.objectsPerStream
    for _ in 0..<count { _ = structure.add(.paragraph, to: .document) }
    let bytes = try renderPDF(
      Pages(size: .a4, pages: [Page()], structure: structure), fonts: try TestFonts.set.get(), pictures: [:],
      properties: .sample())
    #expect(try Tool("qpdf", ["--check", "@"], on: bytes).status == 0)
    let tree = try Tool("pdfinfo", ["-struct", "@"], on: bytes).text
    #expect(tree.split(separator: "\n").count { $0.contains("P (block)") } == count)
  }

  @Test func ownFilesWithTableOrStreamReadAlike() throws {
    let file = try PDFFile(bytes: sample())
    let table = try Tool("qpdf", ["--object-streams=disable", "@", "-"], on: sample()).output
    #expect(String(decoding: table, as: Unicode.ASCII.self).contains("\nxref\n"))
    let other = try PDFFile(bytes: table)
    #expect(file.pageCount == other.pageCount)
    #expect(try file.attachments().map(\.bytes) == other.attachments().map(\.bytes))
    #expect(!file.hasIncrementalUpdates)
  }

  @Test(arguments: [
    ("/W [ 1 ", "/W [ 2 "), ("/W [ 1 ", "/W [ 9 "), ("/Columns ", "/Column "), ("/Predictor 12", "/Predictor 15"),
    ("/Type /XRef", "/Type /Xref"), ("/Size ", "/Sise "),
  ])
  func damagedCrossReferencesAreRefused(part: String, damage: String) throws {
    var bytes = try sample()
    bytes.replaceSubrange(try #require(bytes.lastIndices(of: part)), with: Array(damage.utf8))
    #expect(throws: PDFReadingError.self) { try PDFFile(bytes: bytes) }
  }
}

extension [UInt8] {
  fileprivate func lastIndices(of text: String) -> Range<Int>? {
    let wanted = Array(text.utf8)
    guard count >= wanted.count else { return nil }
    return (0...count - wanted.count).last { self[$0..<$0 + wanted.count].elementsEqual(wanted) }
      .map { $0..<$0 + wanted.count }
  }
}
