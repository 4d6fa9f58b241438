import Testing

@testable import Verifying

/// A picture of which something is missing, or that shows more than was looked at, is no yes: what was not seen may be a
/// report that was revoked.
@Suite struct WholePictureTests {
  private func findings(in file: [UInt8], limits: PageLimits = .command) throws -> FileFindings {
    try verifier().findings(in: file, limits: limits) { () throws(PictureReader.NotAtHand) in try .besideThisProgram() }
  }

  private static let whole = [
    "code.png", "transparent.png", "photo.jpg", "far.jpg", "code.heic", "turned.heic", "code.avif", "code.webp",
    "transparent.webp", "code.gif", "fax.tiff", "colour.tiff", "pages.tiff",
  ]

  @Test(arguments: whole) func aWholePictureIsAYesAndACutOneNever(name: String) throws {
    let file = try fixture(name)
    #expect(try findings(in: file).isValid)
    // The last bytes of these TIFFs say how large the page is on paper, which nobody needs.
    let most = file.count - (name.hasSuffix("tiff") ? 16 : 1)
    for length in Set((1...12).map { most * $0 / 12 }) {
      let cut = try findings(in: Array(file.prefix(length)))
      let isValid = cut.isValid
      #expect(!isValid, "\(name), the first \(length) of \(file.count) bytes")
    }
  }

  @Test(arguments: ["animation.gif", "animation.webp"]) func whatMovesWasNotSeenWhole(name: String) throws {
    let found = try findings(in: try fixture(name))
    #expect(found.findings[0].verification.isValid && !found.isComplete && !found.isValid)
  }

  /// W3C PNG, §4.9: programs that know no animations show the picture before it.
  @Test func aPNGThatMovesWasNotSeenWhole() throws {
    let png = try fixture("code.png")
    let body = Array("fdAT".utf8) + [0, 0, 0, 1]
    let frame: [UInt8] = [0, 0, 0, 4] + body + crc32(body)
    let found = try findings(in: Array(png.dropLast(12)) + frame + Array(png.suffix(12)))
    #expect(found.findings[0].verification.isValid && !found.isComplete)
  }

  /// Some cameras leave bytes over before the end: all of the picture has been decoded then.
  @Test func aCamerasUntidyEndIsNoDamage() throws {
    let jpeg = try fixture("photo.jpg")
    #expect(try findings(in: Array(jpeg.dropLast(2)) + [0, 0, 0] + Array(jpeg.suffix(2))).isValid)
    var damaged = jpeg
    damaged.replaceSubrange(jpeg.count - 2000..<jpeg.count - 1000, with: [UInt8](repeating: 0, count: 1000))
    #expect(try !findings(in: damaged).isComplete)
  }

  /// In a TIFF each page says where the next one is: that this is damaged, does not end the file.
  @Test func aTIFFWhoseChainOfPagesIsBrokenWasNotReadWhole() throws {
    let tiff = try fixture("pages.tiff")
    #expect(tiff.starts(with: Array("II*\0".utf8)))
    func number(_ place: Int, _ count: Int) -> Int {
      tiff[place..<place + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    let first = number(4, 4)
    let link = first + 2 + 12 * number(first, 2)
    for place in [tiff.count + 100, tiff.count - 3, first] {
      var broken = tiff
      for digit in 0..<4 { broken[link + digit] = UInt8(truncatingIfNeeded: place >> (8 * digit)) }
      let found = try findings(in: broken)
      #expect(!found.isComplete && !found.isValid, "the next page is at \(place)")
    }
  }

  @Test func thereIsAnEndToThePixelsOfAFile() throws {
    let tiff = try fixture("pages.tiff")
    #expect(try findings(in: tiff, limits: PageLimits(pages: 100, seconds: 60, pixels: 10_000_000)).isComplete)
    #expect(try !findings(in: tiff, limits: PageLimits(pages: 100, seconds: 60, pixels: 1000)).isComplete)
  }
}
