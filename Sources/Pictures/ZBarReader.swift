import CZBar

extension QRReader {
  /// Reads the picture at its own size only.
  static func readWithZBar(_ image: GreyImage) -> [String] {
    guard let scanner = zbar_image_scanner_create() else { return [] }
    defer { zbar_image_scanner_destroy(scanner) }
    // Only QR, and as bytes, because ZBar's own text conversion loads files.
    zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0)
    zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1)
    zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_BINARY, 1)
    guard let picture = zbar_image_create() else { return [] }
    defer { zbar_image_destroy(picture) }
    zbar_image_set_format(picture, 0x3030_3859)  // Y800: 8 bits of grey
    zbar_image_set_size(picture, UInt32(image.width), UInt32(image.height))
    // ZBar borrows the pixels while it scans; they are taken back before the picture is destroyed.
    return image.pixels.withUnsafeBytes { pixels in
      zbar_image_set_data(picture, pixels.baseAddress, UInt(pixels.count), nil)
      defer { zbar_image_set_data(picture, nil, 0, nil) }
      guard zbar_scan_image(scanner, picture) > 0 else { return [] }
      var texts: [String] = []
      var symbol = zbar_image_first_symbol(picture)
      while let found = symbol {
        let bytes = UnsafeRawBufferPointer(
          start: zbar_symbol_get_data(found), count: Int(zbar_symbol_get_data_length(found)))
        texts.append(String(decoding: bytes, as: UTF8.self))
        symbol = zbar_symbol_next(found)
      }
      return texts
    }
  }
}
