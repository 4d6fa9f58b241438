import CExpat

/// Reads a part of a workbook as XML, element by element, with Expat. Document type declarations are refused: workbooks
/// have none, and this rules out entities of every kind.
final class XMLEvents {
  enum Event: Equatable {
    /// Local name.
    case start(String)
    case end(String)
    case text(String)
  }

  private let parser: XML_Parser
  private let part: ZipArchive.Part
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  /// The events of the bytes that were parsed last.
  private var events: [(event: Event, attributes: [(name: String, value: String)])] = []
  private var index = 0
  private var attributes: [(name: String, value: String)] = []
  /// While it is above 0, elements are only counted.
  private var skippedDepth = 0
  private var isAtEnd = false
  private var hasDocumentType = false
  /// Bytes of the part that were read.
  private var countRead = 0
  private let longestToken: Int

  /// - Parameter longestToken: in bytes, of a tag or comment. Expat begins it anew with each piece of the file until it
  ///   has all of it, so that the time grows with the square of its length. Texts come in pieces.
  init(_ part: ZipArchive.Part, longestToken: Int = 1 << 20) throws(WorkbookFault) {
    self.longestToken = longestToken
    guard let parser = XML_ParserCreate(nil) else { throw .init("needs more memory than there is") }
    (self.parser, self.part) = (parser, part)
    XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    XML_SetElementHandler(
      parser, { XMLEvents.of($0).start($1, $2) }, { data, name in XMLEvents.of(data).end(name) })
    XML_SetCharacterDataHandler(parser) { XMLEvents.of($0).text($1, $2) }
    XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in XMLEvents.of(data).refuseDocumentType() }
  }

  deinit { XML_ParserFree(parser) }

  private static func of(_ data: UnsafeMutableRawPointer?) -> XMLEvents {
    guard let data else { preconditionFailure("Expat hands on what it was given") }
    return Unmanaged<XMLEvents>.fromOpaque(data).takeUnretainedValue()
  }

  /// Nil at the end.
  func next() throws(WorkbookFault) -> Event? {
    while index == events.count {
      if isAtEnd { return nil }
      try parseMore()
    }
    defer { index += 1 }
    attributes = events[index].attributes
    return events[index].event
  }

  /// Skips the contents and the end of the element that has just begun.
  func skipElement() throws(WorkbookFault) {
    var depth = 1
    while index < events.count, depth > 0 {
      if case .start = events[index].event { depth += 1 }
      if case .end = events[index].event { depth -= 1 }
      index += 1
    }
    skippedDepth = depth
    while skippedDepth > 0, !isAtEnd { try parseMore() }
  }

  /// An attribute of the element that has just begun, by its name as written (`r:id`).
  func attribute(_ name: String) -> String? { attributes.first { $0.name == name }?.value }

  /// `id`, `r:id` or `d3p1:id`: documents may choose the prefix of a namespace.
  func attribute(ofAnyPrefix name: String) -> String? {
    attributes.first { $0.name.hasSuffix(":" + name) }?.value ?? attribute(name)
  }

  private func parseMore() throws(WorkbookFault) {
    events.removeAll(keepingCapacity: true)
    index = 0
    let count = buffer.withUnsafeMutableBytes { part.read(into: $0) }
    if let fault = part.fault { throw fault }
    isAtEnd = count == 0
    countRead += count
    let status = buffer.withUnsafeBytes { bytes in
      XML_Parse(parser, bytes.bindMemory(to: CChar.self).baseAddress, Int32(count), isAtEnd ? 1 : 0)
    }
    if hasDocumentType {
      throw .init("has a part \(part.name) with a document type, which no workbook has")
    }
    if status != XML_STATUS_OK {
      let line = XML_GetCurrentLineNumber(parser)
      let reason = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "unknown error"
      throw .init("has a part \(part.name) that is not XML: \(reason) in line \(line)")
    }
    // Where the token begins that is not yet complete; negative before the first one.
    let begun = max(0, Int(XML_GetCurrentByteIndex(parser)))
    if countRead - begun > longestToken {
      throw .init("has a part \(part.name) with a tag of more than \(longestToken) bytes")
    }
  }

  private typealias Characters = UnsafePointer<XML_Char>

  private func start(_ name: Characters?, _ list: UnsafeMutablePointer<Characters?>?) {
    if skippedDepth > 0 {
      skippedDepth += 1
      return
    }
    var attributes: [(name: String, value: String)] = []
    var index = 0
    while let list, let name = list[index], let value = list[index + 1] {
      attributes.append((String(cString: name), String(cString: value)))
      index += 2
    }
    events.append((.start(localName(name)), attributes))
  }

  private func end(_ name: Characters?) {
    if skippedDepth > 0 {
      skippedDepth -= 1
      return
    }
    events.append((.end(localName(name)), []))
  }

  private func text(_ characters: Characters?, _ count: Int32) {
    guard skippedDepth == 0, let characters else { return }
    let bytes = UnsafeRawBufferPointer(start: characters, count: Int(count))
    events.append((.text(String(decoding: bytes, as: UTF8.self)), []))
  }

  private func refuseDocumentType() {
    hasDocumentType = true
    XML_StopParser(parser, 0)
  }

  private func localName(_ name: Characters?) -> String {
    guard let name else { return "" }
    let text = String(cString: name)
    return text.utf8.contains(UInt8(ascii: ":")) ? String(text.drop { $0 != ":" }.dropFirst()) : text
  }
}
