import Yams

/// A YAML node with its position, independent of the YAML library: only this file knows the library.
struct YAMLTree {
  struct Entry {
    var key: String
    var location: TemplateLocation
    var value: YAMLTree
  }
  enum Content {
    case scalar(Scalar)
    case list([YAMLTree])
    case mapping([Entry])
  }
  struct Scalar {
    var text: String
    /// The number of source characters before the text begins: 1 if it is quoted.
    var quote: Int
    /// Whether nothing was written.
    var isNull: Bool
  }
  var content: Content
  var location: TemplateLocation

  var isNull: Bool {
    if case .scalar(let scalar) = content { scalar.isNull } else { false }
  }

  /// A value of a mapping.
  subscript(key: String) -> YAMLTree? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.first { $0.key == key }?.value
  }

  /// The entries of both mappings; if keys are equal, this one's.
  func over(_ other: YAMLTree?) -> YAMLTree {
    guard case .mapping(let own) = content, case .mapping(let others)? = other?.content else { return self }
    let kept = others.filter { entry in !own.contains { $0.key == entry.key } }
    return YAMLTree(content: .mapping(kept + own), location: location)
  }

  /// Like `over`, but also for mappings inside them.
  func deeplyOver(_ other: YAMLTree?) -> YAMLTree {
    guard case .mapping(let entries) = content, case .mapping? = other?.content else { return self }
    let own = entries.map { entry in
      Entry(
        key: entry.key, location: entry.location,
        value: entry.value.isNull ? entry.value : entry.value.deeplyOver(other?[entry.key]))
    }
    return YAMLTree(content: .mapping(own), location: location).over(other)
  }

  /// For messages.
  var kind: String {
    switch content {
    case .scalar(let scalar): scalar.isNull ? "nothing" : "`\(scalar.text)`"
    case .list: "a list"
    case .mapping: "a mapping"
    }
  }

  /// - Throws: text that is not YAML, with the position.
  init(text: String, file: String) throws(TemplateError) {
    let start = TemplateLocation(file: file, line: 1, column: 1)
    let root: Node?
    // All scalars are texts here; to detect their types the parser would match every key against seven patterns.
    do { root = try Yams.compose(yaml: text, .basic) } catch {
      var error = Self.error(error, file: file, start: start)
      let lines = Source(text).lines
      for index in error.mistakes.indices {
        let line = error.mistakes[index].location.line - 1
        // The most common mistake: `{` begins a mapping in YAML.
        if lines.indices.contains(line), string(lines[line][...]).contains("{{") {
          error.mistakes[index].message += "; put texts with {{ }} in quotes"
        }
      }
      throw error
    }
    guard let root else { throw TemplateError(start, "the file is empty") }
    var left = Self.largestSize
    self = try Self.tree(root, file: file, left: &left)
  }

  /// The maximum number of nodes, with aliases expanded: aliases of aliases can expand beyond any memory.
  private static let largestSize = 200_000

  private init(content: Content, location: TemplateLocation) { (self.content, self.location) = (content, location) }

  private static func tree(_ node: Node, file: String, left: inout Int) throws(TemplateError) -> YAMLTree {
    let location = location(node, file: file)
    left -= 1
    guard left > 0 else { throw TemplateError(location, "more than \(largestSize) nodes; use fewer aliases") }
    switch node {
    case .scalar(let scalar):
      let isNull = scalar.style == .plain && ["", "~", "null"].contains(scalar.string)
      let quoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
      let text = scalar.style == .folded ? withoutFoldingSpaces(scalar.string) : scalar.string
      return YAMLTree(
        content: .scalar(Scalar(text: text, quote: quoted ? 1 : 0, isNull: isNull)), location: location)
    case .sequence(let sequence):
      var items: [YAMLTree] = []
      for item in sequence { items.append(try tree(item, file: file, left: &left)) }
      return YAMLTree(content: .list(items), location: location)
    case .mapping(let mapping):
      var entries: [Entry] = []
      for (key, value) in mapping {
        let keyLocation = Self.location(key, file: file)
        guard let name = key.scalar?.string else {
          throw TemplateError(keyLocation, "a key must be a plain word; put texts with {{ }} in quotes")
        }
        entries.append(Entry(key: name, location: keyLocation, value: try tree(value, file: file, left: &left)))
      }
      return YAMLTree(content: .mapping(entries), location: location)
    case .alias: throw TemplateError(location, "an alias of nothing")
    }
  }

  private static func location(_ node: Node, file: String) -> TemplateLocation {
    TemplateLocation(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
  }

  /// YAML folds a line break into a space, which Chinese does not use: the space between two characters is removed if
  /// each is Han or full-width punctuation. A folded text ends with a line break, which is removed as well.
  private static func withoutFoldingSpaces(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      let betweenHan =
        index > 0 && index + 1 < scalars.count && isFullWidth(scalars[index - 1]) && isFullWidth(scalars[index + 1])
      if scalar == " " && betweenHan { continue }
      if scalar == "\n" && index + 1 == scalars.count { continue }
      result.append(scalar)
    }
    return String(result)
  }

  private static func error(_ error: any Error, file: String, start: TemplateLocation) -> TemplateError {
    func at(_ mark: Mark) -> TemplateLocation { TemplateLocation(file: file, line: mark.line, column: mark.column) }
    guard let error = error as? YamlError else { return TemplateError(start, "is not YAML") }
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return TemplateError(at(mark), "is not YAML: \(problem)")
    case .reader(let problem, _, _, _): return TemplateError(start, "is not YAML: \(problem)")
    case .duplicatedKeysInMapping(let keys, let context):
      return TemplateError(at(context.mark), "the key `\(keys.joined(separator: "`, `"))` stands here twice")
    default: return TemplateError(start, "is not YAML")
    }
  }
}

/// Han characters, and punctuation of the same width.
func isFullWidth(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x2018...0x201D, 0x2E80...0x9FFF, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF01...0xFF60, 0x20000...0x3FFFF: true
  default: false
  }
}
