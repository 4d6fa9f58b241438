import Foundation
import Testing
import Typesetting

@testable import PDF
@testable import PDFReading

private func parse(_ text: String) throws(PDFReadingError) -> PDFValue {
  var parser = PDFParser(Array(text.utf8))
  return try parser.value()
}

struct PDFParserTests {
  @Test func valuesOfEveryKind() throws {
    #expect(try parse("  % comment\n 12") == 12)
    #expect(try parse("-.5") == .real(-0.5))
    #expect(try parse("+17.0") == .real(17))
    #expect(try parse("/A#20B#2Fc") == .name("A B/c"))
    #expect(try parse("[true false null/A(x)]") == [true, false, .null, .name("A"), .string([0x78])])
    #expect(
      try parse("<</A 1 0 R/B 1 0/C<</D[2 0 R 3]>>>>".replacing("/B 1 0", with: "/B 1"))
        == [
          "A": .reference(PDFReference(number: 1)), "B": 1,
          "C": ["D": [.reference(PDFReference(number: 2)), 3]],
        ])
    #expect(try parse("<48 65 6C6>") == .string([0x48, 0x65, 0x6C, 0x60]))
    #expect(try parse("(a(b)\\)\\n\\101\\7\\\nc\r\nd)") == .string(Array("a(b))\nA\u{7}c\nd".utf8)))
  }

  @Test(arguments: [
    "", "<<", "<</A>>", "<</A 1/A 2>>", "<<1 2>>", "[1", "(abc", "<4G>", "/A#", "nan", "1e5", "truely", "--1", "1.2.3",
    ")", "99999999999999999999x", "/\u{FF}#FF", String(repeating: "[", count: 100_000),
    String(repeating: "<</A", count: 100_000),
  ])
  func whatIsNoObjectIsRefused(text: String) {
    #expect(throws: PDFReadingError.self) { try parse(text) }
  }
}

struct PDFFileTests {
  private static func sample(pages: Int = 3) throws -> [UInt8] {
    try render(
      Array(repeating: Page(), count: pages), properties: .sample(attachments: AttachmentTests.attachments))
  }

  private func reason(_ bytes: [UInt8], limits: PDFFile.Limits = PDFFile.Limits()) -> PDFReadingError? {
    #expect(throws: PDFReadingError.self) { try PDFFile(bytes: bytes, limits: limits).attachments() }
  }

  @Test func ownFilesRead() throws {
    let file = try PDFFile(bytes: Self.sample())
    #expect(file.pageCount == 3)
    #expect(!file.hasIncrementalUpdates)
    #expect(file.trailer["ID"] == .array([.string(Array(1...16)), .string(Array(1...16))]))
  }

  @Test func filesOfAnotherProgramRead() throws {
    let rewritten = try Tool("qpdf", ["--qdf", "--object-streams=disable", "@", "-"], on: Self.sample()).output
    let file = try PDFFile(bytes: rewritten)
    #expect(file.pageCount == 3)
    #expect(try file.attachments().count == 3)
  }

  @Test func otherFormsAreRefusedWithTheReason() throws {
    let bytes = try Self.sample()
    #expect(reason(Array("GIF89a".utf8)) == .notPDF)
    #expect(reason([]) == .notPDF)
    let compressed = try Tool("qpdf", ["--object-streams=generate", "@", "-"], on: bytes).output
    guard case .unsupported(let what)? = reason(compressed) else {
      Issue.record("packed catalogs are read")
      return
    }
    #expect(what.hasSuffix("in an object stream"))
    let encrypted = try Tool(
      "qpdf", ["--encrypt", "", "owner", "256", "--", "--object-streams=disable", "@", "-"], on: bytes
    ).output
    #expect(reason(encrypted) == .unsupported("encryption"))
  }

