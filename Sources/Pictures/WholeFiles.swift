// Whether files of pictures are complete and show one picture, where the libraries that decode them do not say so.

/// W3C PNG, §5.3: a chunk is a length, four letters, that many bytes and a checksum. Frames of an animation, other than the
/// one that every program shows, are chunks `fdAT` (§11.3.4.3).
func isWholePNG(_ bytes: [UInt8]) -> Bool {
  var position = 8
  while position + 12 <= bytes.count {
    let length = number(bytes[position..<position + 4])
    let name = bytes[position + 4..<position + 8]
    guard length <= bytes.count - position - 12, !name.elementsEqual("fdAT".utf8) else { return false }
    if name.elementsEqual("IEND".utf8) { return true }
    position += 12 + length
  }
  return false
}

/// ISO/IEC 14496-12, 4.2: a box is a length of four bytes, four letters, and its content; a length of 1 is followed by one
/// of eight bytes, and one of 0 says: until the end. A film or an animation is described in the box `moov`.
func isWholeHEIF(_ bytes: [UInt8]) -> Bool {
  var position = 0
  while position < bytes.count {
    guard position + 8 <= bytes.count, !bytes[position + 4..<position + 8].elementsEqual("moov".utf8) else {
      return false
    }
    var length = number(bytes[position..<position + 4])
    if length == 0 { return true }
    if length == 1 {
      // No file has a length whose upper half is not zero.
      guard position + 16 <= bytes.count, number(bytes[position + 8..<position + 12]) == 0 else { return false }
      length = number(bytes[position + 12..<position + 16])
    }
    guard length >= 8, length <= bytes.count - position else { return false }
    position += length
  }
  return true
}

/// RFC 9649, 2.4: the length after the first four letters counts what follows it; a last byte that only fills up is left
/// out by some programs.
func isWholeWebP(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  guard bytes.count >= 8 else { return false }
  return number(bytes[4..<8].reversed()) + 8 <= bytes.count + 1
}

/// Big endian.
private func number(_ bytes: some Sequence<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
