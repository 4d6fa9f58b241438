import Testing

@testable import PDF
@testable import PDFReading

/// Objects in streams, and the numbers under which they are found.
struct PackedObjectsTests {
  /// The numbers 1 to 9 are others'.
  private func numbers(_ count: Int) -> PackedNumbers { PackedNumbers(count: count, following: 1..<10) }

  @Test func numbersFollowTheStreamsAndTheCrossReferences() {
    for (count, first) in [(0, 11), (1, 12), (1000, 12), (1001, 13), (2500, 14)] {
      #expect(numbers(count).reference(to: 0).number == first, "\(count) objects")
    }
    #expect(numbers(2500).position(of: 0) == (10, 0))
    #expect(numbers(2500).position(of: 999) == (10, 999))
    #expect(numbers(2500).position(of: 1000) == (11, 0))
    #expect(numbers(2500).position(of: 2499) == (12, 499))
  }

  @Test(arguments: [0, 1, 999, 1000, 1001, 2000, 2500])
  func everyObjectIsWrittenOnce(count: Int) throws {
    var written: [Int] = []
    let streams = numbers(count).pack(try Deflater(level: 1)) { index, writer in
      written.append(index)
      writer.bytes.append("[")
      writer.append(packed: index)
      writer.bytes.append("]")
    }
    #expect(written == Array(0..<count))
    #expect(streams.count == (count + 999) / 1000)
    let contents = try streams.map { try objects(of: $0) }
    #expect(contents.allSatisfy { $0.count <= 1000 })
    // Each refers to itself.
    let all = contents.flatMap { $0 }
    #expect(all.map(\.number) == (0..<count).map { numbers(count).reference(to: $0).number })
    #expect(all.allSatisfy { $0.value == [.reference(PDFReference(number: $0.number))] })
  }

  @Test(arguments: [1, 1000, 1001])
  func aFileRefersToThemAndTheyAreFound(count: Int) throws {
    let deflater = try Deflater(level: 1)
    var document = try PDFDocument()
    var tree = PageTree()
    try tree.append([:], to: &document)
    _ = try tree.write(mediaBox: [0, 0, 100, 100], to: &document)
    let catalog = document.catalog
    var packing = PackingDocument(document, packing: count)
    try packing.set(
      ["PieceInfo": .reference(packing.numbers.reference(to: count - 1))], in: catalog, writing: "the catalog")
    let bytes = try packing.packed(deflater, writing: "numbers") { index, writer in
      writer.bytes.append("<</N ")
      writer.bytes.appendNumber(index)
      writer.bytes.append(">>")
    }.file(identifier: Array(1...16), deflater)
    let check = try Tool("qpdf", ["--check", "@"], on: bytes)
    #expect(check.status == 0, "\(check.text) \(check.errors)")
    let last = try Tool("qpdf", ["--show-object=\(try lastObject(of: bytes))", "@"], on: bytes)
    #expect(last.packed == "<</N\(count - 1)>>")
  }

  private func lastObject(of bytes: [UInt8]) throws -> Int {
    guard case .reference(let reference)? = try PDFFile(bytes: bytes).catalog["PieceInfo"] else { return 0 }
    return reference.number
  }

  /// What an object stream says of its objects (ISO 32000-1, 7.5.7), read by the parser of the reader.
  private func objects(
    of stream: (dictionary: PDFDictionary, bytes: [UInt8])
  ) throws -> [(number: Int, value: PDFValue)] {
    guard case .integer(let count)? = stream.dictionary["N"], case .integer(let first)? = stream.dictionary["First"]
    else { return [] }
    let content = try inflate(stream.bytes[...], limit: UnpackingLimit("a stream", total: 1 << 20))
    var index = PDFParser(content)
    return try (0..<count).map { _ in
      let (number, offset) = (try index.natural(), try index.natural())
      var object = PDFParser(content, at: first + offset)
      return (number, try object.value())
    }
  }
}
