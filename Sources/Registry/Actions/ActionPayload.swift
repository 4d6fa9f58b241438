import JSON

/// What an action needs to be carried out: texts by name. It is stored in the canonical form of RFC 8785, so that equal
/// payloads are equal texts.
public struct ActionPayload: Sendable, Equatable, ExpressibleByDictionaryLiteral {
  private let members: [String: String]

  private static let limits = JSONLimits(valueBytes: 1 << 20, nesting: 1)

  public init(_ members: [String: String]) { self.members = members }

  public init(dictionaryLiteral members: (String, String)...) {
    self.init(Dictionary(uniqueKeysWithValues: members))
  }

  /// - Throws: `RegistryError.damaged` for what is not one object of texts.
  init(json: String) throws(RegistryError) {
    let damaged = RegistryError.damaged(what: "payload of an action", problem: "is not an object of texts")
    guard let document = try? JSONParser.parse(Array(json.utf8), limits: Self.limits, shown: { $0 }),
      document.nodes.first?.kind == .object
    else { throw damaged }
    var members: [String: String] = [:]
    for name in document.children(of: 0) {
      guard document.nodes[name + 1].kind == .string else { throw damaged }
      members[document.text(of: name)] = document.text(of: name + 1)
    }
    self.init(members)
  }

  public var json: String {
    var bytes = [UInt8(ascii: "{")]
    // RFC 8785, 3.2.3: in the order of UTF-16.
    for (name, value) in members.sorted(by: { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }) {
      if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
      JSONText.append(name, to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      JSONText.append(value, to: &bytes)
    }
    return String(decoding: bytes + [UInt8(ascii: "}")], as: UTF8.self)
  }

  /// - Throws: `RegistryError.damaged` if there is none of that name: another program wrote it.
  public func text(_ name: String) throws(RegistryError) -> String {
    guard let text = members[name] else {
      throw .damaged(what: "payload of an action", problem: "has no `\(name)`")
    }
    return text
  }
}
