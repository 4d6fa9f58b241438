import CWebP

/// Decodes a WebP as grey, with transparency as white; of an animation, the first frame.
func decodeWebP(_ bytes: [UInt8]) throws(PictureError) -> DecodedPicture {
  let image = bytes.withUnsafeBufferPointer { input in
    Result { () throws(PictureError) in try decodeWebP(input) }
  }
  return try image.get()
}

private func decodeWebP(_ input: UnsafeBufferPointer<UInt8>) throws(PictureError) -> DecodedPicture {
  var features = WebPBitstreamFeatures()
  guard WebPGetFeaturesInternal(input.baseAddress, input.count, &features, WEBP_DECODER_ABI_VERSION) == VP8_STATUS_OK
  else { throw .unreadable }
  try GreyImage.check(width: Int(features.width), height: Int(features.height))
  guard features.has_animation == 0, features.has_alpha == 0 else { return try decodeFirstFrame(input) }
  var (width, height, stride, colourStride): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
  var (u, v): (UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<UInt8>?)
  // The luma alone is used.
  guard
    let luma = WebPDecodeYUV(input.baseAddress, input.count, &width, &height, &u, &v, &stride, &colourStride)
  else { throw .unreadable }
  defer { WebPFree(luma) }
  return DecodedPicture(
    GreyImage(plane: luma, width: Int(width), height: Int(height), bytesPerRow: Int(stride)),
    isWhole: isWholeWebP(input))
}

private func decodeFirstFrame(_ input: UnsafeBufferPointer<UInt8>) throws(PictureError) -> DecodedPicture {
  var data = WebPData(bytes: input.baseAddress, size: input.count)
  guard let decoder = WebPAnimDecoderNewInternal(&data, nil, WEBP_DEMUX_ABI_VERSION) else { throw .unreadable }
  defer { WebPAnimDecoderDelete(decoder) }
  var information = WebPAnimInfo()
  guard WebPAnimDecoderGetInfo(decoder, &information) != 0 else { throw .unreadable }
  let (width, height) = (Int(information.canvas_width), Int(information.canvas_height))
  try GreyImage.check(width: width, height: height)
  var (frame, time): (UnsafeMutablePointer<UInt8>?, Int32) = (nil, 0)
  guard WebPAnimDecoderGetNext(decoder, &frame, &time) != 0, let frame else { throw .unreadable }
  // The decoder's own, valid until the next frame.
  let image = GreyImage(
    rgba: UnsafeBufferPointer(start: frame, count: 4 * width * height), width: width, height: height,
    bytesPerRow: 4 * width)
  return DecodedPicture(image, isWhole: information.frame_count == 1 && isWholeWebP(input))
}
