import CivilTime
import HTTPTypes
import Registry
import ReportKinds
import SelfPrintTesting
import SelfPrinting
import SessionStores
import Testing
import Verifying
import WebTesting

@testable import SelfPrintSite

/// Back and Reload: every page of an application can be shown again, and a report is issued once. What somebody was doing
/// outlives their session, for them alone.
@Suite struct DraftTests {
  private let order = [("kind", "enterprise")]
  private let terms = [
    ("kind", "no-violation"), ("from", "2023-11-18"), ("to", "2026-11-17"), ("use", "listing"), ("domain.tax", "on"),
    ("recipient", "某交易所"),
  ]

  private func client(_ backend: SampleBackend) async throws -> ServiceClient {
    try await selfPrintClient(backend, .demo(sampleHolders), isSecure: false)
  }

  @Test func howeverOftenADraftIsSentOneReportIsIssued() async throws {
    let backend = SampleBackend(perDay: 9, seconds: 0.3)
    let visitor = try await Visitor(try await client(backend), as: 0)
    let (address, _) = try await visitor.follow("/self/confirm", order)
    let issue = address.replacing("/confirm", with: "/issue")
    let client = visitor.client
    let (cookie, token) = (visitor.cookie, visitor.token)
    let places = try await withThrowingTaskGroup(of: String?.self) { group in
      for _ in 0..<8 {
        group.addTask {
          try await client.post(issue, form: [("token", token)], headers: [.cookie: cookie]).headers[.location]
        }
      }
      return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
    }
    #expect(places == ["/self/reports/\(fixtureNumber)"])
    // Reload and Back, much later.
    #expect(try await visitor.post(issue).headers[.location] == "/self/reports/\(fixtureNumber)")
    #expect(try await visitor.get(address).headers[.location] == "/self/reports/\(fixtureNumber)")
    #expect(backend.orders.count == 1)
    // Another draft is another report.
    #expect(try await visitor.issue(order) != "/self/reports/\(fixtureNumber)")
    #expect(backend.orders.count == 2)
  }

  @Test func everyPageCanBeShownAgain() async throws {
    let visitor = try await Visitor(try await client(SampleBackend()), as: 0)
    let (confirm, first) = try await visitor.follow("/self/confirm", terms)
    let edit = confirm.replacing("/confirm", with: "")
    for _ in 0..<2 {
      #expect(try await visitor.get(confirm).text == first.text)
      let form = try await visitor.get(edit)
      #expect(form.status == 200 && form.text.contains(#"value="某交易所""#) && form.text.contains(#"value="2023-11-18""#))
    }
    #expect(try await visitor.get("/self/drafts/nothing").headers[.location] == "/self")
  }

  @Test func aFormSentTooLateComesBackFilledInForTheSameHolder() async throws {
    let client = try await client(SampleBackend())
    let visitor = try await Visitor(client, as: 0)
    client.time.pass(15 * 60 + 1)
    let late = try await visitor.follow("/self/confirm", terms)
    #expect(late.address == "/self?ended=1" && late.page.text.contains("刚才的操作没有完成"))
    let again = try await Visitor(client, as: 0, cookie: visitor.cookie)
    #expect(again.landing.hasPrefix("/self/drafts/"))
    let page = try await again.get(again.landing).text
    #expect(page.contains("登录曾超时") && page.contains(#"value="某交易所""#) && page.contains(#"value="2023-11-18""#))
  }

  @Test func anotherHolderInTheSameBrowserSeesNothingOfIt() async throws {
    let client = try await client(SampleBackend())
    let visitor = try await Visitor(client, as: 0)
    let (confirm, _) = try await visitor.follow("/self/confirm", terms)
    client.time.pass(15 * 60 + 1)
    _ = try await visitor.post("/self/confirm", terms)
    let other = try await Visitor(client, as: 1, cookie: visitor.cookie)
    #expect(other.landing == "/self")
    #expect(!(try await other.get("/self").text.contains("某交易所")))
    #expect(try await other.get(confirm).headers[.location] == "/self")
    // It is gone for good: the first one finds nothing afterwards, either.
    let back = try await Visitor(client, as: 0, cookie: visitor.cookie)
    #expect(back.landing == "/self")
    #expect(try await back.get(confirm).headers[.location] == "/self")
  }

