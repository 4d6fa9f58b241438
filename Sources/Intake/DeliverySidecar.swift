public import CivilTime
public import ErrorCauses
public import Gathering
import Hexadecimal
import JSON
import Records

/// The notice that a source lays beside its tables, `NAME.delivery.json`: docs/gathering.md.
public struct DeliverySidecar: Sendable, Equatable {
  public struct File: Sendable, Equatable {
    /// A name in the same folder.
    public var name: String
    public var sha256: [UInt8]
  }
  public var source: String
  public var kind: DeliveryKind
  public var days: ClosedRange<CalendarDate>
  /// Labels or keys; nil: those of the tables.
  public var categories: [String]?
  /// Nil: when the sidecar was found.
  public var received: BeijingTime?
  public var files: [File]
  public var allSince: CalendarDate?
  public var isConfirmed: Bool

  /// What is wrong with a sidecar.
  public struct Fault: ClassifiedError, Equatable, CustomStringConvertible {
    public var problem: String
    public var cause: ErrorCause { .input }
    public var description: String { problem }
  }

  private static let members = Vocabulary([
    Naming(key: "source", label: "数据源单位", aliases: ["来源单位", "报送单位"]),
    Naming(key: "kind", label: "报送方式", aliases: ["类型"]),
    Naming(key: "from", label: "起始日期", aliases: ["起"]), Naming(key: "through", label: "截止日期", aliases: ["止"]),
    Naming(key: "categories", label: "信息类别", aliases: ["类别"]), Naming(key: "received", label: "报送时间"),
    Naming(key: "files", label: "文件"), Naming(key: "allSince", label: "全部数据自"), Naming(key: "confirmed", label: "已确认"),
  ])
  private static let fileMembers = Vocabulary([
    Naming(key: "name", label: "文件名"), Naming(key: "sha256", label: "SHA-256"), Naming(key: "rows", label: "行数"),
  ])
  private static let kinds = Vocabulary(
    DeliveryKind.allCases.filter { $0 != .decision }.map { Naming(key: $0.rawValue, label: $0.label) })

  public init(json bytes: [UInt8]) throws(Fault) {
    let document: JSONDocument
    do throws(JSONFault) {
      document = try JSONParser.parse(bytes, limits: JSONLimits(valueBytes: 4096, nesting: 6), shown: { $0 })
    } catch { throw Fault(problem: "is no JSON: \(error.message)") }
    guard document.nodes.first?.kind == .object else { throw Fault(problem: "must hold a JSON object") }
    var parts: [String: Int] = [:]
    for key in document.children(of: 0) {
      let name = document.text(of: key)
      guard let member = Self.members.key(of: name) else {
        let nearest = Self.members.nearest(to: name).map { "; did you mean \($0)?" } ?? ""
        throw Fault(problem: "has no member \(name)\(nearest)")
      }
      if document.nodes[key + 1].kind != .null { parts[member] = key + 1 }
    }
    func text(_ member: String) throws(Fault) -> String {
      guard let node = parts[member] else { throw Fault(problem: "does not say its \(member)") }
      guard document.nodes[node].kind == .string else { throw Fault(problem: "\(member) must be a text") }
      return document.text(of: node)
    }
    func day(_ member: String) throws(Fault) -> CalendarDate {
      let text = try text(member)
      guard let day = CalendarDate(text: text) else {
        throw Fault(problem: "\(member) must be a day such as 2026-11-19, not \(text)")
      }
      return day
    }
    source = try text("source")
    let kindName = try text("kind")
    guard let kind = Self.kinds.key(of: kindName).flatMap(DeliveryKind.init(rawValue:)) else {
      throw Fault(problem: "kind must be increment, snapshot, nil, withdrawal, repair or registration, not \(kindName)")
    }
    self.kind = kind
    let (from, through) = (try day("from"), try day("through"))
    guard from <= through else { throw Fault(problem: "from \(from) lies after through \(through)") }
    days = from...through
    allSince = parts["allSince"] == nil ? nil : try day("allSince")
    if parts["received"] == nil {
      received = nil
    } else {
      let moment = try text("received")
      guard let time = BeijingTime(text: moment) else {
        throw Fault(problem: "received must be a time such as 2026-11-20T09:00:00+08:00, not \(moment)")
      }
      received = time
    }
    isConfirmed = false
    if let node = parts["confirmed"] {
      switch document.nodes[node].kind {
      case .true: isConfirmed = true
      case .false: break
      default: throw Fault(problem: "confirmed must be true or false")
      }
    }
    categories = try parts["categories"].map { node throws(Fault) in
      guard document.nodes[node].kind == .array else { throw Fault(problem: "categories must be an array of names") }
      return document.children(of: node).map(document.text(of:))
    }
    files = []
    if let node = parts["files"] {
      guard document.nodes[node].kind == .array else { throw Fault(problem: "files must be an array") }
      for element in document.children(of: node) { files.append(try Self.file(element, document)) }
    }
    if kind == .nilReturn, !files.isEmpty { throw Fault(problem: "a nil return has no files") }
    if kind != .nilReturn, kind != .increment, files.isEmpty { throw Fault(problem: "names no files") }
    if kind == .nilReturn || files.isEmpty, categories?.isEmpty ?? true {
      throw Fault(problem: "must name the categories for which there is nothing")
    }
  }

  private static func file(_ node: Int, _ document: JSONDocument) throws(Fault) -> File {
    guard document.nodes[node].kind == .object else { throw Fault(problem: "each of files must be an object") }
    var (name, digest): (String?, [UInt8]?) = (nil, nil)
    for key in document.children(of: node) {
      let member = document.text(of: key)
      switch fileMembers.key(of: member) {
      case "name": name = document.text(of: key + 1)
      case "sha256": digest = [UInt8](hexadecimal: document.text(of: key + 1).lowercased())
      case "rows": break
      default: throw Fault(problem: "a file has no member \(member)")
      }
    }
    // A name that leads elsewhere would read what is not the source's.
    guard let name, !name.isEmpty, !name.contains("/"), !name.hasPrefix("."), !name.utf8.contains(0) else {
      throw Fault(problem: "a file must have a name without folders")
    }
    guard let digest, digest.count == 32 else {
      throw Fault(problem: "\(name) has no SHA-256 of 64 hexadecimal digits")
    }
    return File(name: name, sha256: digest)
  }
}
