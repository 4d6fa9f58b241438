/// The /Contents of a signature as reports have it (ISO 32000-1, 12.8.1): digits between brackets, two for each byte, of one
/// DER sequence and the zeros of the room that it leaves. It is read without anything around it.
struct SignatureString {
  /// The DER sequence.
  let value: [UInt8]

  /// - Parameter place: of the string in the file, brackets included.
  init?(at place: Range<Int>, in file: [UInt8]) {
    guard place.count >= 4, place.count.isMultiple(of: 2), place.lowerBound >= 0, place.upperBound <= file.count,
      file[place.lowerBound] == UInt8(ascii: "<"), file[place.upperBound - 1] == UInt8(ascii: ">")
    else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(place.count / 2 - 1)
    for index in stride(from: place.lowerBound + 1, to: place.upperBound - 1, by: 2) {
      guard let high = file[index].hexadecimalDigit, let low = file[index + 1].hexadecimalDigit else { return nil }
      bytes.append(high << 4 | low)
    }
    guard let value = Self.withoutPadding(bytes) else { return nil }
    self.value = value
  }

  /// The single DER sequence (X.690, 8.1.3) at the start, if only zeros follow it.
  private static func withoutPadding(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count >= 2, bytes[0] == 0x30 else { return nil }
    var (head, length) = (2, Int(bytes[1]))
    if length >= 0x80 {
      let count = length - 0x80
      guard (1...4).contains(count), bytes.count >= 2 + count else { return nil }
      length = bytes[2..<2 + count].reduce(0) { $0 << 8 | Int($1) }
      head += count
    }
    guard length > 0, length <= bytes.count - head, bytes[(head + length)...].allSatisfy({ $0 == 0 }) else {
      return nil
    }
    return Array(bytes[..<(head + length)])
  }
}
