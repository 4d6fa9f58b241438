import CivilTime
import Yams

/// A position in a file of the catalogue.
struct SourceLocation: Sendable {
  var file: String
  var line: Int, column: Int

  func error(_ message: String, _ hint: String? = nil) -> CatalogueError {
    CatalogueError(file: file, line: line, column: column, message: message, hint: hint)
  }
}

/// A value and its position.
struct Located<Value: Sendable>: Sendable {
  var value: Value
  var location: SourceLocation
}

/// A YAML mapping whose keys are all known, read key by key; every error names its position.
struct YAMLMapping {
  let location: SourceLocation
  /// What the mapping describes, for messages: `a field`.
  private let what: String
  private let values: [String: Node]

  init(_ node: Node, in file: String, what: String, keys: [String]) throws(CatalogueError) {
    location = Self.location(of: node, in: file)
    self.what = what
    guard case .mapping(let mapping) = node else {
      throw location.error("\(what) must be a mapping (key: value)")
    }
    var values: [String: Node] = [:]
    for (keyNode, value) in mapping {
      guard let key = keyNode.scalar?.string, keys.contains(key) else {
        let name = keyNode.scalar?.string ?? "?"
        let remedy = nearestName(to: name, among: keys).map { "did you mean \($0)?" }
        throw Self.location(of: keyNode, in: file).error(
          "\(what) has no key \(name)", remedy ?? "its keys are \(keys.joined(separator: ", "))")
      }
      values[key] = value
    }
    self.values = values
  }

  func node(_ key: String) -> Node? { values[key] }

  /// The position of a key's value, or of the mapping if the key is absent.
  func location(of key: String) -> SourceLocation {
    values[key].map { Self.location(of: $0, in: location.file) } ?? location
  }

  func text(_ key: String) throws(CatalogueError) -> String {
    guard let text = try optionalText(key) else { throw location.error("\(what) lacks the key \(key)") }
    return text
  }

  func optionalText(_ key: String) throws(CatalogueError) -> String? {
    guard let node = values[key] else { return nil }
    return try Self.text(node, in: location.file, what: key)
  }

  func texts(_ key: String) throws(CatalogueError) -> [String] { try locatedTexts(key).map(\.value) }

  func locatedTexts(_ key: String) throws(CatalogueError) -> [Located<String>] {
    var texts: [Located<String>] = []
    for node in try list(key) {
      let text = try Self.text(node, in: location.file, what: "an entry of \(key)")
      texts.append(Located(value: text, location: Self.location(of: node, in: location.file)))
    }
    return texts
  }

  /// The nodes of a list; empty if the key is absent.
  func list(_ key: String) throws(CatalogueError) -> [Node] {
    guard let node = values[key] else { return [] }
    guard case .sequence(let sequence) = node else { throw location(of: key).error("\(key) must be a list") }
    return Array(sequence)
  }

  func flag(_ key: String) throws(CatalogueError) -> Bool {
    guard let text = try optionalText(key) else { return false }
    guard text == "true" || text == "false" else { throw location(of: key).error("\(key) must be true or false") }
    return text == "true"
  }

  func integer(_ key: String, in range: ClosedRange<Int>) throws(CatalogueError) -> Int? {
    guard let text = try optionalText(key) else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw location(of: key).error("\(key) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  func option<Option: RawRepresentable<String> & CaseIterable>(
    _ key: String, default option: Option
  ) throws(CatalogueError) -> Option {
    guard let text = try optionalText(key) else { return option }
    guard let option = Option(rawValue: text) else {
      let known = Option.allCases.map(\.rawValue).joined(separator: ", ")
      throw location(of: key).error("\(key) cannot be \(text)", "it is one of \(known)")
    }
    return option
  }

  func date(_ key: String) throws(CatalogueError) -> CalendarDate {
    guard case .date(let date)? = DateText.read(try text(key)) else {
      throw location(of: key).error("\(key) must be a day such as 2026-04-01")
    }
    return date
  }

  static func location(of node: Node, in file: String) -> SourceLocation {
    SourceLocation(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
  }

  private static func text(_ node: Node, in file: String, what: String) throws(CatalogueError) -> String {
    guard let text = node.scalar?.string, !text.isEmpty else {
      throw location(of: node, in: file).error("\(what) must be a text")
    }
    return text
  }
}

/// The root of a YAML file; the parser's errors become errors of the catalogue.
///
/// The parser is told to treat scalars as text: to detect their types it would match every key against seven patterns.
func yamlRoot(_ text: String, file: String) throws(CatalogueError) -> Node? {
  do {
    return try Yams.compose(yaml: text, .basic)
  } catch let error as YamlError {
    throw catalogueError(error, file: file)
  } catch {
    throw CatalogueError(file: file, message: "cannot be read as YAML: \(error)")
  }
}

private func catalogueError(_ error: YamlError, file: String) -> CatalogueError {
  switch error {
  case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
    .composer(_, let problem, let mark, _):
    CatalogueError(file: file, line: mark.line, column: mark.column, message: "not YAML: \(problem)")
  case .duplicatedKeysInMapping(let keys, let context):
    CatalogueError(
      file: file, line: context.mark.line, column: context.mark.column,
      message: "the key \(keys.joined(separator: ", ")) is given twice", hint: "remove one")
  case .reader(let problem, _, _, _):
    CatalogueError(file: file, message: "not YAML: \(problem)")
  default:
    CatalogueError(file: file, message: "cannot be read as YAML")
  }
}
