import Testing

@testable import Verifying

/// What a file is, is called and was declared to be is one kind of thing.
@Suite struct FileAgreementTests {
  private let pdf = Array("%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj".utf8)

  private func refusal(_ bytes: [UInt8], name: String? = nil, mediaType: String? = nil) -> FileRefusal? {
    do throws(FileRefusal) {
      _ = try FileKind(of: bytes, name: name, mediaType: mediaType, among: sampleFormats)
      return nil
    } catch { return error }
  }

  @Test func formatsAreKnownByTheirFirstBytes() throws {
    func kind(_ bytes: [UInt8]) -> String? { FileKind(of: bytes, among: sampleFormats)?.mediaType }
    #expect(kind(try fixture("code.png")) == "image/png")
    #expect(kind(try fixture("photo.jpg")) == "image/jpeg")
    #expect(kind(Array("junk\n%PDF-1.7\n".utf8)) == "application/pdf")
    #expect(kind(Array("%PD".utf8)) == nil && kind([]) == nil)
    // ISO 32000-1, annex H.3, note 13: the header lies in the first 1024 bytes.
    #expect(kind([UInt8](repeating: 32, count: 1019) + Array("%PDF-1.7".utf8)) == "application/pdf")
    #expect(kind([UInt8](repeating: 32, count: 1020) + Array("%PDF-1.7".utf8)) == nil)
  }

  @Test func aNameThatBeliesTheContentIsRefused() throws {
    let (png, jpeg) = (try fixture("code.png"), try fixture("photo.jpg"))
    for name in [
      "report.pdf", "报告.PDF", "a.png.pdf", "report.pdf ", "report.pdf. ", "report.ofd", "a.html", "a.svg", "a.docx",
      "a.pdf~", "a.PDF_",
      "a.pdf;1", "a.pdf\u{200B}", "a.pdf%20",
    ] {
      #expect(refusal(png, name: name) == .typeMismatch && refusal(jpeg, name: name) == .typeMismatch, "\(name)")
    }
    for name in ["report.png", "report.jpg", "REPORT.JPEG", "report.ofd", "a.pdf.gif"] {
      #expect(refusal(pdf, name: name) == .typeMismatch, "\(name)")
    }
    #expect(refusal(pdf, name: "报告.PDF") == nil)
    // Chat programs name pictures as they like; they are pictures all the same.
    for name in [
      "a.png", "a.JPG", "mmexport1.jpeg", "IMG_1.HEIC", "a", "a.", "", "报告2026.11.24", "tmp.Xa3", ".pdf.png",
    ] {
      #expect(refusal(png, name: name) == nil && refusal(jpeg, name: name) == nil, "\(name)")
    }
  }

