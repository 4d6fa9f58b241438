import CivilTime
import DatabaseTesting
import Foundation
import Importing
import Records
import ScratchFolders
import Testing

@testable import Gathering
@testable import Intake

/// What the desk reads, what it refuses, and what it tells of it.
@Suite(.scratchFolders) struct DeskTests {
  private static let source = "广东省水利厅"
  private static let head = "行政相对人名称,行政相对人类别,行政相对人代码_1,行政处罚决定书文号,处罚决定日期,处罚机关"
  private static let row = "深圳市诺晴熙信息科技有限公司,法人及非法人组织,91440300YY16UTC914,一号,2026-10-08,\(source)"
  private let desk: DeliveryDesk
  private let folder: String

  init() throws {
    let player = try HistoryPlayer(try Store.sqlite.location())
    let store = try GatheringStore(
      database: player.location.database(), secret: [UInt8](repeating: 3, count: 32), catalogue: player.catalogue)
    desk = try DeliveryDesk(
      store: store, catalogue: player.catalogue, rules: player.rules, rulesFile: "rules.yaml", person: "operator",
      says: { "\($0), said by the door" })
    folder = try scratchFolder()
  }

  private func table(_ lines: [String], _ name: String = "table.csv") throws -> String {
    let path = folder + "/" + name
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
    return path
  }

  private func notice(_ categories: [String] = ["行政处罚"], _ kind: DeliveryKind = .increment) -> DeliveryNotice {
    DeliveryNotice(
      source: Self.source, kind: kind, days: day("2026-10-01")...day("2026-10-31"), categories: categories,
      received: BeijingTime(day("2026-11-02")))
  }

  private func deliver(_ path: String, _ categories: [String] = ["行政处罚"]) throws -> DeliveryDesk.Outcome {
    try desk.deliver(notice(categories), tables: [path]) { _, _ in }
  }

