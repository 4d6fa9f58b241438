import CivilTime
import ErrorCauses
import Foundation
import Gathering
import Records
import Registry
import ScratchFolders
import Testing

@testable import Installation

/// What is decided about rows that are held takes two persons.
@Suite(.scratchFolders) struct GatheringActionTests {
  private let now: Int64 = 1_796_000_000
  private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private func made() throws -> (store: GatheringStore, registry: Registry) {
    let home = try Home(path: try scratchFolder() + "/home", environment: [:])
    let catalogue = try Catalogue.load(directory: root.appending(path: "templates/catalogue").path)
    return (try home.openGathering(catalogue: catalogue), try home.openRegistry())
  }

  /// A row with a name and no code.
  private func hold(_ store: GatheringStore, named name: String) throws -> Int64 {
    let day = CalendarDate(daysSince1970: 20_700)
    let held = GatheredHeldRow(
      category: "penalty", name: name, day: day, reason: .noCode, body: Array(#"{"行政相对人名称": "\#(name)"}"#.utf8))
    _ = try store.takeIn(
      DeliveryNotice(
        source: "广东省水利厅", kind: .increment, days: day...day, categories: ["penalty"],
        received: BeijingTime(day, secondOfDay: 86_399)),
      files: [DeliveredFile(name: name, sha256: Array(name.utf8))], person: "operator"
    ) { take in try take([GatheredRow(table: name, number: 2, content: .unattributed(held))]) }
    return try #require(try store.heldRows(limit: 9).rows.last).id
  }

  @Test func aRowIsRefusedWhenAnotherPersonConfirms() throws {
    let (store, registry) = try made()
    let row = try hold(store, named: "深圳市岭秀远航贸易有限公司")
    let action = try GatheringAction(.refuse(row: row, reason: "重复报送"), in: store)
    let asked = try registry.ask(for: action.kind, action.payload, by: Operator("li"), needing: .two, at: now)
    #expect(asked.state == .pending && asked.kind == "gather.refuse-row")
    #expect(asked.words == "refuse held row \(row) (广东省水利厅, 行政处罚, 2026-09-04) (排除待核记录): 重复报送")
    // Neither what was asked for nor its words hold what the row says.
    #expect(!asked.payload.json.contains("岭秀") && !asked.words.contains("岭秀"))
    #expect(try store.heldRows(limit: 9).total == 1)
    let kinds = GatheringAction.kinds { store }
    #expect(throws: RegistryError.self) {
      try registry.confirmAction(asked.id, by: Operator("li"), at: now + 1, kinds: kinds)
    }
    let done = try registry.confirmAction(asked.id, by: Operator("wang"), at: now + 1, kinds: kinds)
    #expect(done.state == .done)
    #expect(try store.heldRows(limit: 9).total == 0)
    #expect(try store.heldRows(isSettled: true, limit: 9).rows.map(\.reasonOfSettlement) == ["重复报送"])
  }

  @Test func whatTurnsOutImpossibleIsRefusedAndAMissingStoreIsNot() throws {
    let (store, registry) = try made()
    let row = try hold(store, named: "深圳市岭秀远航贸易有限公司")
    let other = try hold(store, named: "广州市珠翠百川食品有限公司")
    func ask(_ row: Int64, _ reason: String) throws -> Int64 {
      let action = try GatheringAction(.refuse(row: row, reason: reason), in: store)
      return try registry.ask(for: action.kind, action.payload, by: Operator("li"), needing: .two, at: now).id
    }
    let kinds = GatheringAction.kinds { store }
    let (first, second, third) = (try ask(row, "一"), try ask(row, "二"), try ask(other, "三"))
    _ = try registry.confirmAction(first, by: Operator("wang"), at: now + 1, kinds: kinds)
    #expect(throws: GatheringError.self) {
      try registry.confirmAction(second, by: Operator("wang"), at: now + 1, kinds: kinds)
    }
    let missing = GatheringAction.kinds { throw GatheringError.unknown(what: "/nowhere: nothing was gathered here") }
    #expect {
      try registry.confirmAction(third, by: Operator("wang"), at: now + 1, kinds: missing)
    } throws: {
      $0.cause == .environment && "\($0)".contains("/nowhere")
    }
    let states = try registry.actions(all: true, limit: 9, at: now + 2).sorted { $0.id < $1.id }.map(\.state)
    #expect(states == [.done, .refused, .confirmed])
    // Where the store is, it is carried out, once.
    let resumed = try registry.resumeAction(third, by: Operator("zhao"), at: now + 3, kinds: kinds)
    #expect(resumed.state == .done)
    #expect(try store.heldRows(limit: 9).total == 0)
  }

  /// Who is to confirm it sees what it is, not how many.
  @Test func whatHeadsMeanIsSaidToWhoConfirms() throws {
    let (store, registry) = try made()
    let says = (1...60).map { "决定书编号第\($0) = 行政处罚决定书文号" }.joined(separator: "\n")
    let kind = GatheringAction.mappings { store }
    let short = try registry.ask(
      for: kind, ["source": "广东省水利厅", "mappings": "[]", "says": "罚款(元) = 罚款金额(万元) 元\n内部流水 = -"],
      by: Operator("li"), needing: .two, at: now)
    #expect(
      short.words == "keep what heads of 广东省水利厅's tables mean (表头映射): 罚款(元) = 罚款金额(万元) 元; 内部流水 = -")
    let long = try registry.ask(
      for: kind, ["source": "广东省水利厅", "mappings": "[]", "says": says], by: Operator("li"), needing: .two, at: now)
    #expect(long.words.contains("决定书编号第2 =") && long.words.hasSuffix("more"))
  }

  @Test func aRegistryThatIsNotThereIsNone() throws {
    let home = try Home(path: try scratchFolder() + "/home", environment: [:])
    #expect(try home.findRegistry().map { _ in true } == nil)
    _ = try home.openRegistry()
    #expect(try home.findRegistry().map { _ in true } == true)
  }
}
