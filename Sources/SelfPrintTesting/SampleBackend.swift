import Attestation
public import CivilTime
public import FileFormats
import Installation
import Issuing
import PDFReading
public import Records
import Registry
import ReportKinds
public import Reports
public import SelfPrinting
import Synchronization
import Verifying

/// A backend without registry and presses: it remembers what it was asked, and who has which report.
public final class SampleBackend: SelfPrintBackend {
  public let domains = [DomainChoice(key: "tax", label: "税务"), DomainChoice(key: "fire", label: "消防安全")]
  public let questions = QuestionForm(
    earliest: day("1949-10-01"), years: [1, 3], groups: [.init(label: "全部", domains: ["tax", "fire"])],
    presets: [
      .init(label: "上市", purpose: .listing, years: 3, basis: "某办法第一条"),
      .init(label: "贷款", purpose: .financing, domains: ["tax"], years: 1, basis: "以银行为准"),
    ])
  public let formats = ReadableFormats([PDFFormat(), PlainText()])

  private struct State {
    var owners: [String: Holder] = [:]
    var asked: [String] = []
    var orders: [SelfPrintOrder] = []
    var taken: [Registry.TakenTurn] = []
    var isReady = true
    var refusal: String?
    var objections: [SelfPrintObjection] = []
    var question: PrintedQuestion?
    var outcome = Judgement.Answer.Outcome.clean
  }
  private let state = Mutex(State())
  public let perDay: Int
  /// How long issuing takes.
  public let seconds: Double

  public init(perDay: Int = 1, seconds: Double = 0) { (self.perDay, self.seconds) = (perDay, seconds) }

  public func fail() { state.withLock { $0.isReady = false } }
  public func refuse(_ text: String?) { state.withLock { $0.refusal = text } }
  public func find(_ outcome: Judgement.Answer.Outcome) { state.withLock { $0.outcome = outcome } }
  public func checkReady() async throws { if !state.withLock({ $0.isReady }) { throw NotReady() } }
  public struct NotReady: Error {}
  public var asked: [String] { state.withLock { $0.asked } }
  /// What was issued.
  public var orders: [SelfPrintOrder] { state.withLock { $0.orders } }
  public func give(_ number: String, to holder: Holder, _ question: PrintedQuestion? = nil) {
    state.withLock { ($0.owners[number], $0.question) = (holder, question) }
  }
  private func note(_ what: String) { state.withLock { $0.asked.append(what) } }

  public func summary(of holder: Holder) async throws -> SubjectSummary {
    guard holder.name != "无档案" else { throw SelfPrintRefusal("没有查询到登录主体的信用信息。") }
    return SubjectSummary(
      name: holder.name ?? "", kindLabel: "企业", asOf: BeijingTime(millisecondsSince1970: fixtureNow * 1000),
      lastDay: day("2026-11-17"),
      days: holder.isPerson
        ? []
        : [
          DomainDays(domain: "tax", through: day("2026-11-17"), sources: []),
          DomainDays(domain: "fire", through: day("2026-11-10"), sources: ["省消防总队"]),
        ], taken: state.withLock { $0.taken })
  }

  public func outlook(_ order: SelfPrintOrder, for holder: Holder) async throws -> SelfPrintOutlook {
    let (taken, refusal, outcome) = state.withLock { ($0.taken, $0.refusal, $0.outcome) }
    guard taken.count < perDay else { return .noTurn(number: taken.last?.number) }
    if let refusal { throw SelfPrintRefusal(refusal) }
    guard let terms = order.noViolation else { return .listing }
    let asked = domains.filter { terms.domains?.contains($0.key) ?? true }
    return .conclusion(
      SelfPrintConclusion(
        outcome: outcome == .clean ? .clean : outcome == .records ? .records : .inconclusive, text: "结论文字",
        scope: "结论范围",
        answers: asked.map {
          .init(label: $0.label, outcome: outcome, count: outcome == .records ? 2 : 0, reasons: ["某单位：未归集"])
        }, notQueried: ["刑事判决"], unclassified: 1))
  }

