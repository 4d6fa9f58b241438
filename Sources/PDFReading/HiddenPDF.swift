/// Whether a PDF program could find a PDF in a picture: by its header in the first kilobyte (ISO 32000-1, annex H.3,
/// note 13) or after the picture's end; or by an object anywhere, because some programs look for objects if there is no
/// header and no table. What phones write into and after their pictures (previews, maps, films) has neither.
///
/// - Parameter end: where the picture ends.
func holdsPDF(_ bytes: [UInt8], endingAt end: Int) -> Bool {
  // %FDF- begins a form data file (12.7.7.2), which some programs open as a document.
  let headers = [ByteSearch("%PDF-"), ByteSearch("%FDF-")]
  let beginning = min(1024 + 4, bytes.count)
  return headers.contains { $0.isFound(in: bytes, 0..<beginning) || $0.isFound(in: bytes, end..<bytes.count) }
    || ByteSearch("obj").isFound(in: bytes, 0..<bytes.count, where: beginsAnObject)
}

/// Whether this `obj` ends `12 0 obj`, with any white space and comments in between; comments count as white space: ISO
/// 32000-1, 7.2.3, 7.3.10.
private func beginsAnObject(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Int) -> Bool {
  var before = position - 1
  func skip(_ isSkipped: (UInt8) -> Bool) -> Bool {
    let start = before
    while before >= 0, isSkipped(bytes[before]) { before -= 1 }
    return before < start
  }
  func skipBlank() -> Bool {
    let start = before
    while true {
      var isLineEnd = false
      _ = skip { byte in
        if byte == 10 || byte == 13 { isLineEnd = true }
        return isPDFSpace(byte)
      }
      // After % the rest of the line is a comment.
      guard isLineEnd, let comment = commentStart(bytes, endingAt: before) else { return before < start }
      before = comment - 1
    }
  }
  _ = skipBlank()
  return skip(isDigit) && skipBlank() && skip(isDigit)
}

/// The start of the comment that ends at a position, however long it is; nil: its line has no comment.
private func commentStart(_ bytes: UnsafeBufferPointer<UInt8>, endingAt end: Int) -> Int? {
  var (position, found) = (end, Int?.none)
  while position >= 0, bytes[position] != 10, bytes[position] != 13 {
    if bytes[position] == UInt8(ascii: "%") { found = position }
    position -= 1
  }
  return found
}

private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

/// ISO 32000-1, table 1.
private func isPDFSpace(_ byte: UInt8) -> Bool {
  switch byte {
  case 0, 9, 10, 12, 13, 32: true
  default: false
  }
}
