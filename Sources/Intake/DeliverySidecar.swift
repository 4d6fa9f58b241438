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

    var delivered: DeliveredFile { DeliveredFile(name: name, sha256: sha256) }
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
    /// Whether it is no JSON, as a notice is none that is still being uploaded.
    public var isNoJSON = false
    public var cause: ErrorCause { .input }
    public var description: String { problem }
  }

  private static let memberNames = [
    Naming(key: "source", label: "数据源单位", aliases: ["来源单位", "报送单位"]),
    Naming(key: "kind", label: "报送方式", aliases: ["类型"]),
    Naming(key: "from", label: "起始日期", aliases: ["起"]), Naming(key: "through", label: "截止日期", aliases: ["止"]),
    Naming(key: "categories", label: "信息类别", aliases: ["类别"]), Naming(key: "received", label: "报送时间"),
    Naming(key: "files", label: "文件"), Naming(key: "allSince", label: "全部数据自"), Naming(key: "confirmed", label: "已确认"),
  ]
  private static let fileMemberNames = [
    Naming(key: "name", label: "文件名"), Naming(key: "sha256", label: "SHA-256"), Naming(key: "rows", label: "行数"),
  ]
  static let members = Vocabulary(memberNames)
  static let fileMembers = Vocabulary(fileMemberNames)
  private static let kindNames = DeliveryKind.allCases.filter { $0 != .decision }.map {
    Naming(key: $0.rawValue, label: $0.label)
  }
  static let kinds = Vocabulary(kindNames)

  /// - Throws: all that is wrong with it, at once: who mends a notice wants to hand it in once more, not once a member.
  public init(json bytes: [UInt8]) throws(Fault) {
    var reading = NoticeReading(try Self.document(bytes), members: Self.memberNames)
    source = reading.text("source") ?? ""
    kind =
      reading.value("kind", as: "one of \(Self.named(Self.kindNames))") { name in
        Self.kinds.key(of: name).flatMap(DeliveryKind.init(rawValue:))
      } ?? .increment
    let (from, through) = (reading.day("from"), reading.day("through"))
    if let from, let through, from > through { reading.problems.append("from \(from) lies after through \(through)") }
    days = if let from, let through, from <= through { from...through } else { Self.noDay...Self.noDay }
    allSince = reading.has("allSince") ? reading.day("allSince") : nil
    if let allSince, let through, allSince > through {
      reading.problems.append("allSince \(allSince) lies after through \(through)")
    }
    received =
      reading.has("received")
      ? reading.value("received", as: "a time such as 2026-11-20T09:00:00+08:00") { BeijingTime(text: $0) } : nil
    isConfirmed = reading.flag("confirmed")
    categories = reading.texts("categories")
    files = []
    for element in reading.elements("files") {
      if let file = Self.file(element, reading.document, &reading.problems) { files.append(file) }
    }
    // Each row of a file that is named twice would be a record more.
    for (index, file) in files.enumerated() {
      guard let other = files[..<index].first(where: { $0.name == file.name || $0.sha256 == file.sha256 }) else {
        continue
      }
      reading.problems.append(
        other.name == file.name
          ? "names \(file.name) twice" : "names \(other.name) and \(file.name), which hold the same; name one")
    }
    if reading.isKnown("kind") {
      if kind == .nilReturn, reading.has("files"), !reading.elements("files").isEmpty {
        reading.problems.append("a nil return has no files")
      }
      if kind != .nilReturn, kind != .increment, reading.elements("files").isEmpty {
        reading.problems.append("names no files")
      }
      if kind == .nilReturn || reading.elements("files").isEmpty, categories?.isEmpty ?? true {
        reading.problems.append("must name the categories for which there is nothing")
      }
    }
    if !reading.problems.isEmpty { throw Fault(problem: reading.problems.joined(separator: "; ")) }
  }

  static func document(_ bytes: [UInt8]) throws(Fault) -> JSONDocument {
    let document: JSONDocument
    do throws(JSONFault) {
      document = try JSONParser.parse(bytes, limits: JSONLimits(valueBytes: 4096, nesting: 6), shown: { $0 })
    } catch {
      if String(validating: bytes, as: UTF8.self) == nil {
        throw Fault(problem: "is not UTF-8; it may be GB18030: save it as UTF-8", isNoJSON: true)
      }
      throw Fault(problem: "is no JSON: \(error.message) (\(TextPlace(of: error.offset, in: bytes)))", isNoJSON: true)
    }
    guard document.nodes.first?.kind == .object else { throw Fault(problem: "must hold a JSON object") }
    return document
  }

  /// In place of days that are not said, until the notice is refused for it.
  private static let noDay = CalendarDate(daysSince1970: 0)

  /// As messages list them, by key and Chinese name.
  private static func named(_ names: [Naming]) -> String {
    names.map { "\($0.key) (\($0.label))" }.joined(separator: ", ")
  }

  /// - Returns: nil if something is wrong with it, which is added to the problems.
  private static func file(_ node: Int, _ document: JSONDocument, _ problems: inout [String]) -> File? {
    guard document.nodes[node].kind == .object else {
      problems.append("each of files must be an object")
      return nil
    }
    let before = problems.count
    var (name, digest): (String?, [UInt8]?) = (nil, nil)
    var seen: Set<String> = []
    for key in document.children(of: node) {
      let member = document.text(of: key)
      if let known = fileMembers.key(of: member), !seen.insert(known).inserted {
        problems.append("a file has \(member) and another name of it; keep one")
        continue
      }
      switch fileMembers.key(of: member) {
      case "name": name = document.text(of: key + 1)
      case "sha256": digest = [UInt8](hexadecimal: document.text(of: key + 1).lowercased())
      case "rows": break
      default: problems.append("\(member) is no member of a file; they are \(named(fileMemberNames))")
      }
    }
    // A name that leads elsewhere would read what is not the source's.
    guard let name, !name.isEmpty, !name.utf8.contains(UInt8(ascii: "/")), !name.hasPrefix("."), !name.utf8.contains(0)
    else {
      problems.append("a file must have a name without folders")
      return nil
    }
    if isReserved(name) {
      problems.append("a table cannot be called \(name): notices, receipts and the inbox's folders are called so")
    }
    guard let digest, digest.count == 32 else {
      problems.append("\(name) has no SHA-256 of 64 hexadecimal digits")
      return nil
    }
    return problems.count == before ? File(name: name, sha256: digest) : nil
  }

  static let ending = ".delivery.json"

  /// Names of the inbox's own files.
  private static func isReserved(_ name: String) -> Bool {
    let name = name.lowercased()
    return SourceFolder.own.contains(name) || [ending, ReceiptText.ending].contains(where: name.hasSuffix)
  }
}