  public func preview(_ order: SelfPrintOrder, for holder: Holder) async throws -> SelfPrintedFile {
    note("preview \(order.kind.rawValue)")
    return SelfPrintedFile(Array("%PDF preview".utf8), named: "预览", format: PDFFormat())
  }

  public func issue(_ order: SelfPrintOrder, for holder: Holder) async throws -> SelfPrintResult {
    note("issue \(order.kind.rawValue)")
    try await Task.sleep(for: .seconds(seconds))
    if let refusal = state.withLock({ $0.refusal }) { throw SelfPrintRefusal(refusal) }
    return state.withLock { state in
      guard state.taken.count < perDay else { return .noTurn(number: state.taken.last?.number) }
      let number = state.taken.isEmpty ? fixtureNumber : "2026111818164012\(state.taken.count)K7Q2Z"
      state.taken.append(.init(kind: order.kind, number: number))
      state.orders.append(order)
      state.owners[number] = holder
      return .issued(number: number, checkCode: "ABCD-EFGH")
    }
  }

  public func history(of holder: Holder) async throws -> [SelfPrintedReport] {
    state.withLock { state in
      state.owners.filter { $0.value == holder }.keys.sorted().map { Self.report($0, state.question) }
    }
  }

  public func report(_ number: String, of holder: Holder) async throws -> SelfPrintedReport? {
    state.withLock { $0.owners[number] == holder ? Self.report(number, $0.question) : nil }
  }

  public func file(of number: String, format: any FileFormat, for holder: Holder) async throws -> SelfPrintedFile? {
    state.withLock { $0.owners[number] == holder }
      ? SelfPrintedFile(Array("\(format.label) \(number)".utf8), named: "某公司-报告-\(number)", format: format) : nil
  }

  public let objectionRules = ObjectionRules(decideWithin: 14, basis: "某规定")
  public func records(of holder: Holder) async throws -> [String] { ["行政处罚：粤示罚〔2025〕1号（2025-05-01）", "行政许可：第1条"] }

  public func object(to number: String, by holder: Holder, _ objection: SelfPrintObjection) async throws {
    guard objection.text != "重复" else { throw ObjectionRefusal.pending }
    note("object \(number)")
    state.withLock { $0.objections.append(objection) }
  }

  public var objections: [SelfPrintObjection] { state.withLock { $0.objections } }

  private static func report(_ number: String, _ question: PrintedQuestion?) -> SelfPrintedReport {
    SelfPrintedReport(
      number: number, kind: question == nil ? .enterprise : .noViolation, status: .valid, issuedAt: fixtureNow - 60,
      expiresAt: fixtureNow + 86_400, files: ["pdf", "text"], question: question)
  }
}

public let fixtureNow: Int64 = 1_795_100_000
public let fixtureNumber = "20261118181640123K7Q2Z"

public func day(_ text: String) -> CalendarDate {
  guard let day = CalendarDate(text: text) else { preconditionFailure("\(text) is no day") }
  return day
}

/// A second format, of which the site knows what is told to people.
private struct PlainText: FileFormat {
  let name = "text"
  let fileExtension = "txt"
  let mediaType = "text/plain"
  let reasons = [UnfitFile.Reason(code: "TEXT_UNREADABLE", chinese: "不能读取。")]
  func isFormat(of bytes: [UInt8]) -> Bool { false }
  func isHidden(in picture: [UInt8], endingAt end: Int) -> Bool { false }
  func read(_ bytes: [UInt8]) throws(UnfitFile) -> any ReceivedFile {
    throw UnfitFile(reasons[0], "nothing is read here")
  }
}

public let sampleHolders = [
  Holder(code: SubjectCode("91440001MA5C0R1U2T")!, isPerson: false, name: "广东粤示例健康食品有限公司"),
  Holder(code: SubjectCode("91440001MA5N0W1L23")!, isPerson: false, name: "广东粤示例智能装备股份有限公司"),
  Holder(code: SubjectCode("440001199003120024")!, isPerson: true, name: "示例一"),
]
