import Testing

@testable import Pictures

/// Each library reads what the other one does not, and an enlarged copy what neither reads in the picture.
@Suite struct QRReaderTests {
  let link: String

  init() throws { link = String(decoding: try fixture("link.txt"), as: UTF8.self) }

  private func texts(_ name: String) throws -> [String] {
    QRReader.texts(in: try GreyImage(decoding: try fixture(name))) { $0 == link }
  }

  @Test func aFaintPrintTakesZBar() throws {
    let image = try GreyImage(decoding: try fixture("faint.png"))
    #expect(QRReader.readWithZXing(image).isEmpty && QRReader.readWithZBar(image) == [link])
    #expect(try texts("faint.png") == [link])
  }

  @Test func aBlurredPictureTakesZXing() throws {
    let image = try GreyImage(decoding: try fixture("blurred.png"))
    #expect(QRReader.readWithZBar(image).isEmpty && QRReader.readWithZXing(image) == [link])
    #expect(try texts("blurred.png") == [link])
  }

  @Test func smallModulesTakeAnEnlargedCopy() throws {
    let image = try GreyImage(decoding: try fixture("small.png"))
    #expect(QRReader.readWithZBar(image).isEmpty && QRReader.readWithZXing(image).isEmpty)
    #expect(try texts("small.png") == [link])
  }

  /// The search for what is wanted goes on; what else was found is told.
  @Test func anotherCodeIsTold() throws {
    let image = try GreyImage(decoding: try fixture("faint.png"))
    #expect(QRReader.texts(in: image) { _ in false } == [link])
    #expect(QRReader.texts(in: try GreyImage(decoding: try fixture("blank.png"))) { _ in true } == [])
  }

  /// A picture of more pixels than are looked at is halved first, and the code in it is read all the same.
  @Test func aHugePictureIsHalved() throws {
    let symbol = try GreyImage(decoding: try fixture("faint.png")).enlarged(by: 4)
    let (width, height) = (symbol.width, QRReader.maximumPixels / symbol.width + symbol.height)
    let rest = [UInt8](repeating: 250, count: width * height - symbol.pixels.count)
    let huge = GreyImage(width: width, height: height, pixels: symbol.pixels + rest)
    #expect(huge.pixels.count > QRReader.maximumPixels)
    #expect(QRReader.texts(in: huge) { $0 == link } == [link])
  }
}
