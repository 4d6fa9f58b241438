import CZXing

enum QRReader {
  /// Of an enlarged copy, so that it takes no more memory than the largest picture.
  private static let maximumPixels = GreyImage.maximumPixels

  /// The texts of the QR symbols in a picture, of the picture itself or, where none of them will do, of copies of two
  /// and three times the size, which read symbols whose modules are about 2 pixels wide. In trials with a version 15
  /// symbol photographed at an angle with modules of 1.6 to 2.2 pixels, the picture itself gave 5 of 48, the copies
  /// 27. Smaller copies brought nothing that ZXing's own do not.
  static func texts(in image: GreyImage, until isWanted: (String) -> Bool) -> [String] {
    var texts = read(image)
    for factor in 2...3 where image.pixels.count <= maximumPixels / (factor * factor) {
      if texts.contains(where: isWanted) { break }
      texts += read(image.enlarged(by: factor))
    }
    return texts
  }

  /// Of the picture as it is.
  static func read(_ image: GreyImage) -> [String] {
    var texts: [String] = []
    withUnsafeMutablePointer(to: &texts) { texts in
      xinbao_read_qr(
        image.pixels, Int32(image.width), Int32(image.height), Int32(image.width),
        { text, length, context in
          guard let text, let context else { return }
          let bytes = UnsafeRawBufferPointer(start: text, count: length)
          context.assumingMemoryBound(to: [String].self).pointee.append(String(decoding: bytes, as: UTF8.self))
        }, texts)
    }
    return texts
  }
}
