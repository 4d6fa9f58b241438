import CivilTime
import JSON
import Records

/// The members of a notice, and all that is wrong with them.
struct NoticeReading {
  let document: JSONDocument
  var problems: [String] = []
  /// Nodes of the values, by key.
  private var parts: [String: Int] = [:]
  private var faulty: Set<String> = []

  init(_ document: JSONDocument, members: [Naming]) {
    self.document = document
    let known = Vocabulary(members)
    var names: [String: String] = [:]
    for key in document.children(of: 0) {
      let name = document.text(of: key)
      guard let member = known.key(of: name) else {
        let nearest = known.nearest(to: name).map { "did you mean \($0)?" }
        let all = members.map { "\($0.key) (\($0.label))" }.joined(separator: ", ")
        problems.append("\(name) is no member of a notice; \(nearest ?? "its members are \(all)")")
        continue
      }
      if let other = names.updateValue(name, forKey: member) {
        problems.append("has \(other) and \(name), which mean the same; keep one")
      }
      if document.nodes[key + 1].kind != .null { parts[member] = key + 1 }
    }
  }

  func has(_ member: String) -> Bool { parts[member] != nil }

  /// Whether it is there, and nothing is wrong with it.
  func isKnown(_ member: String) -> Bool { has(member) && !faulty.contains(member) }

  mutating func text(_ member: String) -> String? {
    guard let node = parts[member] else { return fault(member, "does not say its \(member)") }
    guard document.nodes[node].kind == .string else { return fault(member, "\(member) must be a text") }
    return document.text(of: node)
  }

  /// - Parameter wanted: what the text must be, for who reads that it is not.
  mutating func value<Value>(_ member: String, as wanted: String, _ read: (String) -> Value?) -> Value? {
    guard let text = text(member) else { return nil }
    if let value = read(text) { return value }
    return fault(member, "\(member) must be \(wanted), not \(ShownPerson.text(text))")
  }

  mutating func day(_ member: String) -> CalendarDate? {
    value(member, as: "a day such as 2026-11-19") { CalendarDate(text: $0) }
  }

  mutating func flag(_ member: String) -> Bool {
    guard let node = parts[member] else { return false }
    switch document.nodes[node].kind {
    case .true: return true
    case .false: return false
    default: return fault(member, "\(member) must be true or false") ?? false
    }
  }

  mutating func texts(_ member: String) -> [String]? {
    guard let node = parts[member] else { return nil }
    guard document.nodes[node].kind == .array else { return fault(member, "\(member) must be an array of names") }
    return document.children(of: node).map(document.text(of:))
  }

  /// Nodes of an array; none where it is not there.
  mutating func elements(_ member: String) -> [Int] {
    guard let node = parts[member] else { return [] }
    guard document.nodes[node].kind == .array else { return fault(member, "\(member) must be an array") ?? [] }
    return Array(document.children(of: node))
  }

  /// Told once.
  private mutating func fault<Value>(_ member: String, _ problem: String) -> Value? {
    if faulty.insert(member).inserted { problems.append(problem) }
    return nil
  }
}

/// Line and column, from 1, as editors count them.
struct TextPlace: CustomStringConvertible {
  let line: Int, column: Int

  init(of offset: Int, in bytes: [UInt8]) {
    let before = bytes.prefix(offset)
    line = before.count { $0 == UInt8(ascii: "\n") } + 1
    let last = before.suffix(from: before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0)
    column = String(decoding: last, as: UTF8.self).count + 1
  }

  var description: String { "line \(line), column \(column)" }
}
