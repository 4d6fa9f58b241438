import CZXing

/// The texts of the QR symbols in a picture.
///
/// Two libraries read at one size after the other until what is wanted is found: of 144 codes degraded by blur, dirt, angle and
/// size, ZBar read 120, ZXing 134, and both together 143. ZXing's time grows with the cube of the number of apparent
/// finder patterns, so a crafted picture can keep it busy for days: the caller must be able to stop it (`xinbao-read`).
public enum QRReader {
  /// Larger pictures are first halved until they are below this size: an A4 page at 400 dpi has 15 million pixels, and
  /// a module of the code is seven pixels wide. This keeps an honest picture well within its time limit.
  static let maximumPixels = 16_000_000

  /// - Parameter isWanted: ends the search.
  /// - Returns: the texts at one size: the first at which there is a wanted one, otherwise the first with any. Where one
  ///   library found a wanted text the other one reads as well: a picture may show two reports, and each library may miss
  ///   one of them.
  public static func texts(in picture: GreyImage, until isWanted: (String) -> Bool) -> [String] {
    var image = picture
    while image.pixels.count > maximumPixels { image = image.halved() }
    var found: [String] = []
    for factor in factors where image.pixels.count <= maximumPixels / (factor * factor) {
      let copy = factor == 1 ? image : image.enlarged(by: factor)
      var texts: [String] = []
      for read in [readWithZBar, readWithZXing] { texts += read(copy).filter { !texts.contains($0) } }
      if texts.contains(where: isWanted) { return texts }
      if found.isEmpty { found = texts }
    }
    return found
  }

  /// The picture itself, then copies of two and three times the size, in which symbols with modules of about 2 pixels
  /// can be read. In trials with a version 15 symbol photographed at an angle with modules of 1.6 to 2.2 pixels, ZXing
  /// read 5 of 48 in the picture itself and 27 in the copies. Smaller copies gained nothing over ZXing's own.
  private static let factors = 1...3

  /// Reads the picture at its own size only.
  static func readWithZXing(_ image: GreyImage) -> [String] {
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
