import Attestation
import CivilTime
import FileFormats
import Installation
import PDFReading
import Records
import Registry
import ReportKinds
import Reports
import Synchronization

@testable import SelfPrintSite

/// A backend without registry and presses: it remembers what it was asked, and who has which report.
final class SampleBackend: SelfPrintBackend {
  let domains = [DomainChoice(key: "tax", label: "税务"), DomainChoice(key: "fire", label: "消防安全")]
  let formats = ReadableFormats([PDFFormat(), PlainText()])
  private let state = Mutex((owners: [String: Holder](), asked: [String](), issued: 0, isReady: true))

  func fail() { state.withLock { $0.isReady = false } }
  func isReady() async -> Bool { state.withLock { $0.isReady } }
  var asked: [String] { state.withLock { $0.asked } }
  func give(_ number: String, to holder: Holder) { state.withLock { $0.owners[number] = holder } }
  private func note(_ what: String) { state.withLock { $0.asked.append(what) } }

  func summary(of holder: Holder) async throws -> SubjectSummary {
    guard holder.name != "无档案" else { throw SelfPrintRefusal("没有查询到登录主体的信用信息。") }
    return SubjectSummary(
      name: holder.name ?? "", kindLabel: "企业", asOf: BeijingTime(millisecondsSince1970: fixtureNow * 1000))
  }

  func preview(_ order: SelfPrintOrder, for holder: Holder) async throws -> SelfPrintedFile {
    note("preview \(order.kind.rawValue)")
    return SelfPrintedFile(Array("%PDF preview".utf8), format: PDFFormat())
  }

  func issue(_ order: SelfPrintOrder, for holder: Holder) async throws -> SelfPrintResult {
    note("issue \(order.kind.rawValue)")
    let number = state.withLock { state -> String? in
      state.issued += 1
      guard state.issued == 1 else { return nil }
      state.owners[fixtureNumber] = holder
      return fixtureNumber
    }
    return number.map { .issued(number: $0, checkCode: "ABCD-EFGH") } ?? .noTurn(number: fixtureNumber)
  }

  func history(of holder: Holder) async throws -> [SelfPrintedReport] {
    state.withLock { state in state.owners.filter { $0.value == holder }.keys.sorted().map(Self.report) }
  }

  func report(_ number: String, of holder: Holder) async throws -> SelfPrintedReport? {
    state.withLock { $0.owners[number] == holder } ? Self.report(number) : nil
  }

  func file(of number: String, format: any FileFormat, for holder: Holder) async throws -> SelfPrintedFile? {
    state.withLock { $0.owners[number] == holder }
      ? SelfPrintedFile(Array("\(format.label) \(number)".utf8), format: format) : nil
  }

  func object(to number: String, by holder: Holder, text: String) async throws { note("object \(number)") }

  private static func report(_ number: String) -> SelfPrintedReport {
    SelfPrintedReport(
      number: number, kind: .enterprise, status: .valid, issuedAt: fixtureNow - 60, expiresAt: fixtureNow + 86_400,
      files: ["pdf", "text"])
  }
}

/// A second format, of which the site knows what is told to people.
private struct PlainText: FileFormat {
  let name = "text"
  let fileExtension = "txt"
  let mediaType = "text/plain"
  func isFormat(of bytes: [UInt8]) -> Bool { false }
  func isHidden(in picture: [UInt8], endingAt end: Int) -> Bool { false }
  func read(_ bytes: [UInt8]) throws(UnfitFile) -> any ReceivedFile {
    throw UnfitFile(UnfitFile.Reason(code: "TEXT_UNREADABLE", chinese: "不能读取。"), "nothing is read here")
  }
}

let sampleHolders = [
  Holder(code: SubjectCode("91440001MA5C0R1U2T")!, isPerson: false, name: "广东粤示例健康食品有限公司"),
  Holder(code: SubjectCode("91440001MA5N0W1L23")!, isPerson: false, name: "广东粤示例智能装备股份有限公司"),
  Holder(code: SubjectCode("440001199003120024")!, isPerson: true, name: "示例一"),
]
