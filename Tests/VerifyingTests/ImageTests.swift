import Attestation
import Testing

@testable import Verifying

@Suite struct ImageVerificationTests {
  @Test(arguments: ["code.png", "transparent.png", "two-codes.png", "photo.jpg", "far.jpg"])
  func readsTheCode(name: String) throws {
    let verification = try verifier().verify(image: try fixture(name))
    #expect(verification.isValid && verification.source == .image)
    #expect(verification.claims?.number == fixtureNumber)
  }

  @Test func smallModulesTakeAnEnlargedCopy() throws {
    let image = try GreyImage(decoding: try fixture("far.jpg"))
    #expect(QRReader.read(image).isEmpty)
    let link = String(decoding: try fixture("link.txt"), as: UTF8.self)
    #expect(QRReader.texts(in: image) { $0 == link }.last == link)
  }

  @Test func aPictureWithoutACodeSaysSo() throws {
    #expect(try verifier().verify(image: try fixture("blank.png")).answer.code == "IMAGE_NO_CODE")
  }

  @Test func anotherCodeIsNoToken() throws {
    #expect(try verifier().verify(image: try fixture("other-code.png")).answer.code == "MALFORMED")
  }

  @Test func damagedPicturesAreRefused() throws {
    let png = try fixture("code.png")
    let jpeg = try fixture("photo.jpg")
    #expect(try verifier().verify(image: Array(png.prefix(100))).answer.code == "IMAGE_UNREADABLE")
    #expect(try verifier().verify(image: Array(png.prefix(8))).answer.code == "IMAGE_UNREADABLE")
    #expect(try verifier().verify(image: Array(jpeg.prefix(100))).answer.code == "IMAGE_UNREADABLE")
    #expect(try verifier().verify(image: Array("hello".utf8)).answer.code == "IMAGE_UNREADABLE")
    #expect(try verifier().verify(image: []).answer.code == "IMAGE_UNREADABLE")
    #expect(try verifier().verify(image: try fixture("cmyk.jpg")).answer.code == "IMAGE_UNREADABLE")
  }

  /// Chat programs cut files short; the code at the top is still there.
  @Test func aJPEGCutShortIsReadAsFarAsItGoes() throws {
    let jpeg = try fixture("photo.jpg")
    #expect(try verifier().verify(image: Array(jpeg.dropLast(40))).isValid)
  }

  /// A header that claims 60,000 × 60,000 pixels is refused before any memory is taken.
  @Test func picturesThatUnfoldToGigabytesAreRefused() throws {
    var png = try fixture("blank.png")
    let size: [UInt8] = [0, 0, 0xea, 0x60]
    png.replaceSubrange(16..<24, with: size + size)
    png.replaceSubrange(29..<33, with: crc(of: png[12..<29]))
    #expect(try verifier().verify(image: png).answer.code == "IMAGE_TOO_LARGE")
  }

  /// CRC-32 of a PNG chunk: W3C PNG, annex D.
  private func crc(of bytes: ArraySlice<UInt8>) -> [UInt8] {
    var crc: UInt32 = .max
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xedb8_8320 : crc >> 1 }
    }
    return (0..<4).reversed().map { UInt8(truncatingIfNeeded: ~crc >> (8 * UInt32($0))) }
  }
}

@Suite struct GreyImageTests {
  @Test func transparencyIsWhiteAndColourIsGrey() throws {
    let image = try GreyImage(decoding: try fixture("transparent.png"))
    #expect(Set(image.pixels) == [0, 255] && image.pixels[0] == 255)
    #expect(
      try GreyImage(decoding: try fixture("blank.png"))
        == GreyImage(
          width: 64, height: 48, pixels: [UInt8](repeating: 200, count: 64 * 48)))
  }

  @Test func enlargedPixelsLieBetweenTheirNeighbours() {
    let image = GreyImage(width: 2, height: 1, pixels: [0, 240])
    #expect(image.enlarged(by: 2) == GreyImage(width: 4, height: 2, pixels: [0, 60, 180, 240, 0, 60, 180, 240]))
    #expect(image.enlarged(by: 3).pixels.prefix(6) == [0, 0, 80, 160, 240, 240])
    #expect(image.enlarged(by: 1) == image)
    let one = GreyImage(width: 1, height: 1, pixels: [77])
    #expect(one.enlarged(by: 3).pixels == [UInt8](repeating: 77, count: 9))
  }

  @Test func formatsAreKnownByTheirFirstBytes() throws {
    #expect(FileFormat(of: try fixture("code.png")) == .png)
    #expect(FileFormat(of: try fixture("photo.jpg")) == .jpeg)
    #expect(FileFormat(of: Array("junk\n%PDF-1.7\n".utf8)) == .pdf)
    #expect(FileFormat(of: Array("%PD".utf8)) == nil && FileFormat(of: []) == nil)
  }
}
