import CHeif

/// Decodes the main picture of a HEIF file as grey, turned as its maker says (irot, imir: ISO/IEC 23008-12, 6.5.10).
/// Phones write HEVC in it (HEIC), some programs AV1 (AVIF).
func decodeHEIF(_ bytes: [UInt8]) throws(PictureError) -> DecodedPicture {
  let picture = bytes.withUnsafeBytes { input in
    Result { () throws(PictureError) in try decodeHEIF(input) }
  }
  var decoded = try picture.get()
  decoded.isWhole = decoded.isWhole && isWholeHEIF(bytes)
  return decoded
}

private func decodeHEIF(_ input: UnsafeRawBufferPointer) throws(PictureError) -> DecodedPicture {
  guard let context = heif_context_alloc() else { throw .unreadable }
  defer { heif_context_free(context) }
  // This process may start no thread; its tiles are decoded one after the other.
  heif_context_set_max_decoding_threads(context, 0)
  try check(heif_context_read_from_memory_without_copy(context, input.baseAddress, input.count, nil))
  var handle: OpaquePointer?
  try check(heif_context_get_primary_image_handle(context, &handle))
  guard let handle else { throw .unreadable }
  defer { heif_image_handle_release(handle) }
  let size = (Int(heif_image_handle_get_width(handle)), Int(heif_image_handle_get_height(handle)))
  try GreyImage.check(width: size.0, height: size.1)
  var decoded: OpaquePointer?
  // As it is stored: luma and chroma, of which the luma is used, or red, green and blue.
  try check(heif_decode_image(handle, &decoded, heif_colorspace_undefined, heif_chroma_undefined, nil))
  guard let decoded else { throw .unreadable }
  defer { heif_image_release(decoded) }
  let channel: heif_channel
  switch heif_image_get_colorspace(decoded) {
  case heif_colorspace_YCbCr, heif_colorspace_monochrome: channel = heif_channel_Y
  // Of a code, black on white, each colour is enough; green is the brightest.
  case heif_colorspace_RGB: channel = heif_channel_G
  default: throw .unreadable
  }
  // Thumbnails and depths are no pictures of their own.
  let isOnly = heif_context_get_number_of_top_level_images(context) == 1
  return DecodedPicture(try plane(channel, of: decoded), isWhole: isOnly)
}

private func plane(_ channel: heif_channel, of image: OpaquePointer) throws(PictureError) -> GreyImage {
  var stride: Int32 = 0
  let (width, height) = (Int(heif_image_get_width(image, channel)), Int(heif_image_get_height(image, channel)))
  let depth = heif_image_get_bits_per_pixel_range(image, channel)
  guard let plane = heif_image_get_plane_readonly(image, channel, &stride), (8...16).contains(depth) else {
    throw .unreadable
  }
  try GreyImage.check(width: width, height: height)
  guard depth > 8 else { return GreyImage(plane: plane, width: width, height: height, bytesPerRow: Int(stride)) }
  // Deeper samples are of two bytes, in this machine's order.
  var pixels: [UInt8] = []
  pixels.reserveCapacity(width * height)
  for row in 0..<height {
    let samples = UnsafeRawPointer(plane + row * Int(stride))
    for column in 0..<width {
      let sample = samples.load(fromByteOffset: 2 * column, as: UInt16.self)
      pixels.append(UInt8(truncatingIfNeeded: sample >> (depth - 8)))
    }
  }
  return GreyImage(width: width, height: height, pixels: pixels)
}

private func check(_ error: heif_error) throws(PictureError) {
  guard error.code == heif_error_Ok else { throw .unreadable }
}
