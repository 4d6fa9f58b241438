/// The fields of an `application/x-www-form-urlencoded` body, read strictly: every name once, not too many of them,
/// whole escapes, valid UTF-8. Nil for anything else.
func parseWebForm(_ bytes: [UInt8], most: Int = 16) -> [String: String]? {
  var fields: [String: String] = [:]
  guard !bytes.isEmpty else { return fields }
  let pairs = bytes.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
  guard pairs.count <= most else { return nil }
  for pair in pairs {
    guard let equals = pair.firstIndex(of: UInt8(ascii: "=")),
      let name = unescaped(pair[..<equals]), let value = unescaped(pair[(equals + 1)...]),
      fields.updateValue(value, forKey: name) == nil
    else { return nil }
  }
  return fields
}

private func unescaped(_ bytes: ArraySlice<UInt8>) -> String? {
  var plain: [UInt8] = []
  plain.reserveCapacity(bytes.count)
  var index = bytes.startIndex
  while index < bytes.endIndex {
    switch bytes[index] {
    case UInt8(ascii: "+"): plain.append(UInt8(ascii: " "))
    case UInt8(ascii: "%"):
      guard index + 2 < bytes.endIndex, let high = hexadecimal(bytes[index + 1]),
        let low = hexadecimal(bytes[index + 2])
      else { return nil }
      plain.append(high << 4 | low)
      index += 2
    default: plain.append(bytes[index])
    }
    index += 1
  }
  return String(validating: plain, as: UTF8.self)
}

private func hexadecimal(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  default: nil
  }
}
