import CivilTime
import Database
import Foundation
import ScratchFolders
import Testing

@testable import Gathering
@testable import Intake

/// What a sender may put into its folder, on purpose or not: it harms no other source, no answer and no evidence.
@Suite(.scratchFolders) struct InboxAttackTests {
  private let dropped: DroppedDeliveries

  init() throws { dropped = try DroppedDeliveries() }

  // MARK: What is read is what the notice names

  @Test func aFileThatIsReplacedAfterTheLookWaits() throws {
    try dropped.drop("一号")
    let delivery = try #require(try dropped.inbox.look(at: .now()).deliveries.first)
    #expect(delivery.obstacle == nil)
    try dropped.write(DroppedDeliveries.head + "\n", "table.csv")
    let event = try dropped.inbox.take(delivery, at: .now()) { _, _ in }
    #expect(event.obstacle?.contains("SHA-256") == true)
    #expect(try dropped.ask("SELECT sequence FROM gather_delivery").isEmpty)
  }

  @Test func whatIsKeptIsWhatWasRead() throws {
    try dropped.drop("一号")
    let delivery = try #require(try dropped.inbox.look(at: .now()).deliveries.first)
    let event = try dropped.inbox.take(delivery, at: .now()) { _, _ in try? dropped.write("another", "table.csv") }
    #expect(event.outcome?.receipt.counts[.new] == 1)
    #expect(dropped.read("done/table.csv") == DroppedDeliveries.table("一号"))
    // The other one stays: nobody has looked at it.
    #expect(dropped.read("table.csv") == "another")
  }

