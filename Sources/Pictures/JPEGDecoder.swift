import CTurboJPEG

/// Decodes any greyscale or colour JPEG (not CMYK, which no camera writes) as grey.
func decodeJPEG(_ bytes: [UInt8]) throws(PictureError) -> DecodedPicture {
  guard let decoder = tjInitDecompress() else { throw .unreadable }
  defer { tjDestroy(decoder) }
  var (width, height, subsampling, colours): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
  guard tjDecompressHeader3(decoder, bytes, UInt(bytes.count), &width, &height, &subsampling, &colours) == 0 else {
    throw .unreadable
  }
  try GreyImage.check(width: Int(width), height: Int(height))
  var pixels = [UInt8](repeating: 0, count: Int(width) * Int(height))
  // A progressive file may refine the same small picture thousands of times; the flag limits that.
  let status = tjDecompress2(
    decoder, bytes, UInt(bytes.count), &pixels, width, 0, height, Int32(TJPF_GRAY.rawValue), TJFLAG_LIMITSCANS)
  // A warning (missing bytes at the end, as many chat programs cause) leaves a picture that may well contain the code.
  guard status == 0 || tjGetErrorCode(decoder) == Int32(TJERR_WARNING.rawValue) else { throw .unreadable }
  let image = GreyImage(width: Int(width), height: Int(height), pixels: pixels)
  return DecodedPicture(image, isWhole: status == 0 || isOnlyUntidy(bytes, decoder, width, height))
}

/// Whether the first warning about a picture is that bytes are left over before its end (EOI), as some cameras write them:
/// then all of it has been decoded. The decoder tells the last of its warnings only; so it stops at the first.
private func isOnlyUntidy(_ bytes: [UInt8], _ decoder: tjhandle, _ width: Int32, _ height: Int32) -> Bool {
  var pixels = [UInt8](repeating: 0, count: Int(width) * Int(height))
  let flags = TJFLAG_LIMITSCANS | TJFLAG_STOPONWARNING
  _ = tjDecompress2(
    decoder, bytes, UInt(bytes.count), &pixels, width, 0, height, Int32(TJPF_GRAY.rawValue), flags)
  guard let message = tjGetErrorStr2(decoder) else { return false }
  return String(cString: message).hasSuffix("extraneous bytes before marker 0xd9")
}
