/// What a file that is not read here seems to be, by its first bytes, so that its sender knows what to do with it.
/// - Returns: in Chinese; nil: unknown.
func foreignKind(of bytes: [UInt8]) -> String? {
  func begins(_ mark: [UInt8], at start: Int = 0) -> Bool { bytes.dropFirst(start).starts(with: mark) }
  func begins(_ mark: String, at start: Int = 0) -> Bool { begins(Array(mark.utf8), at: start) }
  if begins("ftyp", at: 4) { return "视频或者其他媒体文件" }
  let kinds: [(marks: [[UInt8]], kind: String)] = [
    ([Array("BM".utf8)], "BMP图片"),
    // ISO/IEC 15444-1, annex I; ISO/IEC 18181-2.
    ([[0, 0, 0, 0x0c, 0x6a, 0x50, 0x20, 0x20]], "JPEG 2000图片"),
    ([[0xff, 0x0a], [0, 0, 0, 0x0c, 0x4a, 0x58, 0x4c, 0x20]], "JPEG XL图片"),
    ([Array("II+\0".utf8), Array("MM\0+".utf8)], "BigTIFF图片"),
    // OFD (GB/T 33190), DOCX and XLSX (ECMA-376) are ZIP files, too.
    ([Array("PK\u{3}\u{4}".utf8)], "压缩文件，或者OFD、Word、Excel文件"),
    ([[0xd0, 0xcf, 0x11, 0xe0]], "旧版Word或者Excel文件"), ([Array("Rar!".utf8), [0x37, 0x7a, 0xbc, 0xaf]], "压缩文件"),
    ([Array("<".utf8), [0xef, 0xbb, 0xbf, 0x3c]], "网页或者SVG文件"),
  ]
  return kinds.first { $0.marks.contains { begins($0) } }?.kind
}
