/// One part of a `multipart/form-data` body (RFC 7578).
public struct FormPart: Sendable, Equatable {
  public var name: String
  /// As sent by the client; never used as a path. Nil for a plain field.
  public var fileName: String?
  /// As declared by the client. Nil if it was not.
  public var mediaType: String?
  /// A range of the body, so that a part of 20 MB is not copied.
  public var bytes: ArraySlice<UInt8>
}

public struct MultipartLimits: Sendable, Equatable {
  public var parts: Int
  /// The maximum size of one part's header lines together, in bytes.
  public var head: Int
  /// The maximum size of one part's content, in bytes.
  public var content: Int
  /// The name that any number of parts may have: that of a field for many files. Nil: none.
  public var repeated: String?

  public init(parts: Int = 8, head: Int = 1024, content: Int = 20 << 20, repeated: String? = nil) {
    (self.parts, self.head, self.content, self.repeated) = (parts, head, content, repeated)
  }
}

/// What is wrong with a body, in English, for developers.
public enum MultipartError: Error, Equatable {
  case boundary, noOpeningBoundary, noClosingBoundary, textAfterEnd
  case tooManyParts, headTooLong, contentTooLong
  case badHead, noName, doubledName, encodedPart
}

/// Reads a body strictly: only what browsers and HTTP libraries write. No preamble, no epilogue, no folded lines, no
/// transfer encodings (RFC 7578 §4.7 deprecates them), no nested parts, no duplicate names.
/// - Parameter boundary: from the Content-Type, without quotes.
public func parseMultipart(
  _ bytes: [UInt8], boundary: String, limits: MultipartLimits = MultipartLimits()
) throws(MultipartError) -> [FormPart] {
  // RFC 2046 §5.1.1: 1 to 70 characters.
  guard (1...70).contains(boundary.utf8.count), boundary.utf8.allSatisfy(isBoundaryByte) else { throw .boundary }
  let delimiter = Array("--\(boundary)".utf8)
  let separator = [carriageReturn, lineFeed] + delimiter
  guard bytes.starts(with: delimiter) else { throw .noOpeningBoundary }
  var position = delimiter.count
  var parts: [FormPart] = []

  while true {
    // After a boundary, `--` ends the body and a line break begins a part.
    if bytes[position...].starts(with: [dash, dash]) {
      let rest = bytes[(position + 2)...]
      guard rest.isEmpty || rest.elementsEqual([carriageReturn, lineFeed]) else { throw .textAfterEnd }
      return parts
    }
    guard bytes[position...].starts(with: [carriageReturn, lineFeed]) else { throw .noClosingBoundary }
    position += 2
    guard parts.count < limits.parts else { throw .tooManyParts }
    var part = try readHead(bytes, &position, limit: limits.head)
    guard let end = find(separator, in: bytes, from: position) else { throw .noClosingBoundary }
    guard end - position <= limits.content else { throw .contentTooLong }
    part.bytes = bytes[position..<end]
    guard part.name == limits.repeated || !parts.contains(where: { $0.name == part.name }) else { throw .doubledName }
    parts.append(part)
    position = end + separator.count
  }
}

/// The boundary in a Content-Type, if that is `multipart/form-data`.
public func multipartBoundary(contentType: String) -> String? {
  let parts = contentType.split(separator: ";", omittingEmptySubsequences: false).map { $0.trimmingSpaces() }
  guard parts[0].lowercased() == "multipart/form-data" else { return nil }
  let values = parts.dropFirst().compactMap { part -> Substring? in
    guard part.prefix(9).lowercased() == "boundary=" else { return nil }
    let value = part.dropFirst(9)
    return value.count >= 2 && value.first == "\"" && value.last == "\"" ? value.dropFirst().dropLast() : value
  }
  return values.count == 1 ? String(values[0]) : nil
}

private let carriageReturn = UInt8(ascii: "\r")
private let lineFeed = UInt8(ascii: "\n")
private let dash = UInt8(ascii: "-")

private func isBoundaryByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "a")...UInt8(ascii: "z"):
    true
  default: "'()+_,-./:=?".utf8.contains(byte)
  }
}

/// Header lines up to the empty line. Only Content-Disposition and Content-Type are interpreted.
private func readHead(_ bytes: [UInt8], _ position: inout Int, limit: Int) throws(MultipartError) -> FormPart {
  var part: FormPart?
  var mediaType: String?
  let start = position
  while true {
    let furthest = min(bytes.count, start + limit)
    guard position < furthest, let end = bytes[position..<furthest].firstIndex(of: carriageReturn) else {
      throw furthest < bytes.count ? .headTooLong : .badHead
    }
    guard end + 1 < bytes.count, bytes[end + 1] == lineFeed else { throw .badHead }
    let line = bytes[position..<end]
    position = end + 2
    guard !line.isEmpty else { break }
    guard !line.contains(where: { $0 < 0x20 || $0 == 0x7f }), let text = streamSafeText(line),
      let colon = text.firstIndex(of: ":"), colon != text.startIndex, !text.hasPrefix(" ")
    else { throw .badHead }
    switch text[..<colon].lowercased() {
    case "content-disposition":
      guard part == nil else { throw .badHead }
      part = try readDisposition(text[text.index(after: colon)...].trimmingSpaces())
    case "content-type":
      guard mediaType == nil else { throw .badHead }
      mediaType = String(text[text.index(after: colon)...].trimmingSpaces())
    case "content-transfer-encoding": throw .encodedPart
    default: break
    }
  }
  guard var part else { throw .noName }
  part.mediaType = mediaType
  return part
}

/// `form-data; name="file"; filename="a.pdf"`. In names, browsers write `"` as `%22` (WHATWG HTML, multipart encoding).
private func readDisposition(_ text: Substring) throws(MultipartError) -> FormPart {
  guard text.prefix(9).lowercased() == "form-data" else { throw .badHead }
  var rest = text.dropFirst(9)
  var values: [String: String] = [:]
  while !rest.isEmpty {
    guard rest.first == ";" else { throw .badHead }
    rest = rest.dropFirst().trimmingSpaces()
    guard let equals = rest.firstIndex(of: "="), equals != rest.startIndex else { throw .badHead }
    let key = rest[..<equals].lowercased()
    rest = rest[rest.index(after: equals)...]
    guard rest.first == "\"", let quote = rest.dropFirst().firstIndex(of: "\"") else { throw .badHead }
    let value = rest[rest.index(after: rest.startIndex)..<quote]
    guard values.updateValue(String(value), forKey: key) == nil else { throw .badHead }
    rest = rest[rest.index(after: quote)...].trimmingSpaces()
  }
  guard let name = values["name"], !name.isEmpty else { throw .noName }
  return FormPart(name: name, fileName: values["filename"], bytes: [])
}

/// The position of a pattern at or after `start`. The pattern starts with a carriage return, which is searched for
/// first: it is rare in compressed files.
private func find(_ pattern: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
  bytes.withUnsafeBufferPointer { bytes in
    guard bytes.count >= pattern.count, start <= bytes.count - pattern.count else { return nil }
    let last = bytes.count - pattern.count
    var position = start
    while position <= last {
      if bytes[position] == pattern[0] {
        var length = 1
        while length < pattern.count, bytes[position + length] == pattern[length] { length += 1 }
        if length == pattern.count { return position }
      }
      position += 1
    }
    return nil
  }
}
