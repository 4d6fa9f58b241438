import Hexadecimal

/// The fields of an `application/x-www-form-urlencoded` body, read strictly: no duplicate names, at most `most` fields,
/// complete escapes, valid UTF-8. Nil for anything else.
public func parseWebForm(_ bytes: [UInt8], most: Int = 16) -> [String: String]? {
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
      guard index + 2 < bytes.endIndex,
        let byte = [UInt8](hexadecimal: String(decoding: bytes[index + 1...index + 2], as: UTF8.self))
      else { return nil }
      plain += byte
      index += 2
    default: plain.append(bytes[index])
    }
    index += 1
  }
  return streamSafeText(plain)
}
