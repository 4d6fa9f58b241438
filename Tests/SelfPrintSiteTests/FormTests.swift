import CivilTime
import HTTPTypes
import Issuing
import Reports
import SelfPrintTesting
import SelfPrinting
import SessionStores
import Testing
import WebTesting

@testable import SelfPrintSite

/// The form: what it offers, what its buttons do, what it refuses. Domains are 税务, which reaches to 17 November 2026, and
/// 消防安全, which reaches to the 10th.
@Suite struct FormTests {
  private let backend = SampleBackend()
  private let terms = [("kind", "no-violation"), ("from", "2023-11-18"), ("to", "2026-11-17"), ("use", "listing")]

  private func visitor(as place: Int = 0) async throws -> Visitor {
    try await Visitor(try await selfPrintClient(backend, .demo(sampleHolders), isSecure: false), as: place)
  }

  private func field(_ name: String, _ page: String) throws -> String {
    try value(#"name="\#(name)" type="date" value="([^"]*)""#, page)
  }
  private func isTicked(_ domain: String, _ page: String) -> Bool {
    page.firstMatch(of: try! Regex(#"id="domain-\#(domain)"[^>]* checked"#)) != nil
  }

  @Test func aNewFormEndsOnTheLastDayThatAllCoverAndSaysWhoEndsThere() async throws {
    let page = try await visitor().get("/self").text
    #expect(try field("to", page) == "2026-11-10" && field("from", page) == "2023-11-11")
    #expect(page.contains("最后一天是2026-11-10，到此为止的是：消防安全（省消防总队）"))
    #expect(page.contains("归集至2026-11-17") && page.contains("归集至2026-11-10"))
    #expect(page.contains(#"max="2026-11-17""#) && isTicked("tax", page) && isTicked("fire", page))
    #expect(page.contains("每天可以出具1份") && page.contains("今天还没有申请过"))
  }

  /// Without a script: every button sends the form, which comes back filled in at an address of its own.
  @Test func theButtonsFillTheFormIn() async throws {
    let visitor = try await visitor()
    let tax = terms + [("domain.tax", "on"), ("recipient", "某交易所")]
    func pressed(_ name: String, _ value: String, _ form: [(String, String)]) async throws -> String {
      let (address, page) = try await visitor.follow("/self/confirm", form + [(name, value)])
      #expect(address.hasSuffix("#terms") && page.status == 200 && !page.text.contains("role=\"alert\" id=\"problem\""))
      // What was typed stays.
      #expect(page.text.contains(#"value="某交易所""#))
      return page.text
    }
    let one = try await pressed("years", "1", tax)
    #expect(try field("from", one) == "2025-11-18" && field("to", one) == "2026-11-17" && !isTicked("fire", one))
    let three = try await pressed("years", "3", tax + [("domain.fire", "on")])
    #expect(try field("from", three) == "2023-11-11" && field("to", three) == "2026-11-10")
    let all = try await pressed("select", "all", tax)
    #expect(isTicked("tax", all) && isTicked("fire", all))
    let none = try await pressed("select", "none", tax)
    #expect(!isTicked("tax", none) && !isTicked("fire", none))
    let loan = try await pressed("preset", "1", tax + [("domain.fire", "on")])
    #expect(isTicked("tax", loan) && !isTicked("fire", loan) && loan.contains(#"value="financing" selected"#))
    #expect(try field("from", loan) == "2025-11-18" && field("to", loan) == "2026-11-17")
    let group = try await pressed("group", "0", tax)
    #expect(isTicked("tax", group) && isTicked("fire", group))
    let ungroup = try await pressed("group", "0", tax + [("domain.fire", "on")])
    #expect(!isTicked("tax", ungroup) && !isTicked("fire", ungroup))
    #expect(backend.asked.isEmpty)
  }

  @Test func whatThePageDoesNotOfferIsRefused() async throws {
    let company = try await visitor()
    let person = try await visitor(as: 2)
    let tax = ("domain.tax", "on")
    func with(_ name: String, _ text: String) -> [(String, String)] {
      terms.filter { $0.0 != name } + [(name, text), tax]
    }
    for (form, told) in [
      ([("kind", "personal"), ("purpose", "求职")], "请选择报告种类"), (terms, "请至少选择一个领域"),
      (terms + [("domain.other", "on")], "可以查询的领域有变动"), (terms + [tax, ("domain.other", "on")], "可以查询的领域有变动"),
      (with("from", "x"), "请填写查询期间"),
      (with("from", "2026-11-18"), "不能晚于截止日期"), (with("use", "x"), "请选择报告用途"),
      // Nonsense periods: beyond the data, in the future, and before anybody kept records.
      (with("to", "2026-11-18"), "不能晚于2026-11-17"), (with("to", "2030-01-01"), "不能晚于2026-11-17"),
      (with("from", "1949-09-30"), "不能早于1949-10-01"), (with("from", "2026-02-30"), "请填写查询期间"),
      (terms + [tax, ("recipient", "a\u{202e}b")], "只能是单位或者个人的名称"),
      (terms + [tax, ("recipient", String(repeating: "长", count: 61))], "不能超过60个字"),
    ] {
      let (address, page) = try await company.follow("/self/confirm", form)
      #expect(page.text.contains("role=\"alert\" id=\"problem\"") && page.text.contains(told), "\(told)")
      // It is no draft that could be issued.
      #expect(try await company.post(address + "/issue").headers[.location] == address)
      #expect(try await company.get(address + "/confirm").headers[.location] == address)
      #expect(try await company.get(address + "/preview").status == 303)
    }
    for (form, told) in [
      ([("kind", "enterprise")], "请选择报告种类"), ([("kind", "personal")], "请填写查询用途"),
      // A sentence of praise, which would stand above the issuer's seal.
      ([("kind", "personal"), ("purpose", "求职：本人信用优秀！")], "查询用途只写用于什么"),
      ([("kind", "personal"), ("purpose", String(repeating: "长", count: 61))], "不能超过60个字"),
    ] { #expect(try await person.follow("/self/confirm", form).page.text.contains(told), "\(told)") }
    #expect(backend.asked.isEmpty)
  }

  @Test func theOrderIsShownAsItIsAskedAndNothingElse() async throws {
    let visitor = try await visitor()
    let refused = try await visitor.follow("/self/confirm", terms + [("domain.tax", "on"), ("recipient", "<b>")]).page
      .text
    #expect(refused.contains("&lt;b&gt;") && !refused.contains("<b>"))
    let shown = try await visitor.follow(
      "/self/confirm", terms + [("domain.tax", "on"), ("recipient", "示例银行（广州）")]
    ).page.text
    #expect(shown.contains("税务（共1个）") && shown.contains("示例银行（广州）"))
    #expect(shown.contains("2023-11-18至2026-11-17（共1096天）"))
    _ = try await visitor.issue(terms + [("domain.tax", "on"), ("domain.fire", "on")])
    // All that is offered is all of the list.
    #expect(backend.orders.last?.noViolation?.domains == nil)
    #expect(backend.orders.last?.noViolation?.period == day("2023-11-18")...day("2026-11-17"))
  }

  @Test func whatTheReportWillConcludeIsToldBeforeItIsIssued() async throws {
    let visitor = try await visitor()
    let form = terms + [("domain.tax", "on")]
    for (outcome, told) in [
      (.clean, "未发现违法违规记录的领域：税务"), (.records, "有违法违规记录（2条）"), (.noData, "数据未归集，不能作出结论"),
      (.undetermined, "有存疑记录，不能作出结论"),
    ] as [(Judgement.Answer.Outcome, String)] {
      backend.find(outcome)
      let page = try await visitor.follow("/self/confirm", form).page.text
      #expect(page.contains("结论文字") && page.contains("结论范围") && page.contains(told), "\(outcome)")
      #expect(page.contains("出具前请考虑") == (outcome != .clean))
      #expect(page.contains("某单位：未归集") == (outcome != .clean))
      #expect(page.contains("刑事判决") && page.contains("未归类"))
    }
    let oneDay = terms.filter { $0.0 != "from" } + [("from", "2026-11-17"), ("domain.tax", "on")]
    #expect(try await visitor.follow("/self/confirm", oneDay).page.text.contains("查询期间只有一天"))
    #expect(backend.asked.isEmpty && backend.orders.isEmpty)
    // A report that draws no conclusion has none to tell.
    #expect(!(try await visitor.follow("/self/confirm", [("kind", "enterprise")]).page.text.contains("将作出的结论")))
  }

  @Test func aRefusalIsToldBeforeAndSpendsNoTurn() async throws {
    let visitor = try await visitor()
    let (address, page) = try await visitor.follow("/self/confirm", [("kind", "enterprise")])
    #expect(page.text.contains("issue-form"))
    backend.refuse("登录的姓名与信用信息中的姓名不一致。")
    // It came between the two pages.
    let refused = try await visitor.follow(address.replacing("/confirm", with: "/issue"))
    #expect(refused.address == address && refused.page.status == 200)
    #expect(refused.page.text.contains("姓名不一致") && !refused.page.text.contains("issue-form"))
    backend.refuse(nil)
    #expect(try await visitor.get("/self").text.contains("今天还没有申请过"))
    #expect(try await visitor.issue([("kind", "enterprise")]) == "/self/reports/\(fixtureNumber)")
    #expect(try await visitor.get("/self").text.contains("/self/reports/\(fixtureNumber)\">查看"))
  }
}
