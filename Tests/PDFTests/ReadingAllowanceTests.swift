import Testing
import Typesetting

@testable import PDF
@testable import PDFReading

/// No file costs more to read than a small multiple of its size.
struct ReadingAllowanceTests {
  private static let work = "the work of reading it"

  /// Without headroom, so that small files show what large ones would cost.
  private var limits: PDFFile.Limits {
    var limits = PDFFile.Limits()
    limits.headroom = 0
    return limits
  }

  private func allowance(_ bytes: Int) -> ReadingAllowance {
    var limits = limits
    limits.headroom = bytes
    return ReadingAllowance(size: 0, limits: limits)
  }

  /// - Parameters:
  ///   - names: the root of the tree of attachments.
  ///   - objects: those from 4 on.
  private func attached(_ names: String, _ objects: [[UInt8]]) -> [UInt8] {
    let first = ["<</Pages 2 0 R/Names<</EmbeddedFiles 3 0 R>>>>", "<</Type/Pages/Kids[]>>", names]
    return handmadeFile(first.map { Array($0.utf8) } + objects)
  }

  private func attached(_ names: String, _ objects: [String]) -> [UInt8] {
    attached(names, objects.map { Array($0.utf8) })
  }

  private func refusal(_ bytes: [UInt8], _ limits: PDFFile.Limits) -> PDFReadingError? {
    #expect(throws: PDFReadingError.self) { try PDFFile(bytes: bytes, limits: limits).attachments() }
  }

  @Test func aTreeThatReadsOneLargeObjectAgainAndAgainIsRefused() throws {
    let large = "<</Names[]/More(" + String(repeating: "x", count: 10_000) + ")>>"
    func file(times: Int) -> [UInt8] {
      attached("<</Kids[" + String(repeating: "4 0 R ", count: times) + "]>>", [large])
    }
    #expect(try PDFFile(bytes: file(times: 2), limits: limits).attachments() == [])
    let bytes = file(times: 15)
    #expect(refusal(bytes, limits) == .tooLarge(Self.work, limit: 4 * bytes.count))
    #expect(try PDFFile(bytes: bytes).attachments() == [], "small files have headroom")
  }

  @Test func aParserStopsInsideAnObject() {
    let allowance = allowance(10_000)
    var parser = PDFParser(Array(("[" + String(repeating: "0 ", count: 50_000) + "]").utf8), allowance: allowance)
    #expect(throws: PDFReadingError.tooLarge(Self.work, limit: 10_000)) { try parser.value() }
    // A value that takes 40 bytes in memory stands in two of the file.
    #expect(parser.position < 500 && allowance.left == 0)
  }

  /// A comparison goes on where an object cannot be read; what it cannot read costs it as much as what it can.
  @Test func whatCannotBeReadIsChargedToo() throws {
    let rest = String(repeating: "x", count: 10_000)
    for broken in ["(\(rest)", "<</A(\(rest)>>", "%\(rest)\n)", "/\(rest)", "-\(rest)", "null %\(rest)\nendstream"] {
      let bytes = attached("null", [broken])
      let reader = try ObjectReader(bytes, limits: limits)
      let before = reader.spent
      #expect(throws: PDFReadingError.self) { try reader.object(4) }
      #expect(reader.spent - before >= 10_000, "\(broken.prefix(9))")
      for _ in 0..<5 { _ = try? reader.object(4) }
      #expect(throws: PDFReadingError.tooLarge(Self.work, limit: 4 * bytes.count)) { try reader.object(4) }
    }
  }

  /// Whoever carries on after the refusal is refused at once, even if what is asked next is small.
  @Test func anExceededAllowanceIsSpent() {
    let allowance = allowance(1000)
    #expect(throws: PDFReadingError.tooLarge(Self.work, limit: 1000)) { try allowance.spend(5000) }
    #expect(throws: PDFReadingError.tooLarge(Self.work, limit: 1000)) { try allowance.spend(1) }
    #expect(allowance.left == 0)
  }

  @Test func aMissingObjectCostsALookUp() throws {
    let reader = try ObjectReader(attached("null", [String]()), limits: limits)
    let before = reader.spent
    #expect(try reader.resolve(.reference(PDFReference(number: 99, generation: 0))) == .null)
    #expect(reader.spent == before + ReadingAllowance.cost)
  }

  @Test func keysAreChargedLikeValues() throws {
    let allowance = allowance(1000)
    var parser = PDFParser(Array("<</A 1/B 2>>".utf8), allowance: allowance)
    _ = try parser.value()
    #expect(allowance.spent == 12 + 5 * ReadingAllowance.cost)
  }

