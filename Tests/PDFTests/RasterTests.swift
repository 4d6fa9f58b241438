import Blocks
import Testing
import Typesetting

@testable import PDF

/// A page as poppler paints it, in grey.
private struct Raster {
  var width: Int, height: Int
  var pixels: ArraySlice<UInt8>

  init(_ pdf: [UInt8], resolution: Int) throws {
    let image = try Tool("pdftoppm", ["-r", "\(resolution)", "-gray", "-singlefile", "@"], on: pdf).output
    // P5, width, height, depth, then the pixels.
    let head = image.prefix(40).split(separator: 0x0A, maxSplits: 3)
    let size = String(decoding: head[1], as: UTF8.self).split(separator: " ").compactMap { Int($0) }
    (width, height) = (try #require(size.first), try #require(size.last))
    pixels = image.suffix(width * height)
  }

  /// Share of black in a rectangle given in points.
  func ink(x: Double, y: Double, width: Double, height: Double, resolution: Double) -> Double {
    let scale = resolution / 72
    var (sum, count) = (0, 0)
    for row in Int(y * scale)..<Int((y + height) * scale) {
      for column in Int(x * scale)..<Int((x + width) * scale) {
        sum += 255 - Int(pixels[pixels.startIndex + row * self.width + column])
        count += 1
      }
    }
    return Double(sum) / Double(255 * count)
  }
}

/// Text can be found in a file whose outlines are broken; only paint shows them.
struct RasterTests {
  @Test func everyCharacterIsPaintedInItsPlace() throws {
    let characters = Array("公共信用信息报告统一社会代码行政许可处罚决定书文号𠮷𡌴𫗎瀛鼎龘一口田国永和繁體字彁")
    var sheet = try Sheet()
    for (index, character) in characters.enumerated() {
      let (column, row) = (Double(index % 8), Double(index / 8))
      try sheet.write(
        String(character), x: Length(points: 50 + 60 * column), y: Length(points: 85 + 60 * row), size: 40)
    }
    let raster = try Raster(render([sheet.page]), resolution: 72)
    for index in characters.indices {
      let (x, y) = (50 + 60 * Double(index % 8), 50 + 60 * Double(index / 8))
      let inside = raster.ink(x: x, y: y, width: 40, height: 40, resolution: 72)
      // 一 is the lightest.
      #expect((0.02...0.6).contains(inside), "\(characters[index]) \(inside)")
      // The em boxes are 20 points apart; nothing sticks out of them.
      #expect(raster.ink(x: x + 43, y: y - 5, width: 14, height: 50, resolution: 72) == 0)
      #expect(raster.ink(x: x - 5, y: y + 43, width: 50, height: 14, resolution: 72) == 0)
    }
  }

  @Test func picturesAreCrispAndCoverTheBackground() throws {
    // A chequered 8 × 8 picture over a grey page.
    let rows: [UInt8] = [0xAA, 0x55, 0xAA, 0x55, 0xAA, 0x55, 0xAA, 0x55]
    var page = Page()
    // Twice as high as wide: the picture stays square, in the middle.
    page.marks = [.picture(.verificationCode, Rect(x: 100, y: 100, width: 80, height: 160))]
    var background = Page()
    background.marks = [.fill(Rect(x: 0, y: 0, width: 595, height: 841), Color(hex: 0x808080))]
    let bitmap = Bitmap(width: 8, height: 8, rows: rows)
    let raster = try Raster(
      render([page], background: background, pictures: [.verificationCode: bitmap]), resolution: 144)
    for y in 0..<8 {
      for x in 0..<8 {
        let (left, top) = (100 + 10 * Double(x), 140 + 10 * Double(y))
        let ink = raster.ink(x: left + 1, y: top + 1, width: 8, height: 8, resolution: 144)
        #expect(ink == ((x + y).isMultiple(of: 2) ? 1 : 0))
      }
    }
    let beside = raster.ink(x: 100, y: 110, width: 80, height: 20, resolution: 144)
    #expect(abs(beside - 0.5) < 0.01)
  }
}
