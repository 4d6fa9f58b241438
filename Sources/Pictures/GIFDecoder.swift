import CGIF

/// Decodes the first picture of a GIF as grey, with transparency as white (GIF89a specification).
func decodeGIF(_ bytes: [UInt8]) throws(PictureError) -> DecodedPicture {
  let image = bytes.withUnsafeBufferPointer { input in
    Result { () throws(PictureError) in
      var rest = UnsafeBufferPointer(rebasing: input[...])
      return try withUnsafeMutablePointer(to: &rest) { rest in
        Result { () throws(PictureError) in try decodeGIF(rest) }
      }.get()
    }
  }
  return try image.get()
}

private func decodeGIF(_ rest: UnsafeMutablePointer<UnsafeBufferPointer<UInt8>>) throws(PictureError) -> DecodedPicture
{
  var error: Int32 = 0
  guard let gif = DGifOpen(rest, take, &error) else { throw .unreadable }
  defer { DGifCloseFile(gif, &error) }
  var transparent: UInt8?
  while true {
    var record = UNDEFINED_RECORD_TYPE
    guard DGifGetRecordType(gif, &record) == GIF_OK else { throw .unreadable }
    switch record {
    case EXTENSION_RECORD_TYPE: transparent = try readExtension(of: gif) ?? transparent
    case IMAGE_DESC_RECORD_TYPE:
      var picture = try readPicture(of: gif, transparent: transparent)
      picture.isWhole = picture.isWhole && isLastPicture(of: gif)
      return picture
    default: throw .unreadable
    }
  }
}

/// Whether the file ends properly after the picture that was read, without another one.
private func isLastPicture(of gif: UnsafeMutablePointer<GifFileType>) -> Bool {
  while true {
    var record = UNDEFINED_RECORD_TYPE
    guard DGifGetRecordType(gif, &record) == GIF_OK else { return false }
    switch record {
    case EXTENSION_RECORD_TYPE: if (try? readExtension(of: gif)) == nil { return false }
    case TERMINATE_RECORD_TYPE: return true
    default: return false
    }
  }
}

/// What libgif reads from: the beginning of what is left.
private func take(_ gif: UnsafeMutablePointer<GifFileType>?, _ target: UnsafeMutablePointer<UInt8>?, _ count: Int32)
  -> Int32
{
  guard let data = gif?.pointee.UserData, let target, count > 0 else { return 0 }
  let rest = data.assumingMemoryBound(to: UnsafeBufferPointer<UInt8>.self)
  let taken = min(Int(count), rest.pointee.count)
  guard taken > 0, let start = rest.pointee.baseAddress else { return 0 }
  target.update(from: start, count: taken)
  rest.pointee = UnsafeBufferPointer(rebasing: rest.pointee[taken...])
  return Int32(taken)
}

/// - Returns: the transparent colour, if the extension names one (23, graphic control).
private func readExtension(of gif: UnsafeMutablePointer<GifFileType>) throws(PictureError) -> UInt8? {
  var (code, block): (Int32, UnsafeMutablePointer<GifByteType>?) = (0, nil)
  guard DGifGetExtension(gif, &code, &block) == GIF_OK else { throw .unreadable }
  var transparent: UInt8?
  while let found = block {
    // The block's first byte is its length.
    if code == GRAPHICS_EXT_FUNC_CODE, found[0] >= 4, found[1] & 1 == 1 { transparent = found[4] }
    guard DGifGetExtensionNext(gif, &block) == GIF_OK else { throw .unreadable }
  }
  return transparent
}

private func readPicture(
  of gif: UnsafeMutablePointer<GifFileType>, transparent: UInt8?
) throws(PictureError) -> DecodedPicture {
  guard DGifGetImageDesc(gif) == GIF_OK else { throw .unreadable }
  let (width, height) = (Int(gif.pointee.Image.Width), Int(gif.pointee.Image.Height))
  try GreyImage.check(width: width, height: height)
  guard let map = gif.pointee.Image.ColorMap ?? gif.pointee.SColorMap, let colours = map.pointee.Colors else {
    throw .unreadable
  }
  var shades = (0..<256).map { index in
    guard index < Int(map.pointee.ColorCount) else { return UInt8.max }
    return grey(colours[index].Red, colours[index].Green, colours[index].Blue)
  }
  if let transparent { shades[Int(transparent)] = 255 }
  var pixels = [UInt8](repeating: 255, count: width * height)
  // Appendix E: interlaced rows come as every eighth, fourth and second one.
  let passes = [(0, 8), (4, 8), (2, 4), (1, 2)]
  let rows =
    gif.pointee.Image.Interlace
    ? passes.flatMap { Array(stride(from: $0.0, to: height, by: $0.1)) } : Array(0..<height)
  var line = [UInt8](repeating: 0, count: width)
  var isWhole = true
  for row in rows {
    // A file that was cut short is read as far as it goes.
    guard DGifGetLine(gif, &line, Int32(width)) == GIF_OK else {
      isWhole = false
      break
    }
    for column in 0..<width { pixels[row * width + column] = shades[Int(line[column])] }
  }
  return DecodedPicture(GreyImage(width: width, height: height, pixels: pixels), isWhole: isWhole)
}
