/// The end of the picture in a file, where anything that its maker appended begins: a film, depth data, a second
/// picture.
/// - Returns: nil if the picture is incomplete.
func pictureEnd(in bytes: [UInt8], _ format: PictureFormat) -> Int? {
  switch format {
  case .png: pngEnd(in: bytes)
  case .jpeg: jpegEnd(in: bytes)
  // Where these end is not looked for: nothing that could be opened as a document may stand anywhere in them.
  case .webp, .heic, .avif, .gif, .tiff: nil
  }
}

/// After the chunk IEND: W3C PNG §5.3. A chunk is a length, four letters, that many bytes and a checksum.
private func pngEnd(in bytes: [UInt8]) -> Int? {
  var position = 8
  while position + 12 <= bytes.count {
    let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
    let isEnd = bytes[position + 4..<position + 8].elementsEqual("IEND".utf8)
    guard length <= bytes.count - position - 12 else { return nil }
    position += 12 + length
    if isEnd { return position }
  }
  return nil
}

/// After the marker EOI: ITU-T T.81, annex B. Segments state their lengths; the data of a scan extend to the next
/// marker that is not part of a scan. Stray bytes before a marker are skipped, as decoders do.
private func jpegEnd(in bytes: [UInt8]) -> Int? {
  var position = 2
  while let marker = nextMarker(in: bytes, &position) {
    switch marker {
    case 0xd9: return position
    // Restart markers and TEM have no segment; nor does a second SOI, which no file should have.
    case 0xd0...0xd8, 0x01: continue
    default:
      guard position + 2 <= bytes.count else { return nil }
      let length = Int(bytes[position]) << 8 | Int(bytes[position + 1])
      guard length >= 2, length <= bytes.count - position else { return nil }
      position += length
    }
  }
  return nil
}

/// The next marker at or after a position, which then moves past it. In scan data, FF 00 stands for a byte FF.
private func nextMarker(in bytes: [UInt8], _ position: inout Int) -> UInt8? {
  while position + 1 < bytes.count {
    defer { position += 1 }
    guard bytes[position] == 0xff, bytes[position + 1] != 0x00, bytes[position + 1] != 0xff else { continue }
    position += 1
    return bytes[position]
  }
  return nil
}