  @Test func aTableThatChangesWhileItIsReadIsRefused() throws {
    let table = try scratchFolder() + "/table.csv"
    try Data(DroppedDeliveries.table("一号").utf8).write(to: URL(filePath: table))
    let notice = DeliveryNotice(
      source: DroppedDeliveries.source, kind: .increment, days: day("2026-10-01")...day("2026-10-31"),
      categories: ["行政处罚"], received: .now())
    #expect(throws: DeliveryDesk.Refusal.self) {
      try dropped.desk.deliver(notice, tables: [table]) { _, _ in
        try? Data("another".utf8).write(to: URL(filePath: table))
      }
    }
    #expect(try dropped.ask("SELECT sequence FROM gather_delivery").isEmpty)
  }

  // MARK: One source's trouble

  enum Trouble: CaseIterable {
    case listsAFolder, listsAPipe, listsALink, noticeIsAFolder, noticeIsAPipe, noticeIsALink, doneIsAFile, failedIsALink
  }

  @Test(.timeLimit(.minutes(1)), arguments: Trouble.allCases)
  func theOtherSourcesGoOn(trouble: Trouble) throws {
    try dropped.drop("一号")
    try dropped.dropOther()
    let elsewhere = try scratchFolder()
    func replace(_ name: String) throws -> String {
      try dropped.move(name, to: "../../moved")
      return dropped.folder + "/" + name
    }
    func link(_ name: String, to target: String) throws {
      try FileManager.default.createSymbolicLink(atPath: name, withDestinationPath: target)
    }
    let moved = dropped.path + "/../moved"
    switch trouble {
    case .listsAFolder: #expect(mkdir(try replace("table.csv"), 0o700) == 0)
    case .listsAPipe: #expect(mkfifo(try replace("table.csv"), 0o600) == 0)
    case .listsALink: try link(replace("table.csv"), to: moved)
    case .noticeIsAFolder: #expect(mkdir(try replace("october.delivery.json"), 0o700) == 0)
    case .noticeIsAPipe: #expect(mkfifo(try replace("october.delivery.json"), 0o600) == 0)
    case .noticeIsALink: try link(replace("october.delivery.json"), to: moved)
    case .doneIsAFile: try dropped.write("", "done")
    case .failedIsALink: try link(dropped.folder + "/failed", to: elsewhere)
    }
    let look = try dropped.inbox.look(at: .now())
    let events = try look.deliveries.map { try dropped.inbox.take($0, at: .now()) { _, _ in } }
    #expect(events.compactMap(\.outcome).map(\.notice.source) == [DroppedDeliveries.other])
    // It is told.
    #expect(look.problems.count + events.compactMap { $0.obstacle ?? $0.trouble }.count == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: elsewhere).isEmpty)
    #expect(try dropped.ask("SELECT sequence FROM gather_delivery").count == 1)
  }

  // MARK: Names

  @Test(arguments: [
    "october.receipt.json", "other.receipt.json", "next.delivery.json", "NEXT.Delivery.JSON", "done", "failed",
  ])
  func namesOfTheInboxsOwnFilesAreRefused(name: String) throws {
    let table = DroppedDeliveries.table("一号")
    let notice = DroppedDeliveries.notice("增量", files: [DroppedDeliveries.file(name, table)])
    #expect(throws: DeliverySidecar.Fault.self) { try DeliverySidecar(json: Array(notice.utf8)) }
  }

  @Test func aReceiptReplacesNoOtherFile() throws {
    #expect(mkdir(dropped.folder + "/done", 0o700) == 0)
    try dropped.write("evidence", "done/october.receipt.json")
    try dropped.drop("一号")
    _ = try dropped.takeOne()
    #expect(dropped.read("done/october.receipt.json") == "evidence")
    #expect(dropped.read("done/october-2/october.receipt.json").contains(#""new":1"#))
  }

  @Test func nothingIsDeliveredTwiceInOneNotice() throws {
    let table = DroppedDeliveries.table("一号")
    let (one, other) = (DroppedDeliveries.file("a.csv", table), DroppedDeliveries.file("b.csv", table))
    for (files, problem) in [
      ([one, one], "names a.csv twice"), ([one, other], "names a.csv and b.csv, which hold the same"),
    ] {
      let notice = DroppedDeliveries.notice("增量", files: files)
      let fault = #expect(throws: DeliverySidecar.Fault.self) { try DeliverySidecar(json: Array(notice.utf8)) }
      #expect(fault?.problem.hasPrefix(problem) == true)
    }
    let paths = try ["a.csv", "b.csv"].map { try scratchFolder() + "/" + $0 }
    for path in paths { try Data(table.utf8).write(to: URL(filePath: path)) }
    let notice = DeliveryNotice(
      source: DroppedDeliveries.source, kind: .increment, days: day("2026-10-01")...day("2026-10-31"),
      categories: ["行政处罚"], received: .now())
    #expect(throws: DeliveryDesk.Refusal.self) { try dropped.desk.deliver(notice, tables: paths) { _, _ in } }
  }

  @Test func aMemberAndItsOtherNameAreRefused() throws {
    let notice = DroppedDeliveries.notice("零报告", more: #", "起": "2026-10-20""#)
    let fault = #expect(throws: DeliverySidecar.Fault.self) { try DeliverySidecar(json: Array(notice.utf8)) }
    #expect(fault?.problem == "has from and 起, which mean the same; keep one")
    let file = #"{"name": "a.csv", "文件名": "b.csv", "sha256": "00"}"#
    let twice = DroppedDeliveries.notice("增量", files: [file])
    let second = #expect(throws: DeliverySidecar.Fault.self) { try DeliverySidecar(json: Array(twice.utf8)) }
    #expect(
      second?.problem
        == "a file has 文件名 and another name of it; keep one; a.csv has no SHA-256 of 64 hexadecimal digits"
    )
  }

  // MARK: Personal data

  private static let number = "440305199003071236"

  @Test func noIdentityNumberIsKeptInTheOpen() throws {
    let table = "\(DroppedDeliveries.head),欧阳紫嫣\(Self.number)\n\(DroppedDeliveries.row("一号").dropLast()),1\n"
    let name = "欧阳紫嫣\(Self.number)"
    try dropped.write(table, name + ".csv")
    try dropped.write(
      DroppedDeliveries.notice("增量", files: [DroppedDeliveries.file(name + ".csv", table)]), name + ".delivery.json")
    let event = try dropped.takeOne()
    #expect(event.outcome?.failure?.contains(Self.number) == true)
    let remark = try dropped.ask("SELECT remark FROM gather_delivery").first.map { try $0.text("remark") }
    #expect(remark?.contains("欧阳紫嫣**************1236") == true, "\(remark ?? "")")
    let names = try dropped.ask("SELECT name FROM gather_file").map { try $0.text("name") }
    #expect(!names.isEmpty && names.allSatisfy { $0.hasPrefix("欧阳紫嫣**************1236") })
    let receipt = dropped.read("failed/\(name).receipt.json")
    #expect(receipt.contains(#""delivery":"欧阳紫嫣**************1236.delivery.json""#) && !receipt.contains(Self.number))
  }

  // MARK: What lies there and is not in the store

  @Test func aRefusedDeliveryOpensItsDays() throws {
    try dropped.write(DroppedDeliveries.notice("零报告"), "nil.delivery.json")
    _ = try dropped.takeOne()
    #expect(try dropped.covers)
    try dropped.drop("一号", categories: #"["行政处罚", "行政强迫"]"#)
    #expect(try dropped.takeOne().refusal != nil)
    #expect(try !dropped.covers)
    let receipt = dropped.read("failed/october.receipt.json")
    #expect(receipt.contains(#""openFrom":"2026-10-01","openThrough":"2026-10-31""#), "\(receipt)")
    #expect(try filesOfTheLast() == ["table.csv"])
  }

  /// By them the store knows when what failed is delivered after all.
  private func filesOfTheLast() throws -> [String] {
    try dropped.ask(
      "SELECT name FROM gather_file WHERE sequence = (SELECT MAX(sequence) FROM gather_delivery) ORDER BY name"
    ).map { row in try row.text("name") }
  }

  /// Nobody opens the days of another source.
  @Test func aNoticeInTheWrongFolderOpensThoseOfItsFolder() throws {
    try dropped.dropOther()
    _ = try dropped.takeOne()
    try dropped.drop("一号", source: DroppedDeliveries.other)
    guard case .refused(_, _, let opened, _) = try dropped.takeOne() else { throw Unexpected() }
    #expect(opened?.notice.source == DroppedDeliveries.source)
    let other = try dropped.desk.store.overview(source: DroppedDeliveries.other)
    #expect(other.contains { $0.category == "penalty" && !$0.covered.isEmpty })
  }

  @Test func aDeliveryThatWaitsForMoreThanADayHasFailed() throws {
    try dropped.write(DroppedDeliveries.notice("零报告"), "nil.delivery.json")
    _ = try dropped.takeOne()
    try dropped.drop("一号")
    try dropped.write("another", "table.csv")
    #expect(try dropped.takeOne(after: Inbox.wait - 60).obstacle != nil)
    #expect(try dropped.covers)
    let outcome = try #require(try dropped.takeOne(after: Inbox.wait + 60).outcome)
    #expect(outcome.failure?.contains("for more than a day") == true)
    #expect(try !dropped.covers)
    #expect(dropped.read("failed/october.receipt.json").contains(#""state":"failed""#))
    #expect(try filesOfTheLast() == ["table.csv"])
    // When the right file comes at last, its notice is dropped once more.
    try dropped.drop("一号")
    #expect(try dropped.takeOne().outcome?.receipt.covers == true)
  }

  @Test func daysAreReadFromANoticeThatIsWrong() {
    func stated(_ text: String) -> StatedDays? { StatedDays(notice: Array(text.utf8)) }
    let days = stated(#"{"kind": "?", "from": "2026-10-31", "through": "2026-10-01", "起": "2026-09-01", "x": 1}"#)
    #expect(days?.days == day("2026-09-01")...day("2026-10-31"))
    let named = stated(
      #"{"kind": "全量", "from": "2026-10-01", "through": "2026-10-31", "files": [{"文件名": "a.csv"}, {"sha256": "00"}, 7]}"#
    )
    #expect(named?.kind == .snapshot && named?.files.map(\.name) == ["a.csv"])
    #expect(stated(#"{"kind": "repair", "from": "2026-10-01", "through": "2026-10-31"}"#) == nil)
    #expect(stated(#"{"kind": "increment", "from": "2026-10-01"}"#) == nil)
    #expect(stated("{") == nil)
    // No table lies there.
    #expect(stated(DroppedDeliveries.notice("零报告")) == nil)
    #expect(stated(DroppedDeliveries.notice("零报告", files: [DroppedDeliveries.file("a.csv", "")])) != nil)
  }

  private struct Unexpected: Error {}
}