  @Test func laterAdditionsAreNoticed() throws {
    let bytes = try Self.sample()
    let text = String(decoding: bytes, as: Unicode.ASCII.self)
    let start = try #require(text.split(separator: "startxref\n").last?.prefix { $0.isNumber })
    // A new catalog without the attachments, as an editor appends it.
    let update = "1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    let table =
      "xref\n1 1\n\(String(repeating: "0", count: 10 - String(bytes.count).count))\(bytes.count) 00000 n \n"
      + "trailer\n<</Size 99/Root 1 0 R/Prev \(start)>>\nstartxref\n\(bytes.count + update.utf8.count)\n%%EOF\n"
    let updated = try PDFFile(bytes: bytes + Array((update + table).utf8))
    #expect(updated.hasIncrementalUpdates)
    #expect(updated.pageCount == 3)
    #expect(try updated.attachments() == [])

    #expect(try PDFFile(bytes: bytes + Array("% more".utf8)).hasIncrementalUpdates)
    #expect(try PDFFile(bytes: bytes + Array("\n%%EOF\n".utf8)).hasIncrementalUpdates)
  }

  @Test func bombsAreDefused() throws {
    let big = PDFAttachment(
      name: "zeros", mediaType: "application/octet-stream", description: "", relationship: .data,
      bytes: [UInt8](repeating: 0, count: 3_000_000))
    let bytes = try render([Page()], properties: .sample(attachments: [big]))
    #expect(bytes.count < 100_000)
    var limits = PDFFile.Limits()
    limits.unpackedBytes = 1_000_000
    #expect(reason(bytes, limits: limits) == .tooLarge("what the attachments unpack to", limit: 1_000_000))
    limits = PDFFile.Limits()
    limits.objects = 5
    #expect(reason(bytes, limits: limits) == .tooLarge("the number of objects", limit: 5))
    #expect(try PDFFile(bytes: bytes).attachments() == [big])
  }

  @Test func loopsEnd() throws {
    #expect(try PDFFile(bytes: handmadeFile(["<</Pages 2 0 R>>", "<</Type/Pages/Kids[]>>"])).pageCount == 0)
    #expect(reason(handmadeFile(["<</Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R]>>"])) != nil)
    #expect(reason(handmadeFile(["2 0 R", "1 0 R"])) != nil)
    let names = "/Names<</EmbeddedFiles 3 0 R>>"
    #expect(
      reason(handmadeFile(["<</Pages 2 0 R\(names)>>", "<</Type/Pages/Kids[]>>", "<</Kids[3 0 R 3 0 R 3 0 R]>>"]))
        != nil)
    // A stream's length that stands elsewhere, and one that is the stream itself.
    func attached(length: String) -> [UInt8] {
      handmadeFile([
        "<</Pages 2 0 R\(names)>>", "<</Type/Pages/Kids[]>>", "<</Names[(a) 4 0 R]>>", "<</F(a)/EF<</F 5 0 R>>>>",
        "<</Length \(length)>>\nstream\nx\nendstream", "1",
      ])
    }
    #expect(try PDFFile(bytes: attached(length: "6 0 R")).attachments().map(\.bytes) == [[0x78]])
    #expect(reason(attached(length: "5 0 R")) != nil)
    #expect(reason(attached(length: "3")) != nil)
    // Every object is a string that holds all the later ones.
    let nested = String(repeating: "(", count: 200_000)
    #expect(reason(handmadeFile(["<</Pages 2 0 R>>", nested])) != nil)
  }

  /// Whatever happens to the bytes, the answer is a value or an error.
  @Test(arguments: 0..<8)
  func damagedFilesNeverCrash(seed: UInt64) throws {
    let bytes = try Self.sample()
    var random = SeededGenerator(seed)
    var refused = 0
    for _ in 0..<250 {
      var mutant = bytes
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let place = Int.random(in: 0..<mutant.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: mutant[place] = UInt8.random(in: 0...255, using: &random)
        case 1: mutant[place] = Array("0123456789<>[]()/RNfn ".utf8).randomElement(using: &random) ?? 0
        case 2: mutant.removeSubrange(place..<min(place + Int.random(in: 1...50, using: &random), mutant.count))
        case 3: mutant.insert(contentsOf: mutant[place..<min(place + 40, mutant.count)], at: place)
        default: mutant.removeLast(Int.random(in: 0...min(60, mutant.count - 40), using: &random))
        }
      }
      do throws(PDFReadingError) {
        _ = try PDFFile(bytes: mutant).attachments()
      } catch {
        refused += 1
        #expect(!error.description.isEmpty)
      }
    }
    #expect(refused > 0)
  }
}
