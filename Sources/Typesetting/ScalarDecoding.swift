extension UnsafeBufferPointer<UInt8> {
  /// The scalar at an index of a string's own bytes, which are valid UTF-8; advances the index to the next one. A
  /// string's own iterator checks every byte again for errors that cannot occur here.
  @inline(__always)
  func scalar(at index: inout Int) -> Unicode.Scalar {
    let first = UInt32(self[index])
    func rest(_ offset: Int) -> UInt32 { UInt32(self[index + offset] & 0x3F) }
    let value: UInt32
    let length: Int
    switch first {
    case ..<0x80: (value, length) = (first, 1)
    case ..<0xE0: (value, length) = ((first & 0x1F) << 6 | rest(1), 2)
    case ..<0xF0: (value, length) = ((first & 0xF) << 12 | rest(1) << 6 | rest(2), 3)
    default: (value, length) = ((first & 7) << 18 | rest(1) << 12 | rest(2) << 6 | rest(3), 4)
    }
    index += length
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }
}