  @Test func whatIsTriedOutIsNotKept() throws {
    let path = try table([Self.head, Self.row])
    #expect(try desk.tryOut(notice(), files: StatedFiles(at: [path])) == 1)
    #expect(try desk.store.moment() == nil)
    var stranger = notice()
    stranger.source = "深圳市市场监督管理局"
    #expect(throws: GatheringError.self) { try desk.tryOut(stranger, files: StatedFiles(at: [path])) }
    let other = try table(["甲,乙,丙"], "other.csv")
    let refusal = #expect(throws: DeliveryDesk.Refusal.self) {
      try desk.tryOut(notice(), files: StatedFiles(at: [other]))
    }
    #expect(refusal?.problem.hasPrefix("other.csv: ") == true)
  }

  /// What a second person takes in is read from copies, which nobody knows by their names.
  @Test func rowsAndFindingsNameTheFileThatWasHandedIn() throws {
    let wrong = Self.row.replacing("2026-10-08", with: "十月初八")
    let held = ",法人及非法人组织,,二号,2026-10-09,\(Self.source)"
    let files = try StatedFiles(at: [table([Self.head, wrong, held], "withdraw2.csv")])
    let outcome = try desk.deliver(notice(), files: files) { _, _ in }
    #expect(outcome.findings.count > 0)
    for finding in outcome.findings.first { #expect(finding.hasPrefix("withdraw2.csv:")) }
    #expect(try desk.store.heldRows(source: nil, isSettled: false, limit: 9).rows.map(\.table) == ["withdraw2.csv"])
    let broken = try desk.deliver(
      notice(), files: StatedFiles(at: [table(["甲,乙,丙", "1,2,3"], "broken.csv")])
    ) { _, _ in }
    #expect(broken.failure?.hasPrefix("broken.csv: ") == true)
  }

  @Test func filesOfOneNameAreToldApart() throws {
    let paths = try ["a", "b"].map { name in
      let place = folder + "/" + name
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
      return try table([Self.head, Self.row.replacing("2026-10-08", with: "十月初\(name)")], name + "/same.csv")
    }
    let outcome = try desk.deliver(notice(), files: StatedFiles(at: paths)) { _, _ in }
    #expect(paths.allSatisfy { path in outcome.findings.first.contains { $0.hasPrefix(path + ":2") } })
  }

  /// Who owes more than the answer says would have looked it all through.
  @Test func aNilReturnNamesItsCategories() throws {
    #expect {
      try desk.deliver(notice([], .nilReturn), tables: []) { _, _ in }
    } throws: {
      "\($0)".contains("must name the categories for which there is nothing; 广东省水利厅 owes 行政处罚")
    }
    #expect(try desk.store.moment() == nil)
    #expect(try desk.deliver(notice(["行政处罚"], .nilReturn), tables: []) { _, _ in }.categories == ["行政处罚"])
  }

  /// Another office's table under this name would be its records, and cover its days.
  @Test func anUnknownSourceIsNoReasonToTakeTheNearest() throws {
    var stranger = notice()
    stranger.source = "深圳市市场监督管理局"
    let error = #expect(throws: GatheringError.self) { try desk.deliver(stranger, tables: []) { _, _ in } }
    #expect(
      error?.description == "the source 深圳市市场监督管理局 is not in the catalogue; the nearest name is 广东省市场监督管理局, "
        + "under which only that office's own deliveries may go")
  }

  /// Whoever reads that a delivery covers its days must read which of them count for nothing.
  @Test func aReceiptSaysWhichDaysAreOpenAllTheSame() throws {
    let nobody = "不详,法人及非法人组织,,二号,2026-10-09,\(Self.source)"
    let outcome = try deliver(table([Self.head, Self.row, nobody]))
    #expect(outcome.receipt.covers)
    #expect(outcome.open.map(\.category) == ["行政处罚"])
    #expect(outcome.open.map(\.days) == [day("2026-10-09")...day("2026-10-09")])
    #expect(try deliver(table([Self.head, Self.row.replacing("一号", with: "三号")], "b.csv")).open.count == 1)
    let text = String(decoding: ReceiptText(outcome, of: "notice").json, as: UTF8.self)
    #expect(text.contains(#""open":[{"category":"行政处罚","from":"2026-10-09","through":"2026-10-09","reason":"#))
  }

  /// The offices are read from the cells: 数据来源单位 and 处罚机关.
  @Test func aTableOfAnotherSourceCoversNothing() throws {
    let other = "广东省交通运输厅"
    let head = Self.head + ",数据来源单位"
    let row = Self.row.replacing(Self.source, with: "深圳市交通运输局")
    #expect(try !deliver(table([head, "\(row),\(other)"])).receipt.covers)
    #expect(try deliver(table([head, "\(row),\(Self.source)"], "b.csv")).receipt.covers)
  }

  @Test func aFormerNameIsThatOfTheSameSource() {
    for (former, now) in [("广东省环境保护厅", "广东省生态环境厅"), ("广东省国土资源厅", "广东省自然资源厅")] {
      #expect(desk.store.isSame(source: former, as: now))
    }
  }

  @Test func aPartOfANameLeadsToTheSource() throws {
    var stranger = notice()
    stranger.source = "水利"
    #expect {
      try desk.store.check(stranger)
    } throws: {
      "\($0)".contains("the nearest name is 广东省水利厅")
    }
    stranger.source = "火星"
    #expect {
      try desk.store.check(stranger)
    } throws: {
      "\($0)" == "the source 火星 is not in the catalogue"
    }
  }

  @Test func theFilesThatASecondPersonTakesInAreTheSame() throws {
    let path = try table([Self.head, Self.row])
    let stated = try StatedFiles(text: StatedFiles(at: [path]).text)
    let copies = try stated.withCopies { copies in
      #expect(try String(contentsOfFile: copies[0].path, encoding: .utf8).contains("一号"))
      // Whoever writes to the file now changes nothing of what is read.
      _ = try table([Self.head, Self.row.replacing("一号", with: "二号")])
      #expect(try String(contentsOfFile: copies[0].path, encoding: .utf8).contains("一号"))
      let mode =
        try FileManager.default.attributesOfItem(
          atPath: URL(filePath: copies[0].path).deletingLastPathComponent().path)[.posixPermissions] as? Int
      #expect(mode == 0o700)
      return copies
    }
    #expect(!FileManager.default.fileExists(atPath: copies[0].path))
    #expect {
      try stated.withCopies { _ in }
    } throws: {
      "\($0)".contains("is not the file that was handed in")
    }
    try FileManager.default.removeItem(atPath: path)
    #expect {
      try stated.withCopies { _ in }
    } throws: {
      "\($0)".contains("cannot be read any longer")
    }
  }

  @Test func oneCategoryInTheNoticeSaysWhichOneAHeadIsOf() throws {
    let path = try table(["行政相对人名称,统一社会信用代码,决定书文号,决定日期", "深圳市诺晴熙信息科技有限公司,91440300YY16UTC914,一号,2026-10-08"])
    let ambiguous = try deliver(path, ["行政处罚", "行政强制"])
    #expect(ambiguous.failure?.contains("fits several categories") == true)
    #expect(ambiguous.failure?.hasSuffix("said by the door") == true)
    let named = try deliver(path, ["行政处罚"])
    #expect(named.failure?.contains("行政处罚 has no column 决定日期") == true)
  }

  /// Nobody has to remove columns to have a table taken in: all of them are told, with what they may mean.
  @Test func aTableNoneOfWhoseHeadsIsKnownIsAskedAboutAsAWhole() throws {
    let path = try table([
      "水行政处罚台账", "被罚单位,单位信用编码,决定书编号甲,罚款(元),决定的日子,作出决定的机关",
      "深圳市诺晴熙信息科技有限公司,91440300YY16UTC914,一号,2000,2026-10-08,\(Self.source)",
    ])
    let failure = try #require(try deliver(path).failure)
    #expect(failure.contains("row 2") && failure.hasSuffix("said by the door"))
    for head in ["1 被罚单位", "2 单位信用编码", "3 决定书编号甲", "4 罚款(元)", "5 决定的日子", "6 作出决定的机关"] {
      #expect(failure.contains(head))
    }
    var answers = try desk.answers(of: Self.source)
    let questions = try answers.questions(about: path, category: "行政处罚")
    #expect(questions.map(\.column) == [1, 2, 3, 4, 5, 6] && questions.allSatisfy { $0.row == 2 })
    let given = ["行政相对人名称", "行政相对人代码_1(统一社会信用代码)", "行政处罚决定书文号", "罚款金额(万元)", "处罚决定日期", "处罚机关"]
    for (question, answer) in zip(questions, given) { try answers.answer(question, answer) }
    _ = try desk.store.keep(mappings: answers.body, of: Self.source, person: "operator")
    let outcome = try deliver(path)
    #expect(outcome.failure == nil && outcome.receipt.counts[.new] == 1)
    // 2000 元 are 0.2 万元: the head says the unit.
    let file = try #require(
      try desk.store.creditFile(of: "91440300YY16UTC914", in: desk.store.frame()).map {
        String(decoding: $0.bytes, as: UTF8.self)
      })
    #expect(file.contains(#""罚款金额(万元)": "0.2""#) || file.contains(#""罚款金额（万元）": "0.2""#), "\(file)")
  }

  @Test func aUnitIsTheHeadsAndAnAnswerCanBeReplaced() throws {
    let path = try table([
      "行政相对人名称,统一社会信用代码,行政处罚决定书文号,处罚决定日期,处罚机关,罚款(元),内部流水,罚款(千元)",
      "深圳市诺晴熙信息科技有限公司,91440300YY16UTC914,一号,2026-10-08,\(Self.source),2000,7,2",
    ])
    var answers = try desk.answers(of: Self.source)
    let questions = try answers.questions(about: path)
    #expect(questions.map(\.head) == ["罚款(元)", "内部流水", "罚款(千元)"])
    try answers.answer(questions[0], "罚款金额(万元)")
    #expect(answers.body.contains(#""unit":"元""#))
    #expect(throws: HeadAnswers.Fault.self) { try answers.answer(questions[0], "罚款金额(万元) 万元") }
    #expect(throws: HeadAnswers.Fault.self) { try answers.answer(questions[1], "处罚内容 元") }
    #expect(throws: HeadAnswers.Fault.self) { try answers.answer(questions[2], "罚款金额(万元)") }
    try answers.answer(questions[1], "处罚内容")
    try answers.answer(questions[2], "-")
    #expect(try desk.store.keep(mappings: answers.body, of: Self.source, person: "operator") == 1)

    var again = try desk.answers(of: Self.source)
    #expect(try again.questions(about: path).isEmpty)
    let answered = try again.answered(about: path)
    #expect(answered.map(\.kept) == ["罚款金额(万元) 元", "处罚内容", "-"])
    try again.answer(answered[1], "-")
    #expect(try desk.store.keep(mappings: again.body, of: Self.source, person: "operator") == 2)
    #expect(try HeadAnswers.lines(of: again.body, desk.catalogue).contains(["行政处罚", "内部流水", "-"]))
    #expect(try deliver(path).receipt.counts[.new] == 1)
  }

  /// A table with two columns of one meaning cannot be read, which is told while somebody can still say otherwise.
  @Test func oneFieldIsTheMeaningOfOneColumn() throws {
    let path = try table([
      "行政相对人名称,统一社会信用代码,行政处罚决定书文号,处罚决定日期,处罚机关,内部流水,罚的什么",
      "深圳市诺晴熙信息科技有限公司,91440300YY16UTC914,一号,2026-10-08,\(Self.source),7,警告",
    ])
    var answers = try desk.answers(of: Self.source)
    let questions = try answers.questions(about: path)
    try answers.answer(questions[0], "处罚内容")
    #expect(answers.clash(of: questions[0], among: questions) == nil)
    try answers.answer(questions[1], "处罚内容")
    #expect(
      answers.clash(of: questions[1], among: questions)?.problem.contains("处罚内容 is the meaning of the column 内部流水")
        == true)
    try answers.answer(questions[0], "-")
    #expect(answers.clash(of: questions[1], among: questions) == nil)
    // What the table says by itself counts, too.
    try answers.answer(questions[0], "行政处罚决定书文号")
    #expect(answers.clash(of: questions[0], among: questions)?.problem.contains("the column 行政处罚决定书文号, too") == true)
    #expect(answers.fields(for: questions[0]).contains { $0.label == "处罚内容" && $0.key != "处罚内容" })
  }

  @Test func whatStandsInPlaceOfADateIsTold() throws {
    let findings = try deliver(table([Self.head, Self.row.replacing("2026-10-08", with: "十月初八")])).findings
    #expect(findings.first.contains { $0.contains("is no date") && $0.contains("十月初八") }, "\(findings.first)")
  }
}
