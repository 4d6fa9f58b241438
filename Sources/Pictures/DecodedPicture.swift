/// What a file of a picture, or a page of it, shows, and whether that is all of it.
public struct DecodedPicture: Sendable, Equatable {
  public var image: GreyImage
  /// Nothing is missing, damaged or left out. Decoders fill what is missing with grey or white, and of an animation only
  /// the first frame is decoded: what is not whole may show more than was seen.
  public var isWhole: Bool

  init(_ image: GreyImage, isWhole: Bool) { (self.image, self.isWhole) = (image, isWhole) }

  /// - Parameters:
  ///   - bytes: PNG, JPEG, WebP, HEIC, GIF, TIFF, or a drawn page (PGM).
  ///   - page: from 1; only a TIFF has others.
  public init(decoding bytes: [UInt8], page: Int = 1) throws(PictureError) {
    // `FileKind` of `Verifying` has told the file for a picture by more of its first bytes.
    func begins(_ mark: String, at start: Int = 0) -> Bool { bytes.dropFirst(start).starts(with: mark.utf8) }
    if begins("II*\0") || begins("MM\0*") {
      self = try decodeTIFF(bytes, page: page)
      return
    }
    guard page == 1 else { throw .noSuchPage }
    self =
      if begins("PNG", at: 1) {
        DecodedPicture(try decodePNG(bytes), isWhole: isWholePNG(bytes))
      } else if bytes.starts(with: [0xff, 0xd8]) {
        try decodeJPEG(bytes)
      } else if begins("P5") {
        DecodedPicture(try decodePGM(bytes), isWhole: true)
      } else if begins("RIFF") {
        try decodeWebP(bytes)
      } else if begins("GIF8") {
        try decodeGIF(bytes)
      } else if begins("ftyp", at: 4) {
        try decodeHEIF(bytes)
      } else {
        throw .unreadable
      }
  }
}
