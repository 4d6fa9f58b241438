import Attestation
import Testing

@testable import Verifying

@Suite struct ImageVerificationTests {
  private func answer(to picture: [UInt8]) throws -> Verification {
    let texts: [String]
    do { texts = try reader().texts(in: picture) } catch let refusal as PictureRefusal {
      return Verification(refusing: refusal)
    }
    return try verifier().verify(pictureTexts: texts)
  }

  @Test(arguments: ["code.png", "transparent.png", "two-codes.png", "photo.jpg", "far.jpg"])
  func readsTheCode(name: String) throws {
    let verification = try answer(to: try fixture(name))
    #expect(verification.isValid && verification.source == .image)
    #expect(verification.claims?.number == fixtureNumber)
  }

  /// Made by other people's programs (Pillow, libheif): a photograph of a phone, also one that says how it is to be turned;
  /// of an animation the first picture; transparency as white; two colours as fax machines write them.
  @Test(arguments: [
    "code.heic", "turned.heic", "code.avif", "code.webp", "transparent.webp", "animation.webp", "code.gif",
    "animation.gif", "fax.tiff", "colour.tiff",
  ])
  func readsTheCodeInOtherKindsOfPictures(name: String) throws {
    let verification = try verifier().verify(file: try fixture(name), name: name)
    #expect(verification.isValid && verification.source == .image, "\(verification)")
    #expect(verification.claims?.number == fixtureNumber)
    let cut = try verifier().verify(file: Array(try fixture(name).prefix(60)), name: name)
    #expect(["IMAGE_UNREADABLE", "IMAGE_NO_CODE"].contains(cut.answer.code), "\(cut.answer.code)")
  }

  @Test func ofATIFFAllPagesAreRead() throws {
    let found = try verifier().findings(in: try fixture("pages.tiff")) { () throws(PictureReader.NotAtHand) in
      try .besideThisProgram()
    }
    #expect(found.findings.map(\.pages) == [[2, 3]] && found.isValid && found.isComplete)
    let first = try verifier().findings(in: try fixture("pages.tiff"), limits: PageLimits(pages: 1, seconds: 60)) {
      () throws(PictureReader.NotAtHand) in try .besideThisProgram()
    }
    #expect(!first.isComplete && !first.isValid && first.findings.map(\.verification.answer.code) == ["IMAGE_NO_CODE"])
  }

  /// Whoever sends a kind that is not read is told which it is.
  @Test(arguments: [
    ("BM......", "BMP图片"), ("\u{0}\u{0}\u{0}\u{1c}ftypisom", "视频"), ("PK\u{3}\u{4}", "OFD"), ("<svg>", "SVG"),
  ])
  func anUnknownKindIsNamed(content: String, kind: String) throws {
    let verification = try verifier().verify(file: Array(content.utf8))
    #expect(verification.answer.code == "FILE_UNKNOWN_FORMAT" && verification.explanation.contains(kind))
    #expect(verification.explanation.contains("核验码"))
  }

  @Test func aPictureWithoutACodeSaysSo() throws {
    #expect(try answer(to: try fixture("blank.png")).answer.code == "IMAGE_NO_CODE")
  }

  @Test func anotherCodeIsNoToken() throws {
    #expect(try answer(to: try fixture("other-code.png")).answer.code == "MALFORMED")
  }

  @Test func damagedPicturesAreRefused() throws {
    let png = try fixture("code.png")
    let jpeg = try fixture("photo.jpg")
    #expect(try answer(to: Array(png.prefix(100))).answer.code == "IMAGE_UNREADABLE")
    #expect(try answer(to: Array(png.prefix(8))).answer.code == "IMAGE_UNREADABLE")
    #expect(try answer(to: Array(jpeg.prefix(100))).answer.code == "IMAGE_UNREADABLE")
    #expect(try answer(to: Array("hello".utf8)).answer.code == "IMAGE_UNREADABLE")
    #expect(try answer(to: []).answer.code == "IMAGE_UNREADABLE")
    #expect(try answer(to: try fixture("cmyk.jpg")).answer.code == "IMAGE_UNREADABLE")
  }

  /// Chat programs cut files short; the code at the top is still there.
  @Test func aJPEGCutShortIsReadAsFarAsItGoes() throws {
    let jpeg = try fixture("photo.jpg")
    #expect(try answer(to: Array(jpeg.dropLast(40))).isValid)
  }

  /// A header that claims 60,000 × 60,000 pixels is refused before any memory is taken.
  @Test func picturesThatUnfoldToGigabytesAreRefused() throws {
    var png = try fixture("blank.png")
    let size: [UInt8] = [0, 0, 0xea, 0x60]
    png.replaceSubrange(16..<24, with: size + size)
    png.replaceSubrange(29..<33, with: crc32(png[12..<29]))
    #expect(try answer(to: png).answer.code == "IMAGE_TOO_LARGE")
  }

  /// 1.2 kB that keep ZXing busy for more than a minute: it goes through all threes of what looks like a finder pattern.
  @Test func aPictureThatTakesTooLongIsGivenUp() throws {
    let start = ContinuousClock.now
    let verification = try answer(to: try fixture("finder-patterns.png"))
    #expect(verification.answer.code == "IMAGE_READING_STOPPED" && verification.answer.explanation.hasPrefix("图片无法识读"))
    #expect(verification.detail != nil)
    // It has 2 s of processor time; how long that takes, depends on who else works here.
    #expect(ContinuousClock.now - start < .seconds(30))
  }

  /// Of a picture the code counts; that nobody looked at anything else in it, is said with the answer.
  @Test func whatWasNotLookedAtIsSaid() throws {
    let picture = try answer(to: try fixture("code.png"))
    #expect(picture.notes.contains(.pictureCodeOnly))
    #expect(picture.lines()[4] == "注意：仅按图片中的二维码核验：图片上的其他内容没有核对。")
    let digits = try verifier().verify(digits: String(decoding: try fixture("link.txt"), as: UTF8.self))
    #expect(!digits.notes.contains(.pictureCodeOnly))
    #expect(try !answer(to: try fixture("blank.png")).notes.contains(.pictureCodeOnly))
  }

  @Test func withoutAReaderNothingIsRead() throws {
    #expect(throws: PictureReader.NotAtHand.self) { try PictureReader(path: "/no/such/xinbao-read") }
    #expect(throws: PictureReader.NotAtHand.self) { try PictureReader(path: "/bin/true").check() }
    #expect(throws: Never.self) { try reader().check() }
    for program in ["/bin/true", "/bin/cat"] {
      let found = try verifier().findings(in: try fixture("code.png")) { () throws(PictureReader.NotAtHand) in
        try PictureReader(path: program)
      }
      #expect(found.findings.map(\.verification.answer.code) == ["IMAGE_READING_STOPPED"])
      #expect(found.findings[0].verification.detail != nil && !found.isValid)
    }
  }
}
