import JSON

/// The members of a JSON object of texts, as tables' rows are kept.
enum BodyFields {
  static func fields(of body: [UInt8]) -> [(label: String, text: String)] {
    guard
      let document = try? JSONParser.parse(
        body, limits: JSONLimits(valueBytes: 1 << 20, nesting: 4), shown: { _ in "" })
    else { return [] }
    return document.children(of: 0).map { key in
      (document.text(of: key), document.nodes[key + 1].kind == .null ? "" : document.text(of: key + 1))
    }
  }

  /// The same object with further members at its end.
  static func adding(_ fields: [(label: String, text: String)], to body: [UInt8]) -> [UInt8] {
    if fields.isEmpty { return body }
    guard let end = body.lastIndex(of: UInt8(ascii: "}")) else { return body }
    var bytes = Array(body[..<end])
    let isEmpty = !body.contains(UInt8(ascii: ":"))
    for (index, field) in fields.enumerated() {
      if index > 0 || !isEmpty { bytes += ", ".utf8 }
      JSONText.append(field.label, to: &bytes)
      bytes += ": ".utf8
      JSONText.append(field.text, to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
    return bytes
  }
}
