/// What a page answers to a form: a template and its values.
struct AnswerPage {
  var template: VerificationSite.Template
  /// Texts, flags, lists and mappings of these.
  var values: [String: Any]

  init(_ template: VerificationSite.Template, _ values: [String: Any]) {
    (self.template, self.values) = (template, values)
  }
}

/// A page that is kept for the browser that asked until it fetches it, and fetches it again.
struct KeptPage: Codable {
  /// Name of the template; nil: the page of a refusal with its text.
  var template: String?
  var values: [String: KeptValue]
  /// Seconds since 1970.
  var until: Int64

  /// Nil if a value is of another kind than a page can be made from again.
  init?(_ page: AnswerPage, until: Int64) {
    guard case .map(let values)? = KeptValue(page.values) else { return nil }
    (template, self.values, self.until) = (page.template.rawValue, values, until)
  }

  init(refusal text: String, until: Int64) { (values, self.until) = (["text": .text(text)], until) }
}

/// A value for a template, in a form that is the same after writing and reading.
indirect enum KeptValue: Codable {
  case text(String)
  case flag(Bool)
  case list([KeptValue])
  case map([String: KeptValue])

  init?(_ value: Any) {
    switch value {
    case let text as String: self = .text(text)
    case let flag as Bool: self = .flag(flag)
    case let list as [Any]:
      let kept = list.compactMap { KeptValue($0) }
      guard kept.count == list.count else { return nil }
      self = .list(kept)
    case let map as [String: Any]:
      let kept = map.compactMapValues { KeptValue($0) }
      guard kept.count == map.count else { return nil }
      self = .map(kept)
    default: return nil
    }
  }

  var value: Any {
    switch self {
    case .text(let text): text
    case .flag(let flag): flag
    case .list(let list): list.map(\.value)
    case .map(let map): map.mapValues(\.value)
    }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let list = try? container.decode([KeptValue].self) {
      self = .list(list)
    } else {
      self = .map(try container.decode([String: KeptValue].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let text): try container.encode(text)
    case .flag(let flag): try container.encode(flag)
    case .list(let list): try container.encode(list)
    case .map(let map): try container.encode(map)
    }
  }
}
