import Foundation
import ScratchFolders
import Testing

@testable import Gathering
@testable import Intake

/// What becomes of files in an inbox.
@Suite(.scratchFolders) struct InboxTests {
  private let dropped: DroppedDeliveries

  init() throws { dropped = try DroppedDeliveries() }

  /// Its table is in done/ already, its notice is not: it does not wait for a table that never comes.
  @Test func aDeliveryThatWasStoppedWhileItMovedIsFinished() throws {
    try dropped.drop("一号")
    _ = try dropped.takeOne()
    let receipt = dropped.read("done/october.receipt.json")
    try dropped.move("done/october.delivery.json", to: "october.delivery.json")
    let outcome = try #require(try dropped.takeOne().outcome)
    #expect(outcome.receipt.repeats == 1 && !outcome.isLate)
    #expect(try dropped.names == DroppedDeliveries.done)
    // What became of its rows is said by the first receipt.
    #expect(receipt.contains(#""new":1"#) && dropped.read("done/october.receipt.json") == receipt)
  }

  @Test func theSameNamesAgainOverwriteNothing() throws {
    try dropped.drop("一号")
    _ = try dropped.takeOne()
    let (table, receipt) = (dropped.read("done/table.csv"), dropped.read("done/october.receipt.json"))
    try dropped.drop("二号")
    _ = try dropped.takeOne()
    #expect(dropped.read("done/table.csv") == table && dropped.read("done/october.receipt.json") == receipt)
    let done = DroppedDeliveries.done
    let others = done.dropFirst().map { $0.replacing("done/", with: "done/october-2/") }
    #expect(try dropped.names == (done + ["done/october-2"] + others).sorted())
    #expect(dropped.read("done/october-2/table.csv").contains("二号"))
  }

  /// What lies in done/ says all of it already.
  @Test func theSameDeliveryAgainLeavesNothingNew() throws {
    try dropped.drop("一号")
    _ = try dropped.takeOne()
    try dropped.drop("一号")
    let outcome = try #require(try dropped.takeOne().outcome)
    #expect(outcome.receipt.repeats == 1 && outcome.receipt.counts[.new] == 1)
    #expect(try dropped.names == DroppedDeliveries.done)
  }

  /// A refused delivery needs its notice alone once more.
  @Test func aCorrectedNoticeFindsItsTable() throws {
    try dropped.drop("一号", categories: #"["行政处分"]"#)
    #expect(try dropped.takeOne().refusal != nil)
    #expect(try dropped.names.contains("failed/table.csv"))
    try dropped.drop("一号")
    try dropped.remove("table.csv")
    let outcome = try #require(try dropped.takeOne().outcome)
    #expect(outcome.receipt.counts[.new] == 1 && outcome.receipt.covers)
    #expect(try dropped.names.filter { !$0.hasPrefix("failed") } == DroppedDeliveries.done)
  }

  /// It was stopped between the store and the receipt: its source must know what became of its rows.
  @Test func aReceiptThatComesLateSaysWhatTheFirstWouldHaveSaid() throws {
    try dropped.drop("一号")
    _ = try dropped.takeOne()
    for name in ["october.delivery.json", "table.csv"] { try dropped.move("done/" + name, to: name) }
    try dropped.remove("done/october.receipt.json")
    #expect(try dropped.takeOne().outcome?.isLate == true)
    let receipt = dropped.read("done/october.receipt.json")
    for member in [#""state":"repeated""#, #""repeats":1"#, #""late":true"#, #""new":1"#, #""sum":1"#] {
      #expect(receipt.contains(member), "\(receipt)")
    }
    #expect(!receipt.contains("findingCount"))
    #expect(try dropped.names == DroppedDeliveries.done)
  }

  @Test func whatAStoppedProcessLeftIsRemoved() throws {
    try dropped.drop("一号")
    _ = try dropped.takeOne()
    try dropped.write("{", "done/.october.receipt.json.12345678.part")
    #expect(mkdir(dropped.folder + "/done/october-2", 0o700) == 0)
    try dropped.write("{", "done/october-2/.october.receipt.json.12345678.part")
    SourceFolder(path: dropped.folder).removeParts()
    #expect(try dropped.names == (DroppedDeliveries.done + ["done/october-2"]).sorted())
  }

  @Test func oneProcessAtATimeTakesIn() throws {
    #expect(throws: InboxError.isBusy(path: dropped.path)) { try Inbox(path: dropped.path, desk: dropped.desk) }
    #expect(throws: InboxError.noFolder(path: "/nowhere")) { try Inbox(path: "/nowhere", desk: dropped.desk) }
  }

  /// A notice is there before all of it is.
  @Test func aNoticeThatIsHalfThereWaits() throws {
    try dropped.drop("一号")
    let notice = dropped.read("october.delivery.json")
    try dropped.write(String(notice.prefix(60)), "october.delivery.json")
    #expect(try dropped.takeOne().obstacle?.contains("may still be on its way") == true)
    #expect(try dropped.takeOne(after: Inbox.patience - 60).obstacle != nil)
    try dropped.write(notice, "october.delivery.json")
    #expect(try dropped.takeOne().outcome?.receipt.counts[.new] == 1)
    try dropped.write("{", "half.delivery.json")
    #expect(try dropped.takeOne(after: Inbox.patience + 1).refusal?.contains("no JSON") == true)
  }

  /// 255 bytes are what file systems allow.
  @Test func aNoticeMayHaveTheLongestName() throws {
    let stem = String(repeating: "x", count: 255 - DeliverySidecar.ending.utf8.count)
    try dropped.write(DroppedDeliveries.notice("零报告"), stem + DeliverySidecar.ending)
    #expect(try dropped.takeOne().outcome?.receipt.covers == true)
    try dropped.write(DroppedDeliveries.notice("零报告", from: "2026-10-02"), stem + DeliverySidecar.ending)
    #expect(try dropped.takeOne().outcome != nil)
    #expect(try dropped.names.filter { $0.hasSuffix(".receipt.json") }.count == 2)
  }
}
