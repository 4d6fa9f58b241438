import CivilTime
import DatabaseTesting
import Foundation
import Importing
import Records
import ScratchFolders
import Testing

@testable import Gathering
@testable import Intake

/// A source's own heads are asked about once, and its next delivery is read by the answers.
@Suite(.scratchFolders) struct HeadAnswersTests {
  private static let source = "广东省水利厅"

  @Test(arguments: Store.allCases)
  func whatIsAnsweredOnceIsReadEverAfter(kind: Store) throws {
    let location = try kind.location()
    let player = try HistoryPlayer(location)
    let store = try GatheringStore(
      database: location.database(), secret: [UInt8](repeating: 3, count: 32), catalogue: player.catalogue)
    let desk = try DeliveryDesk(
      store: store, catalogue: player.catalogue, rules: player.rules, rulesFile: "rules.yaml", person: "operator")
    let table = try scratchFolder() + "/table.csv"
    try Data(
      """
      行政相对人名称,统一社会信用代码,决定书编号甲,处罚决定日期,处罚机关,处罚内容,内部流水
      深圳市岭秀远航贸易有限公司,91440300192181490G,示水罚〔2026〕9号,2026-10-12,\(Self.source),警告,7

      """.utf8
    ).write(to: URL(fileURLWithPath: table))
    let notice = DeliveryNotice(
      source: Self.source, kind: .increment, days: day("2026-10-01")...day("2026-10-31"), categories: ["行政处罚"],
      received: BeijingTime(day("2026-11-02")))
    #expect(try desk.deliver(notice, tables: [table]) { _, _ in }.failure?.contains("决定书编号甲") == true)

    var answers = try desk.answers(of: Self.source)
    let questions = try answers.questions(about: table)
    #expect(questions.map(\.head) == ["决定书编号甲", "内部流水"])
    #expect(throws: HeadAnswers.Fault.self) { try answers.answer(questions[0], "没有的字段") }
    try answers.answer(questions[0], "行政处罚决定书文号")
    try answers.answer(questions[1], "-")
    #expect(try store.keep(mappings: answers.body, of: Self.source, person: "operator") == 1)
    #expect(try store.keep(mappings: answers.body, of: Self.source, person: "operator") == 1)

    let outcome = try desk.deliver(notice, tables: [table]) { _, _ in }
    #expect(outcome.failure == nil && outcome.receipt.counts[.new] == 1 && outcome.receipt.covers)
    let file = try #require(try player.read("91440300192181490G", in: store.frame(), of: store))
    #expect(file.records.first?.records.first?.fields["documentNumber"] == .text("示水罚〔2026〕9号"))
    #expect(try desk.answers(of: Self.source).questions(about: table).isEmpty)
  }
}
