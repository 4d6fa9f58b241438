import Attestation
import Testing

@testable import Verifying

@Suite struct ImageVerificationTests {
  private func answer(to picture: [UInt8]) throws -> Verification {
    try verifier().verify(image: picture, readBy: reader())
  }

  @Test(arguments: ["code.png", "transparent.png", "two-codes.png", "photo.jpg", "far.jpg"])
  func readsTheCode(name: String) throws {
    let verification = try answer(to: try fixture(name))
    #expect(verification.isValid && verification.source == .image)
    #expect(verification.claims?.number == fixtureNumber)
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
    #expect(!digits.notes.contains(.pictureCodeOnly) && digits.ofPicture().notes == picture.notes)
    #expect(digits.ofPicture().ofPicture() == digits.ofPicture())
    #expect(try !answer(to: try fixture("blank.png")).ofPicture().notes.contains(.pictureCodeOnly))
  }

  @Test func withoutAReaderNothingIsRead() throws {
    #expect(throws: PictureReader.NotAtHand.self) { try PictureReader(path: "/no/such/xinbao-read") }
    #expect(throws: PictureReader.NotAtHand.self) { try PictureReader(path: "/bin/true").check() }
    #expect(throws: Never.self) { try reader().check() }
    for program in ["/bin/true", "/bin/cat"] {
      let verification = try verifier().verify(
        image: try fixture("code.png"), readBy: PictureReader(path: program))
      #expect(verification.answer.code == "IMAGE_READING_STOPPED" && verification.detail != nil)
    }
    #expect(try verifier().verify(file: try fixture("code.png")).answer.code == "IMAGE_READING_STOPPED")
  }
}
