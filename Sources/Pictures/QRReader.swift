import CZXing

/// The texts of the QR symbols in a picture.
///
/// Two libraries look, one after the other, until one of them finds what is wanted: of 144 codes that were made worse by
/// blur, dirt, angle and size, ZBar read 120 and ZXing 134, both together 143. ZXing takes time that grows with the cube
/// of what looks like a finder pattern, so a picture can be made that keeps it busy for days: who calls this must be able
/// to stop it (`xinbao-read`).
public enum QRReader {
  /// Larger pictures are halved first, until they are below this: a page of A4 at 400 dots an inch has 15 million pixels,
  /// and the module of a code seven of them. It keeps the work on an honest picture well within its time.
  static let maximumPixels = 16_000_000

  /// - Parameter isWanted: ends the search.
  /// - Returns: those of one look, the last.
  public static func texts(in picture: GreyImage, until isWanted: (String) -> Bool) -> [String] {
    var image = picture
    while image.pixels.count > maximumPixels { image = image.halved() }
    var found: [String] = []
    for factor in factors where image.pixels.count <= maximumPixels / (factor * factor) {
      let copy = factor == 1 ? image : image.enlarged(by: factor)
      for read in [readWithZBar, readWithZXing] {
        let texts = read(copy)
        if texts.contains(where: isWanted) { return texts }
        if found.isEmpty { found = texts }
      }
    }
    return found
  }

  /// First the picture itself, then copies of two and three times the size, which read symbols whose modules are about 2
  /// pixels wide. In trials with a version 15 symbol photographed at an angle with modules of 1.6 to 2.2 pixels, ZXing
  /// read 5 of 48 in the picture itself, 27 in the copies. Smaller copies brought nothing that ZXing's own do not.
  private static let factors = 1...3

  /// Of the picture as it is.
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
