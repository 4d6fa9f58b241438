import CTIFF

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Decodes a page of a TIFF as grey, with transparency as white. Scanners and fax machines write several pages.
/// - Parameter page: from 1.
func decodeTIFF(_ bytes: [UInt8], page: Int) throws(PictureError) -> DecodedPicture {
  let picture = bytes.withUnsafeBytes { input in
    Result { () throws(PictureError) in
      var file = MemoryFile(bytes: input)
      return try decodeTIFF(&file, page: page)
    }
  }
  return try picture.get()
}

/// What libtiff reads from.
private struct MemoryFile {
  let bytes: UnsafeRawBufferPointer
  var position = 0
  /// Whether libtiff told of an error.
  var isDamaged = false
}

private func decodeTIFF(_ file: inout MemoryFile, page: Int) throws(PictureError) -> DecodedPicture {
  let directories = TIFFDirectories(file.bytes)
  guard page <= directories.offsets.count else { throw directories.isWhole ? .noSuchPage : .pagesLost }
  // Its messages about damage are for a person; here it is enough that there are some.
  TIFFSetErrorHandler(nil)
  TIFFSetErrorHandlerExt { handle, _, _, _ in opened(handle)?.pointee.isDamaged = true }
  TIFFSetWarningHandler(nil)
  let picture = withUnsafeMutablePointer(to: &file) { file in
    Result { () throws(PictureError) in
      // "m": nothing is mapped.
      guard
        let tiff = TIFFClientOpen("picture", "rm", file, readFile, writeFile, seekFile, closeFile, fileSize, nil, nil)
      else {
        throw .unreadable
      }
      defer { TIFFClose(tiff) }
      guard TIFFSetSubDirectory(tiff, toff_t(directories.offsets[page - 1])) != 0 else { throw .unreadable }
      // What it says about the directory is about tags that are passed over.
      file.pointee.isDamaged = false
      let image = try decode(tiff)
      return DecodedPicture(image, isWhole: !file.pointee.isDamaged)
    }
  }
  return try picture.get()
}

private func decode(_ tiff: OpaquePointer) throws(PictureError) -> GreyImage {
  var image = TIFFRGBAImage()
  var problem = [CChar](repeating: 0, count: 1024)
  guard TIFFRGBAImageBegin(&image, tiff, 0, &problem) != 0 else { throw .unreadable }
  defer { TIFFRGBAImageEnd(&image) }
  let (width, height) = (Int(image.width), Int(image.height))
  try GreyImage.check(width: width, height: height)
  image.req_orientation = UInt16(ORIENTATION_TOPLEFT)
  var raster = [UInt32](repeating: 0, count: width * height)
  // With damage, what could be read may well contain the code; the rest is left black.
  guard TIFFRGBAImageGet(&image, &raster, UInt32(width), UInt32(height)) != 0 else { throw .unreadable }
  return GreyImage(width: width, height: height, pixels: raster.map(shade))
}

/// Of a pixel as libtiff packs it, whose colours are multiplied by alpha already: white shows through.
private func shade(of pixel: UInt32) -> UInt8 {
  let (red, green, blue) = (UInt8(pixel & 0xff), UInt8(pixel >> 8 & 0xff), UInt8(pixel >> 16 & 0xff))
  return UInt8(min(255, Int(grey(red, green, blue)) + 255 - Int(pixel >> 24)))
}

private typealias Handle = UnsafeMutableRawPointer

private func opened(_ handle: Handle?) -> UnsafeMutablePointer<MemoryFile>? {
  handle?.assumingMemoryBound(to: MemoryFile.self)
}

private func readFile(_ handle: Handle?, _ target: UnsafeMutableRawPointer?, _ count: tmsize_t) -> tmsize_t {
  guard let file = opened(handle), let target, let start = file.pointee.bytes.baseAddress else { return 0 }
  let position = file.pointee.position
  let left = file.pointee.bytes.count - position
  guard count > 0, left > 0 else { return 0 }
  let taken: Int = Swift.min(Int(count), left)
  target.copyMemory(from: start + position, byteCount: taken)
  file.pointee.position += taken
  return tmsize_t(taken)
}

private func writeFile(_ handle: Handle?, _ source: UnsafeMutableRawPointer?, _ count: tmsize_t) -> tmsize_t { -1 }

private func seekFile(_ handle: Handle?, _ offset: toff_t, _ origin: Int32) -> toff_t {
  guard let file = opened(handle) else { return toff_t.max }
  let start =
    switch origin {
    case SEEK_CUR: file.pointee.position
    case SEEK_END: file.pointee.bytes.count
    default: 0
    }
  // A negative distance comes as its two's complement.
  let (position, isTooFar) = start.addingReportingOverflow(Int(truncatingIfNeeded: offset))
  guard !isTooFar, position >= 0 else { return toff_t.max }
  file.pointee.position = position
  return toff_t(position)
}

private func closeFile(_ handle: Handle?) -> Int32 { 0 }

private func fileSize(_ handle: Handle?) -> toff_t { toff_t(opened(handle)?.pointee.bytes.count ?? 0) }
