import CPNG

/// Decodes any PNG as grey, with transparency as white: libpng's simplified interface (libpng manual, section V).
func decodePNG(_ bytes: [UInt8]) throws(PictureError) -> GreyImage {
  // libpng reads from these bytes until it is done, so everything happens inside the closure.
  let image = bytes.withUnsafeBytes { input in
    Result { () throws(PictureError) in try decodePNG(input) }
  }
  return try image.get()
}

private func decodePNG(_ input: UnsafeRawBufferPointer) throws(PictureError) -> GreyImage {
  var image = png_image()
  image.version = png_uint_32(PNG_IMAGE_VERSION)
  defer { png_image_free(&image) }
  guard png_image_begin_read_from_memory(&image, input.baseAddress, input.count) != 0 else { throw .unreadable }
  let (width, height) = (Int(image.width), Int(image.height))
  try GreyImage.check(width: width, height: height)
  image.format = 0  // PNG_FORMAT_GRAY: the macro is not imported into Swift
  var white = png_color(red: 255, green: 255, blue: 255)
  var pixels = [UInt8](repeating: 0, count: width * height)
  guard png_image_finish_read(&image, &white, &pixels, 0, nil) != 0 else { throw .unreadable }
  return GreyImage(width: width, height: height, pixels: pixels)
}