  @Test func aDeclaredTypeThatBeliesTheContentIsRefused() throws {
    let (png, jpeg) = (try fixture("code.png"), try fixture("photo.jpg"))
    for type in ["application/pdf", "Application/PDF; x=y", "text/html", "image/svg+xml", "application/zip"] {
      #expect(
        refusal(png, mediaType: type) == .typeMismatch && refusal(jpeg, mediaType: type) == .typeMismatch, "\(type)")
    }
    for type in ["image/png", "image/jpeg", "text/plain"] {
      #expect(refusal(pdf, mediaType: type) == .typeMismatch, "\(type)")
    }
    for type in ["image/png", "image/jpeg", "image/JPG;q=1", "application/octet-stream", ""] {
      #expect(refusal(png, mediaType: type) == nil && refusal(jpeg, mediaType: type) == nil, "\(type)")
    }
    #expect(refusal(pdf, mediaType: "application/pdf") == nil && refusal(pdf, mediaType: "application/x-pdf") == nil)
    #expect(refusal(pdf, name: "a.pdf", mediaType: "image/png") == .typeMismatch, "each of them counts")
    #expect(refusal(Array("PK".utf8), name: "a.pdf") == .unknownFormat(known: ["PDF"], kind: nil))
  }

  /// By its header in the first kilobyte, wherever that begins; behind the end; and by its objects, which some viewers
  /// look for where there is neither header nor table.
  @Test func aPictureThatCouldBeOpenedAsAPDFIsRefused() throws {
    let (png, jpeg) = (try fixture("code.png"), try fixture("photo.jpg"))
    let objects = Array("12 0 obj\n<</Type /Catalog>>\nendobj\n".utf8)
    for padding in [0, 100, 900] {
      let content = [UInt8](repeating: 32, count: padding) + Array("%PDF-1.7\n".utf8)
      #expect(refusal(withChunk("prVt", content, in: png)) == .pictureAndDocument("PDF"), "\(padding)")
      #expect(refusal(withSegment(0xfe, content, in: jpeg)) == .pictureAndDocument("PDF"), "\(padding)")
    }
    for picture in [png, jpeg] {
      #expect(refusal(picture) == nil)
      #expect(refusal(picture + pdf) == .pictureAndDocument("PDF"))
      #expect(
        refusal(picture + [UInt8](repeating: 0, count: 5000) + Array("%PDF-1.4".utf8)) == .pictureAndDocument("PDF"))
      #expect(refusal(picture + objects) == .pictureAndDocument("PDF"))
      #expect(refusal(picture + Array("%FDF-1.2".utf8)) == .pictureAndDocument("PDF"))
    }
    let far = [UInt8](repeating: 32, count: 3000)
    for object in ["12 0 obj", "8 0obj", "7\t0\r\nobj<<", "1 0%x\nobj", "1%a %b\n0 %c\r\n%d\nobj"] {
      #expect(refusal(withChunk("prVt", far + Array(object.utf8), in: png)) == .pictureAndDocument("PDF"), "\(object)")
      #expect(refusal(withSegment(0xe9, far + Array(object.utf8), in: jpeg)) == .pictureAndDocument("PDF"), "\(object)")
    }
    #expect(refusal(png, name: "a.png", mediaType: "image/png") == nil)
  }

  /// White space and comments between an object's words (ISO 32000-1, 7.2.2, 7.2.3) may be of any kind and length.
  @Test func anObjectIsFoundWhateverStandsBetweenItsWords() throws {
    let png = try fixture("code.png")
    let long = String(repeating: "x", count: 5000)
    for (text, isObject) in [
      ("1 0 obj", true), ("1\u{0}0\u{9}obj", true), ("1\u{a}0\u{d}obj", true), ("1\u{c}0 obj", true), ("10obj", false),
      ("1\u{1}0 obj", false), ("1\u{b}0 obj", false), ("1!0 obj", false), (" 0 obj", false), ("a 0 obj", false),
      ("1 0 %\(long)\nobj", true), ("1 %\(long)\n0 obj", true), ("1 0 \(long)\nobj", false),
      ("1 0 % one % two\r% three\nobj", true), ("1 0 %\tobj", false), ("1 0 a%b\nobj", false),
      ("1 0 %b\rx\nobj", false),
    ] {
      #expect(
        (refusal(withChunk("prVt", Array("\n\(text)".utf8), in: png)) == .pictureAndDocument("PDF")) == isObject,
        "\(text)")
    }
    // Nothing stands before the file's first byte.
    let bare: [UInt8] = [0xff, 0xd8, 0xff]
    for text in ["\nobj", "obj", "0 obj", " 0 obj", "%\nobj", "0 %\nobj"] {
      #expect(refusal(bare + Array(text.utf8)) == nil, "\(text)")
    }
    #expect(refusal(bare + Array("1 0 obj".utf8)) == .pictureAndDocument("PDF"))
  }

  /// ISO 32000-1, annex H.3, note 13: within the first 1024 bytes.
  @Test func aHeaderIsLookedForInTheFirstKilobyte() throws {
    let png = try fixture("code.png")
    for (place, isFound) in [(1023, true), (1024, false)] {
      // The chunk's own bytes begin behind the first chunk, a length and a name.
      let content = [UInt8](repeating: 32, count: place - 41) + Array("%PDF-1.7".utf8)
      #expect((refusal(withChunk("prVt", content, in: png)) == .pictureAndDocument("PDF")) == isFound, "\(place)")
    }
  }

  /// What phones write into and behind their pictures.
  @Test func aPhonesOwnChunksAndTrailersAreNoPDF() throws {
    let (png, jpeg) = (try fixture("code.png"), try fixture("photo.jpg"))
    let noise = (0..<200_000).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 13) }
    let film = [0, 0, 0, 24] + Array("ftypmp42".utf8) + noise
    let iDOT: [UInt8] = [0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 77, 0, 0, 0, 40, 0, 0, 0, 77, 0, 0, 0, 77, 0, 0, 40, 99]
    let tiff = Array("II*\0".utf8) + [8, 0, 0, 0] + Array("an object, some objects, 3 obj".utf8)
    let exif = Array("Exif\0\0".utf8) + tiff
    let end: [UInt8] = Array("SEFH".utf8) + [106, 0, 0, 0] + Array("SEFT".utf8)
    let samsung = Array("MotionPhoto_Data".utf8) + film + end
    let secondPicture = withSegment(0xe2, Array("MPF\0".utf8) + film.prefix(60), in: jpeg) + jpeg
    let pictures: [[UInt8]] = [
      withChunk("iDOT", iDOT, in: png), withChunk("eXIf", tiff, in: png), withSegment(0xe1, exif, in: jpeg),
      secondPicture, jpeg + film, jpeg + samsung, png + samsung, Array(jpeg.dropLast(40)),
    ]
    for picture in pictures {
      #expect(refusal(picture, name: "IMG_1234.JPG") == nil)
      #expect(try verifier().verify(file: picture).isValid)
    }
  }

  @Test func theEndOfAPictureIsFoundByItsStructure() throws {
    let (png, jpeg) = (try fixture("code.png"), try fixture("photo.jpg"))
    for more: [UInt8] in [[], [1, 2, 3], Array("IEND".utf8), [0xff, 0xd9]] {
      #expect(pictureEnd(in: png + more, .png) == png.count)
      #expect(pictureEnd(in: jpeg + more, .jpeg) == jpeg.count)
    }
    // A chunk's or segment's own bytes end nothing.
    let inside: [UInt8] = Array("\0\0\0\0IEND".utf8) + [0xae, 0x42, 0x60, 0x82]
    let chunk = withChunk("teXt", inside, in: png)
    #expect(pictureEnd(in: chunk, .png) == chunk.count)
    let segment = withSegment(0xe1, [0xff, 0xd8, 0xff, 0xd9], in: jpeg)  // a preview
    #expect(pictureEnd(in: segment, .jpeg) == segment.count)
    // Cut short anywhere, there is no end, and no crash.
    for length in stride(from: 0, to: png.count, by: 7) {
      #expect(pictureEnd(in: Array(png.prefix(length)), .png) == nil)
    }
    for length in stride(from: 0, to: jpeg.count, by: 97) {
      #expect(pictureEnd(in: Array(jpeg.prefix(length)), .jpeg) == nil)
    }
    let endless: [UInt8] = Array(png.prefix(8)) + [0xff, 0xff, 0xff, 0xff] + Array("IEND".utf8)
    #expect(pictureEnd(in: endless, .png) == nil)
  }

  /// Behind IHDR, where chunks of one's own stand.
  private func withChunk(_ type: String, _ content: [UInt8], in png: [UInt8]) -> [UInt8] {
    let length = (0..<4).reversed().map { UInt8(truncatingIfNeeded: content.count >> (8 * $0)) }
    let typed = Array(type.utf8) + content
    return [Array(png.prefix(33)), length, typed, crc32(typed), Array(png.dropFirst(33))].flatMap { $0 }
  }

  /// Behind SOI.
  private func withSegment(_ marker: UInt8, _ content: some Collection<UInt8>, in jpeg: [UInt8]) -> [UInt8] {
    let length = content.count + 2
    let head: [UInt8] = [0xff, marker, UInt8(length >> 8), UInt8(length & 0xff)]
    return [Array(jpeg.prefix(2)), head, Array(content), Array(jpeg.dropFirst(2))].flatMap { $0 }
  }
}