  @Test func whoLogsOutLeavesNothing() async throws {
    let client = try await client(SampleBackend())
    let visitor = try await Visitor(client, as: 0)
    let (confirm, _) = try await visitor.follow("/self/confirm", terms)
    _ = try await visitor.post("/self/logout")
    let again = try await Visitor(client, as: 0, cookie: visitor.cookie)
    #expect(again.landing == "/self")
    #expect(try await again.get(confirm).headers[.location] == "/self")
  }

  @Test func whatIsSentTooLateIsForgottenAfterAnHourAndTakenFromItsOwnPageOnly() async throws {
    let client = try await client(SampleBackend())
    let visitor = try await Visitor(client, as: 0)
    client.time.pass(15 * 60 + 1)
    #expect(try await visitor.post("/self/confirm", terms, token: "another").status == 303)
    let again = try await Visitor(client, as: 0, cookie: visitor.cookie)
    #expect(again.landing == "/self")
    client.time.pass(3601)
    #expect(try await again.post("/self/confirm", terms).status == 303)
    #expect(try await Visitor(client, as: 0, cookie: again.cookie).landing == "/self")
  }

  @Test func aConfirmedDraftIsTakenUpWhereItWasLeft() async throws {
    let backend = SampleBackend()
    let client = try await client(backend)
    let visitor = try await Visitor(client, as: 0)
    let (confirm, _) = try await visitor.follow("/self/confirm", terms)
    client.time.pass(15 * 60 + 1)
    _ = try await visitor.post(confirm.replacing("/confirm", with: "/issue"))
    #expect(backend.orders.isEmpty)
    let again = try await Visitor(client, as: 0, cookie: visitor.cookie)
    #expect(again.landing == confirm)
    #expect(try await again.get(confirm).text.contains("某交易所"))
  }

  @Test func anObjectionSentTooLateOrNotAcceptedComesBack() async throws {
    let backend = SampleBackend()
    let client = try await client(backend)
    let visitor = try await Visitor(client, as: 0)
    backend.give(fixtureNumber, to: sampleHolders[0])
    let path = "/self/reports/\(fixtureNumber)"
    let record = "行政许可：第1条"
    let refused = try await visitor.object(to: fixtureNumber, "重复", record: record)
    #expect(refused.status == 303 && refused.headers[.location] == path)
    let told = try await visitor.get(path).text
    #expect(told.contains("已有一份异议") && told.contains(">重复<") && told.contains(#"value="\#(record)" selected"#))
    client.time.pass(15 * 60 + 1)
    #expect(try await visitor.object(to: fixtureNumber, "第1条有误").headers[.location] == "/self?ended=1")
    let again = try await Visitor(client, as: 0, cookie: visitor.cookie)
    #expect(again.landing == path)
    let page = try await again.get(path).text
    #expect(page.contains("尚未提交") && page.contains(">第1条有误<"))
    _ = try await again.object(to: fixtureNumber, "第1条有误", record: record)
    #expect(!(try await again.get(path).text.contains("尚未提交")))
    #expect(backend.objections == [SelfPrintObjection(text: "第1条有误", record: record)])
  }

  @Test func filesComeWithAnObjectionIfTheyAreWhatTheySay() async throws {
    let backend = SampleBackend()
    let visitor = try await Visitor(try await client(backend), as: 0)
    backend.give(fixtureNumber, to: sampleHolders[0])
    let (pdf, png): ([UInt8], [UInt8]) = (
      Array("%PDF-1.7 a".utf8), [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]
    )
    for wrong in [[Array("GIF89a".utf8)], [pdf, Array("<html>".utf8)], [pdf + [UInt8](repeating: 0, count: 5 << 20)]] {
      let answer = try await visitor.object(to: fixtureNumber, "有误", files: wrong)
      if answer.status == 303 {
        #expect(try await visitor.get("/self/reports/\(fixtureNumber)").text.contains("附件只能是PDF"))
      } else {
        #expect(answer.status == 400 && answer.text.contains("附件过大"))
      }
    }
    #expect(backend.objections.isEmpty)
    // What the page does not offer is no record.
    _ = try await visitor.object(to: fixtureNumber, "有误", record: "别的", files: [pdf, png])
    #expect(backend.objections.map(\.record) == [nil] && backend.objections[0].files.map(\.bytes) == [pdf, png])
    #expect(backend.objections[0].files.map(\.kind) == [.pdf, .png])
  }

