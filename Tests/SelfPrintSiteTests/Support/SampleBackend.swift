import Attestation
import CivilTime
import Installation
import Records
import Registry
import ReportKinds
import Reports
import Synchronization

@testable import SelfPrintSite

/// A backend without registry and presses: it remembers what it was asked, and who has which report.
final class SampleBackend: SelfPrintBackend {
  let domains = [DomainChoice(key: "tax", label: "税务"), DomainChoice(key: "fire", label: "消防安全")]
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

  func preview(_ order: SelfPrintOrder, for holder: Holder) async throws -> [UInt8] {
    note("preview \(order.kind.rawValue)")
    return Array("%PDF preview".utf8)
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

  func pdf(of number: String, for holder: Holder) async throws -> [UInt8]? {
    state.withLock { $0.owners[number] == holder } ? Array("%PDF \(number)".utf8) : nil
  }

  func object(to number: String, by holder: Holder, text: String) async throws { note("object \(number)") }

  private static func report(_ number: String) -> SelfPrintedReport {
    SelfPrintedReport(
      number: number, kind: .enterprise, status: .valid, issuedAt: fixtureNow - 60, expiresAt: fixtureNow + 86_400,
      isKept: true)
  }
}

let sampleHolders = [
  Holder(code: SubjectCode("91440001MA5C0R1U2T")!, isPerson: false, name: "广东粤示例健康食品有限公司"),
  Holder(code: SubjectCode("91440001MA5N0W1L23")!, isPerson: false, name: "广东粤示例智能装备股份有限公司"),
  Holder(code: SubjectCode("440001199003120024")!, isPerson: true, name: "示例一"),
]
