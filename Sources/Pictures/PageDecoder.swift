/// Decodes a drawn page: binary PGM as `pdftoppm -gray` writes it, three numbers and then a byte for each pixel (Netpbm,
/// pgm(5)).
func decodePGM(_ bytes: [UInt8]) throws(PictureError) -> GreyImage {
  var position = 2
  func number() throws(PictureError) -> Int {
    var value: Int?
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        value = (value ?? 0) * 10 + Int(byte - UInt8(ascii: "0"))
        guard value ?? 0 <= GreyImage.maximumPixels else { throw .tooLarge }
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
        if let value { return value }
      default: throw .unreadable
      }
    }
    throw .unreadable
  }
  let (width, height, white) = (try number(), try number(), try number())
  try GreyImage.check(width: width, height: height)
  guard white == 255, bytes.count - position >= width * height else { throw .unreadable }
  return GreyImage(width: width, height: height, pixels: Array(bytes[position..<position + width * height]))
}
