import CivilTime
import Crypto
import Database
import DatabaseTesting
import Foundation
import Records
import ScratchFolders
import Testing

@testable import Gathering
@testable import Intake

/// An inbox with the folder of one source, and what is dropped there. The test needs the trait `.scratchFolders`.
struct DroppedDeliveries {
  static let source = "广东省水利厅"
  static let other = "广东省消防救援总队"
  static let head = "行政相对人名称,行政相对人类别,行政相对人代码_1,行政处罚决定书文号,处罚决定日期,处罚机关"

  let path: String
  let folder: String
  let desk: DeliveryDesk
  let inbox: Inbox
  let location: StoreLocation

  init() throws {
    let player = try HistoryPlayer(try Store.sqlite.location())
    location = player.location
    let store = try GatheringStore(
      database: location.database(), secret: [UInt8](repeating: 3, count: 32), catalogue: player.catalogue)
    desk = try DeliveryDesk(
      store: store, catalogue: player.catalogue, rules: player.rules, rulesFile: "rules.yaml", person: "operator")
    path = try scratchFolder() + "/inbox"
    folder = path + "/" + Self.source
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    inbox = try Inbox(path: path, desk: desk)
  }

  static func row(_ number: String) -> String {
    "深圳市诺晴熙信息科技有限公司,法人及非法人组织,91440300YY16UTC914,\(number),2026-10-08,\(source)\n"
  }
  static func table(_ number: String) -> String { "\(head)\n\(row(number))" }

  static func file(_ name: String, _ content: String) -> String {
    let digest = SHA256.hash(data: Data(content.utf8)).map { byte in String(format: "%02x", byte) }.joined()
    return #"{"name": "\#(name)", "sha256": "\#(digest)"}"#
  }

  static func notice(
    _ kind: String, files: [String] = [], from: String = "2026-10-01", categories: String = #"["行政处罚"]"#,
    more: String = "", source: String = source
  ) -> String {
    """
    {"source": "\(source)", "kind": "\(kind)", "from": "\(from)", "through": "2026-10-31", "categories": \(categories),
     "files": [\(files.joined(separator: ", "))]\(more)}
    """
  }

  /// Drops a table with one penalty, and its notice.
  func drop(_ number: String, categories: String = #"["行政处罚"]"#, source: String = DroppedDeliveries.source) throws {
    let table = Self.table(number)
    try write(table, "table.csv")
    try write(
      Self.notice("增量", files: [Self.file("table.csv", table)], categories: categories, source: source),
      "october.delivery.json")
  }

  /// Drops a nil return of the other source.
  func dropOther() throws {
    try FileManager.default.createDirectory(atPath: path + "/" + Self.other, withIntermediateDirectories: true)
    try Data(Self.notice("零报告", source: Self.other).utf8)
      .write(to: URL(filePath: path + "/\(Self.other)/other.delivery.json"))
  }

  func write(_ text: String, _ name: String) throws {
    try Data(text.utf8).write(to: URL(filePath: folder + "/" + name))
  }

  func read(_ name: String) -> String {
    String(decoding: FileManager.default.contents(atPath: folder + "/" + name) ?? Data(), as: UTF8.self)
  }

  func move(_ name: String, to target: String) throws {
    try FileManager.default.moveItem(atPath: folder + "/" + name, toPath: folder + "/" + target)
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: folder + "/" + name) }

  /// What became of each delivery, some seconds from now.
  func takeAll(after seconds: Int64 = 0) throws -> [Inbox.Event] {
    let now = BeijingTime(millisecondsSince1970: BeijingTime.now().millisecondsSince1970 + seconds * 1000)
    return try inbox.look(at: now).deliveries.map { try inbox.take($0, at: now) { _, _ in } }
  }

  func takeOne(after seconds: Int64 = 0) throws -> Inbox.Event {
    let events = try takeAll(after: seconds)
    return try #require(events.count == 1 ? events.first : nil, "\(events)")
  }

  var names: [String] {
    get throws { try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() }
  }

  static let done = ["done", "done/october.delivery.json", "done/october.receipt.json", "done/table.csv"]

  func ask(_ question: String) throws -> [SQLRow] { try location.database().read { try $0.query(question, []) } }

  /// Whether every day of October is covered for penalties.
  var covers: Bool {
    get throws {
      try desk.store.overview(source: Self.source).contains { entry in
        entry.category == "penalty" && entry.covered.contains { $0.from <= "2026-10-01" && $0.through >= "2026-10-31" }
      }
    }
  }
}

extension Inbox.Event {
  var outcome: DeliveryDesk.Outcome? {
    if case .taken(_, let outcome, _) = self { outcome } else { nil }
  }
  /// Why it was refused.
  var refusal: String? {
    if case .refused(_, let problem, _, _) = self { problem } else { nil }
  }
  var obstacle: String? {
    if case .waits(_, let problem) = self { problem } else { nil }
  }
  var trouble: String? {
    if case .stuck(_, let problem) = self { problem } else { nil }
  }
}