  @Test func theEndOfASessionIsToldAndAskingProlongsIt() async throws {
    let client = try await client(SampleBackend())
    let visitor = try await Visitor(client, as: 0)
    let page = try await visitor.get("/self/history").text
    #expect(page.contains(#"data-seconds="900""#) && page.contains("自动退出"))
    client.time.pass(14 * 60)
    #expect(try await visitor.get("/self/session").text == "900")
    client.time.pass(14 * 60)
    #expect(try await visitor.get("/self/history").status == 200)
    // Eight hours are the end, used or not.
    for _ in 0..<32 {
      client.time.pass(14 * 60)
      _ = try await visitor.get("/self/session")
    }
    let last = try await visitor.get("/self/history").text
    #expect(last.contains("到期，届时需要重新登录") && !last.contains(#"data-seconds="900""#))
    client.time.pass(14 * 60)
    #expect(try await visitor.get("/self/session").text == "0")
  }

  /// The history tells one report from another, and asks again what one was asked.
  @Test func aReportsQuestionIsShownAndAskedAgain() async throws {
    let backend = SampleBackend()
    let visitor = try await Visitor(try await client(backend), as: 0)
    func question(
      _ from: String, _ to: String, domains: [DomainChoice]? = nil, isCut: Bool = false
    ) -> PrintedQuestion {
      PrintedQuestion(
        domains: domains ?? [DomainChoice(key: "tax", label: "税务")], period: day(from)...day(to), purpose: .bidding,
        recipient: "某采购中心", isRecipientCut: isCut, outcome: .clean, text: "所查1个领域均未发现", scope: "目录共2个领域")
    }
    backend.give(fixtureNumber, to: sampleHolders[0], question("2022-11-11", "2025-11-10"))
    let history = try await visitor.get("/self/history").text
    for told in ["所查1个领域均未发现", "2022-11-11至2025-11-10", "共1个：税务", "招标投标", "某采购中心"] {
      #expect(history.contains(told), "\(told)")
    }
    let again = "/self/reports/\(fixtureNumber)/again"
    // Three years stay three years, through the last day that the domains cover.
    let (address, page) = try await visitor.follow(again)
    #expect(address.hasSuffix("/confirm") && page.text.contains("2023-11-18至2026-11-17"))
    for told in ["税务（共1个）", "招标投标", "某采购中心"] { #expect(page.text.contains(told)) }
    // Any other period keeps its beginning.
    backend.give(fixtureNumber, to: sampleHolders[0], question("2024-01-01", "2025-11-10"))
    #expect(try await visitor.follow(again).page.text.contains("2024-01-01至2026-11-17"))
    // What the token does not hold whole, or the form does not offer, is to be looked at.
    backend.give(fixtureNumber, to: sampleHolders[0], question("2024-01-01", "2025-11-10", isCut: true))
    let cut = try await visitor.follow(again)
    #expect(!cut.address.hasSuffix("/confirm") && cut.page.text.contains("请重新填写"))
    let gone = [DomainChoice(key: "tax", label: "税务"), DomainChoice(key: "old", label: "旧领域")]
    backend.give(fixtureNumber, to: sampleHolders[0], question("2024-01-01", "2025-11-10", domains: gone))
    #expect(try await visitor.follow(again).page.text.contains("部分领域现在不能选择"))
    // A public report asks nothing but itself.
    backend.give(fixtureNumber, to: sampleHolders[0])
    #expect(try await visitor.follow(again).page.text.contains("出具报告"))
    #expect(backend.orders.isEmpty)
  }
}
