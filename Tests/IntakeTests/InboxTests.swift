import Crypto
import DatabaseTesting
import Foundation
import Records
import ScratchFolders
import Testing

@testable import Gathering
@testable import Intake

/// What becomes of files in an inbox.
@Suite(.scratchFolders) struct InboxTests {
  private static let source = "广东省水利厅"
  private static let head = "行政相对人名称,行政相对人类别,行政相对人代码_1,行政处罚决定书文号,处罚决定日期,处罚机关"
  private let folder: String
  private let inbox: Inbox

  init() throws {
    let player = try HistoryPlayer(try Store.sqlite.location())
    let store = try GatheringStore(
      database: player.location.database(), secret: [UInt8](repeating: 3, count: 32), catalogue: player.catalogue)
    let path = try scratchFolder() + "/inbox"
    folder = path + "/" + Self.source
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    inbox = Inbox(
      path: path,
      desk: try DeliveryDesk(
        store: store, catalogue: player.catalogue, rules: player.rules, rulesFile: "rules.yaml", person: "operator"))
  }

  /// Drops a table with one penalty, and its notice.
  private func drop(_ number: String, from: String = "2026-10-01", categories: String = #"["行政处罚"]"#) throws {
    let table = "\(Self.head)\n深圳市诺晴熙信息科技有限公司,法人及非法人组织,91440300YY16UTC914,\(number),2026-10-08,\(Self.source)\n"
    let digest = SHA256.hash(data: Data(table.utf8)).map { byte in String(format: "%02x", byte) }.joined()
    try write(table, "table.csv")
    try write(
      """
      {"source": "\(Self.source)", "kind": "增量", "from": "\(from)", "through": "2026-10-31", "categories": \(categories),
       "files": [{"name": "table.csv", "sha256": "\(digest)"}]}
      """, "october.delivery.json")
  }

  private func write(_ text: String, _ name: String) throws {
    try Data(text.utf8).write(to: URL(filePath: folder + "/" + name))
  }

  private func read(_ name: String) -> String {
    String(decoding: FileManager.default.contents(atPath: folder + "/" + name) ?? Data(), as: UTF8.self)
  }

  private func move(_ name: String, to target: String) throws {
    try FileManager.default.moveItem(atPath: folder + "/" + name, toPath: folder + "/" + target)
  }

  private func takeAll() throws -> [Inbox.Event] {
    try inbox.waiting().map { delivery in
      #expect(delivery.obstacle == nil)
      return try inbox.take(delivery) { _, _ in }
    }
  }

  private var names: [String] {
    get throws { try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() }
  }

  private static let done = ["done", "done/october.delivery.json", "done/october.receipt.json", "done/table.csv"]

  /// Its table is in done/ already, its notice is not: it does not wait for a table that never comes.
  @Test func aDeliveryThatWasStoppedWhileItMovedIsFinished() throws {
    try drop("一号")
    _ = try takeAll()
    let receipt = read("done/october.receipt.json")
    try move("done/october.delivery.json", to: "october.delivery.json")
    guard case .taken(_, let outcome, _) = try takeAll().first else { throw Unexpected() }
    #expect(outcome.receipt.repeats == 1)
    #expect(try names == Self.done)
    // What became of its rows is said by the first receipt.
    #expect(receipt.contains(#""new":1"#) && read("done/october.receipt.json") == receipt)
  }

  @Test func theSameNamesAgainOverwriteNothing() throws {
    try drop("一号")
    _ = try takeAll()
    let (table, receipt) = (read("done/table.csv"), read("done/october.receipt.json"))
    try drop("二号")
    _ = try takeAll()
    #expect(read("done/table.csv") == table && read("done/october.receipt.json") == receipt)
    let others = Self.done.dropFirst().map { $0.replacing("done/", with: "done/october-2/") }
    #expect(try names == (Self.done + ["done/october-2"] + others).sorted())
    #expect(read("done/october-2/table.csv").contains("二号"))
  }

  /// A refused delivery needs its notice alone once more.
  @Test func aCorrectedNoticeFindsItsTable() throws {
    try drop("一号", categories: #"["行政处分"]"#)
    guard case .refused = try takeAll().first else { throw Unexpected() }
    #expect(try names.contains("failed/table.csv"))
    try drop("一号")
    try FileManager.default.removeItem(atPath: folder + "/table.csv")
    guard case .taken(_, let outcome, _) = try takeAll().first else { throw Unexpected() }
    #expect(outcome.receipt.counts[.new] == 1 && outcome.receipt.covers)
    #expect(try names.filter { !$0.hasPrefix("failed") } == Self.done)
  }

  private struct Unexpected: Error {}
}