  @Test func arraysAndDictionariesHaveALimit() throws {
    var limits = PDFFile.Limits()
    limits.items = 3
    func read(_ text: String) throws(PDFReadingError) -> PDFValue {
      let bytes = Array(text.utf8)
      var parser = PDFParser(bytes, allowance: ReadingAllowance(size: bytes.count, limits: limits))
      return try parser.value()
    }
    #expect(try read("[1 [1 2 3] 3]") == [1, [1, 2, 3], 3])
    #expect(throws: PDFReadingError.tooLarge("an array", limit: 3)) { try read("[1 2 3 4]") }
    #expect(try read("<</A 1/B 2/C 3>>") == ["A": 1, "B": 2, "C": 3])
    #expect(throws: PDFReadingError.tooLarge("a dictionary", limit: 3)) { try read("<</A 1/B 2/C 3/D 4>>") }
  }

  private static func named(_ times: Int) -> String {
    "<</Names[" + String(repeating: "(a) 4 0 R", count: times) + "]>>"
  }
  private static let specification = "<</F(a)/EF<</F 5 0 R>>>>"

  @Test func whatStreamsUnpackToIsCharged() throws {
    let zeros = PDFAttachment(
      name: "zeros", mediaType: "text/plain", description: "", relationship: .data,
      bytes: [UInt8](repeating: 0, count: 500_000))
    let bytes = try render([Page()], properties: .sample(attachments: [zeros]))
    #expect(refusal(bytes, limits) == .tooLarge(Self.work, limit: 4 * bytes.count))
    #expect(try PDFFile(bytes: bytes).attachments().map(\.bytes.count) == [500_000])
  }

  /// A stream of empty blocks (RFC 1951, 3.2.4) unpacks to nothing, however long it is.
  @Test func whatStreamsUnpackFromIsCharged() {
    let empty: [UInt8] = [0, 0, 0, 0xFF, 0xFF]
    let body = [0x78, 0x01] + Array(repeating: empty, count: 1000).joined() + [1] + empty.dropFirst() + [0, 0, 0, 1]
    let stream = Array("<</Filter/FlateDecode/Length \(body.count)>>\nstream\n".utf8) + body + Array("\nendstream".utf8)
    let bytes = attached(Self.named(10), [Array(Self.specification.utf8), stream])
    #expect(refusal(bytes, limits) == .tooLarge(Self.work, limit: 4 * bytes.count))
  }

  @Test func aStreamThatIsNamedAgainAndAgainIsChargedEachTime() {
    let stream = "<</Length 2000>>\nstream\n" + String(repeating: "x", count: 2000) + "\nendstream"
    let bytes = attached(Self.named(10), [Self.specification, stream])
    #expect(refusal(bytes, limits) == .tooLarge(Self.work, limit: 4 * bytes.count))
  }

  @Test func spaceAroundStreamsIsCharged() {
    let space = String(repeating: " ", count: 2000)
    for stream in ["stream\nx\nendstream\(space)", "\(space)stream\nx\nendstream", "stream\nx\n\(space)endstream"] {
      let bytes = attached(Self.named(10), [Self.specification, "<</Length 1>>" + stream])
      #expect(refusal(bytes, limits) == .tooLarge(Self.work, limit: 4 * bytes.count))
    }
  }

  @Test func rowsOfCrossReferencesAreCharged() throws {
    let entries = String(repeating: "0 0 f ", count: 5000)
    let file = "%PDF-1.7\nxref\n0 5000\n\(entries)\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"
    #expect(throws: PDFReadingError.tooLarge(Self.work, limit: 4 * file.utf8.count)) {
      try ObjectReader(Array(file.utf8), limits: limits)
    }
    // In a stream, rows are smaller still.
    let reader = try ObjectReader(try render([Page()]), limits: PDFFile.Limits())
    #expect(reader.spent > ReadingAllowance.cost * reader.references.locations.count)
  }

  /// What is left for honest files: all that they need is less than a tenth of what they may cost.
  @Test func ownFilesNeedATenth() throws {
    let bytes = try render(
      Array(repeating: Page(), count: 500), properties: .sample(attachments: AttachmentTests.attachments))
    let file = try PDFFile(bytes: bytes)
    let objects = file.objects
    _ = try EmbeddedFiles.read(from: file.catalog, in: objects, limits: PDFFile.Limits())
    #expect(objects.spent < (PDFFile.Limits().headroom + 4 * bytes.count) / 10)
  }
}
