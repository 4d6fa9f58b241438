import Foundation
import Testing

@testable import Pictures

func fixture(_ name: String) throws -> [UInt8] {
  let url = try #require(Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Fixtures"))
  return Array(try Data(contentsOf: url))
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

  @Test func halvedPixelsAreTheMeanOfFour() {
    let image = GreyImage(width: 5, height: 3, pixels: [0, 4, 10, 20, 99, 8, 0, 30, 41, 99, 99, 99, 99, 99, 99])
    #expect(image.halved() == GreyImage(width: 2, height: 1, pixels: [3, 25]))
  }

  @Test func whatIsNoPictureOfACameraIsUnreadable() throws {
    for bytes in [[], Array("hello".utf8), [0xff, 0xd8, 0xff], [0x89, 0x50, 0x4e, 0x47]] {
      #expect(throws: PictureError.unreadable) { try GreyImage(decoding: bytes) }
    }
  }

  /// Netpbm's own words: "P5", width, height, white, and the pixels after one white-space character.
  @Test func aDrawnPageIsReadAsItIs() throws {
    let head = Array("P5\n3 2\n255\n".utf8)
    #expect(
      try GreyImage(decoding: head + [10, 32, 1, 2, 3, 255, 9]).pixels == [10, 32, 1, 2, 3, 255],
      "what follows is not looked at")
    for damaged in [
      head + [1, 2, 3, 4, 5], Array("P5 3 2 65535 ".utf8) + [UInt8](repeating: 0, count: 12), [0x50, 0x35],
    ] {
      #expect(throws: PictureError.unreadable) { try GreyImage(decoding: damaged) }
    }
    #expect(throws: PictureError.tooLarge) { try GreyImage(decoding: Array("P5 99999999999999999999 1 255 ".utf8)) }
    #expect(throws: PictureError.tooLarge) { try GreyImage(decoding: Array("P5 60000 60000 255 ".utf8)) }
    #expect(throws: PictureError.noSuchPage) { try GreyImage(decoding: head + [1, 2, 3, 4, 5, 6], page: 2) }
  }

  @Test func enlargedPixelsLieBetweenTheirNeighbours() {
    let image = GreyImage(width: 2, height: 1, pixels: [0, 240])
    #expect(image.enlarged(by: 2) == GreyImage(width: 4, height: 2, pixels: [0, 60, 180, 240, 0, 60, 180, 240]))
    #expect(image.enlarged(by: 3).pixels.prefix(6) == [0, 0, 80, 160, 240, 240])
    #expect(image.enlarged(by: 1) == image)
    let one = GreyImage(width: 1, height: 1, pixels: [77])
    #expect(one.enlarged(by: 3).pixels == [UInt8](repeating: 77, count: 9))
  }
}
