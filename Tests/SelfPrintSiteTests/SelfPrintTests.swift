import Attestation
import Foundation
import HTTPTypes
import OpenIDConnect
import Registry
import Secrets
import SelfPrintTesting
import SelfPrinting
import SessionStores
import Testing
import WebTesting

@testable import SelfPrintSite

@Suite struct SelfPrintTests {
  private let backend = SampleBackend()

  private func client(isSecure: Bool = false) async throws -> ServiceClient {
    try await selfPrintClient(backend, .demo(sampleHolders), isSecure: isSecure)
  }

  @Test func whoIsLoggedInChoosesIssuesAndDownloads() async throws {
    let visitor = try await Visitor(try await client(), as: 0)
    #expect(try await visitor.get("/self").text.contains("广东粤示例健康食品有限公司"))
    let order = [("kind", "enterprise")]
    let (address, confirm) = try await visitor.follow("/self/confirm", order)
    #expect(confirm.text.contains("出具报告"))
    let preview = try await visitor.get(address.replacing("/confirm", with: "/preview"))
    #expect(preview.headers[.contentType] == "application/pdf")
    let issued = try await visitor.post(address.replacing("/confirm", with: "/issue"))
    #expect(issued.status == 303 && issued.headers[.location] == "/self/reports/\(fixtureNumber)")
    let report = try await visitor.get("/self/reports/\(fixtureNumber)")
    #expect(report.text.contains("ABCD-EFGH") && report.text.contains("有效"))
    let pdf = try await visitor.get("/self/reports/\(fixtureNumber)/pdf")
    #expect(pdf.headers[.contentDisposition]?.hasPrefix("attachment; filename=\"\(fixtureNumber).pdf\";") == true)
    #expect(pdf.headers[.cacheControl] == "no-store")
    #expect(try await visitor.get("/self/history").text.contains(fixtureNumber))
    // The second of the day.
    let again = try await visitor.follow("/self/confirm", order).page
    #expect(again.status == 200 && again.text.contains("以后可以再次申请") && again.text.contains(fixtureNumber))
    #expect(backend.asked == ["preview enterprise", "issue enterprise"])
  }

  /// Each format has its address, its name and its type; the browser shows the file of the default one.
  @Test func aReportIsDownloadedInAnyOfItsFormats() async throws {
    let visitor = try await Visitor(try await client(), as: 0)
    backend.give(fixtureNumber, to: sampleHolders[0])
    for (address, name, type, disposition) in [
      ("pdf", "pdf", "application/pdf", "attachment"), ("txt", "txt", "text/plain", "attachment"),
      ("view", "pdf", "application/pdf", "inline"),
    ] {
      let answer = try await visitor.get("/self/reports/\(fixtureNumber)/\(address)")
      #expect(answer.headers[.contentType] == type)
      // For people, as a batch names its files; for old programs, in ASCII (RFC 8187).
      let given = try #require(answer.headers[.contentDisposition])
      #expect(given.hasPrefix("\(disposition); filename=\"\(fixtureNumber).\(name)\"; filename*=UTF-8''%E6%9F%90"))
      #expect(given.removingPercentEncoding?.hasSuffix("''某公司-报告-\(fixtureNumber).\(name)") == true)
    }
    let page = try await visitor.get("/self/reports/\(fixtureNumber)").text
    #expect(page.contains("id=\"download\" href=\"/self/reports/\(fixtureNumber)/pdf\">下载PDF</a>"))
    #expect(page.contains("<a class=\"button\" href=\"/self/reports/\(fixtureNumber)/txt\">下载TEXT</a>"))
    let history = try await visitor.get("/self/history").text
    #expect(history.contains("/self/reports/\(fixtureNumber)/pdf\"") && history.contains(">下载TEXT</a>"))
    #expect(try await visitor.get("/self/reports/\(fixtureNumber)/ofd").status == 404)
  }

  @Test func aReportOfSomebodyElseIsAnsweredAsOneThatDoesNotExist() async throws {
    let client = try await client()
    backend.give(fixtureNumber, to: sampleHolders[0])
    let other = try await Visitor(client, as: 1)
    for tail in ["", "/pdf", "/view"] {
      let foreign = try await other.get("/self/reports/\(fixtureNumber)\(tail)")
      let none = try await other.get("/self/reports/20260000000000000AAAAA\(tail)")
      #expect(foreign.status == 404 && none.status == 404 && foreign.body == none.body)
      #expect(foreign.headers[.contentType] == none.headers[.contentType])
    }
    let foreign = try await other.object(to: fixtureNumber, "这不是我的报告")
    let none = try await other.object(to: "20260000000000000AAAAA", "这不是我的报告")
    #expect(foreign.status == 404 && foreign.body == none.body)
    #expect(backend.asked.isEmpty)
    #expect(!(try await other.get("/self/history").text.contains(fixtureNumber)))
  }

  @Test func withoutASessionThereIsOnlyTheDoor() async throws {
    let client = try await client()
    backend.give(fixtureNumber, to: sampleHolders[0])
    for cookie in [
      "", "xinbao=", "xinbao=\(String(repeating: "A", count: 43))", "xinbao=\(randomText()); xinbao=\(randomText())",
    ] {
      for path in [
        "/self/history", "/self/reports/\(fixtureNumber)", "/self/reports/\(fixtureNumber)/pdf", "/self/reports/x/view",
        "/self/drafts/x", "/self/drafts/x/confirm", "/self/drafts/x/preview",
      ] {
        let answer = try await client.ask(.get, path, headers: [.cookie: cookie])
        #expect(answer.status == 303 && answer.headers[.location] == "/self" && answer.body.isEmpty)
      }
      for path in [
        "/self/confirm", "/self/drafts/x/issue", "/self/reports/\(fixtureNumber)/again",
      ] {
        let answer = try await client.post(path, form: [("kind", "enterprise")], headers: [.cookie: cookie])
        #expect(answer.status == 303 && answer.headers[.location] == "/self?ended=1" && answer.body.isEmpty)
      }
    }
    #expect(backend.asked.isEmpty)
  }

  @Test func aFormOfAnotherPageIsRefused() async throws {
    let client = try await client()
    let visitor = try await Visitor(client, as: 0)
    let other = try await Visitor(client, as: 0)
    let (address, _) = try await visitor.follow("/self/confirm", [("kind", "enterprise")])
    let issue = address.replacing("/confirm", with: "/issue")
    backend.give(fixtureNumber, to: sampleHolders[0])
    for path in ["/self/confirm", issue, "/self/reports/\(fixtureNumber)/again", "/self/logout"] {
      for token in ["", "x", other.token, visitor.token + "x"] {
        #expect(try await visitor.post(path, token: token).status == 403, "\(path)")
      }
      for site in ["cross-site", "same-site", "none"] {
        #expect(try await visitor.post(path, headers: [.secFetchSite: site]).status == 403, "\(path)")
      }
    }
    // The form of an objection has files.
    #expect(try await visitor.object(to: fixtureNumber, "不是我写的", token: other.token).status == 403)
    let json = try await client.ask(
      .post, issue, headers: [.cookie: visitor.cookie, .contentType: "text/plain"],
      body: Array("token=\(visitor.token)".utf8))
    #expect(json.status == 415)
    // A draft is its session's own, even of the same holder.
    #expect(try await other.post(issue).headers[.location] == "/self")
    #expect(try await other.get(address).headers[.location] == "/self")
    #expect(backend.asked.isEmpty)
    #expect(try await visitor.post(issue, headers: [.secFetchSite: "same-origin"]).status == 303)
    #expect(backend.asked == ["issue enterprise"])
  }

  @Test func aSessionEndsByLoggingOutAndByTime() async throws {
    let client = try await client()
    let visitor = try await Visitor(client, as: 0)
    let out = try await visitor.post("/self/logout", [])
    #expect(cookies(out) == ["xinbao="])
    #expect(try await visitor.get("/self/history").status == 303)
    let idle = try await Visitor(client, as: 0)
    client.time.pass(14 * 60)
    #expect(try await idle.get("/self/history").status == 200)
    client.time.pass(15 * 60 + 1)
    #expect(try await idle.get("/self/history").status == 303)
  }

  /// Its cookie may be elsewhere: on the machine of whoever copied it.
  @Test func aLogInEndsTheSessionThatTheBrowserHad() async throws {
    let client = try await client()
    let first = try await Visitor(client, as: 0)
    let draft = try await first.follow("/self/confirm", [("kind", "enterprise")]).address
    let elsewhere = try await Visitor(client, as: 0)
    // A log-in that is only begun ends nothing.
    _ = try await client.ask(.get, "/self/login", headers: [.cookie: first.cookie])
    #expect(try await first.get("/self/history").status == 200)
    let second = try await Visitor(client, as: 0, cookie: first.cookie)
    #expect(try await first.get("/self/history").status == 303)
    #expect(try await first.post("/self/logout").status == 303)
    for live in [second, elsewhere] { #expect(try await live.get("/self/history").status == 200) }
    #expect(try await second.get(draft).status == 200, "what the same holder was doing goes on")
    let other = try await Visitor(client, as: 1, cookie: second.cookie)
    #expect(try await second.get("/self/history").status == 303)
    #expect(try await other.get(draft).headers[.location] == "/self", "and nobody else's")
  }

  @Test func cookiesAreOutOfReach() async throws {
    for isSecure in [false, true] {
      let client = try await client(isSecure: isSecure)
      let start = try await client.ask(.get, "/self/login")
      let set = try #require(start.headers[.setCookie])
      #expect(set.contains("; HttpOnly; SameSite=Lax") && set.contains("Path=/"))
      #expect(set.hasPrefix(isSecure ? "__Host-xinbao-login=" : "xinbao-login="))
      #expect(set.contains("; Secure") == isSecure && !set.contains("Domain"))
      // That of the session.
      let state = try value(#"name="state" value="([^"]+)""#, start.text)
      let answer = try await client.post(
        "/self/login", form: [("state", state), ("subject", "0")], headers: [.cookie: cookies(start).joined()])
      let name = isSecure ? "__Host-xinbao=" : "xinbao="
      let session = try #require(answer.headers[values: .setCookie].first { $0.hasPrefix(name) })
      #expect(session.contains("; HttpOnly") && session.contains("; SameSite=") && session.contains("Path=/"))
      #expect(session.contains("; Secure") == isSecure && !session.contains("Domain"))
      for path in ["/help", "/self"] {
        #expect(try await client.ask(.get, path).headers[.setCookie] == nil)
      }
    }
  }

  @Test func theLogInIsForTheBrowserThatBeganItAndOnce() async throws {
    let client = try await client()
    let (mine, other) = (try await client.ask(.get, "/self/login"), try await client.ask(.get, "/self/login"))
    let state = try value(#"name="state" value="([^"]+)""#, mine.text)
    func tryIn(_ answer: ServiceClient.Answer, _ state: String, _ subject: String = "0") async throws -> Int {
      try await client.post(
        "/self/login", form: [("state", state), ("subject", subject)], headers: [.cookie: cookies(answer).joined()]
      ).status
    }
    #expect(try await tryIn(other, state) == 400)
    #expect(try await tryIn(mine, state) == 303)
    #expect(try await tryIn(mine, state) == 400)
    for subject in ["3", "-1", "x", ""] {
      let again = try await client.ask(.get, "/self/login")
      #expect(try await tryIn(again, try value(#"name="state" value="([^"]+)""#, again.text), subject) == 400)
    }
  }

  @Test func anAnswerThatNobodyAskedForReachesNoProvider() async throws {
    let transport = NoProvider()
    let party = RelyingParty(
      try ProviderSettings(
        issuer: "https://login.example.cn", clientID: "x", clientSecret: nil, redirectURI: "https://a.cn/self/callback"),
      transport: transport, now: { fixtureNow })
    let client = try await selfPrintClient(
      backend, .provider(ProviderDoor(party, monotonicSeconds: { 0 })), isSecure: true)
    for query in ["", "?code=a&state=b", "?state=b", "?error=access_denied", "?code=a&code=b", "?%"] {
      for cookie in ["", "__Host-xinbao-login=\(randomText())"] {
        let answer = try await client.ask(.get, "/self/callback" + query, headers: [.cookie: cookie])
        #expect(answer.status == 400 && answer.text.contains("请重新登录"))
        #expect(answer.text.contains(#"<a class="button" href="/self/login">重新登录</a>"#))
        #expect(answer.headers[.setCookie] == nil)
      }
    }
    #expect(try await client.ask(.get, "/self/login").status == 502)
    #expect(try await client.post("/self/login", form: [("subject", "0")]).status == 405)
  }

  @Test func logsTellNothingOfWhoIsLoggedIn() async throws {
    let client = try await client()
    let visitor = try await Visitor(client, as: 2)
    let draft = try await visitor.follow("/self/confirm", [("kind", "personal"), ("purpose", "求职")]).address
    _ = try await visitor.post(draft.replacing("/confirm", with: "/issue"))
    _ = try await visitor.get("/self/reports/\(fixtureNumber)/pdf")
    _ = try await visitor.object(to: fixtureNumber, "我的异议")
    for secret in ["440001199003120024", "示例一", fixtureNumber, "求职", "我的异议", visitor.token, visitor.cookie, draft] {
      #expect(!client.log.contains(secret))
    }
    #expect(client.log.contains("/self/reports/{number}/pdf"))
    // Over the shoulder, neither.
    #expect(!(try await visitor.get("/self/history").text.contains("440001199003120024")))
  }

  @Test func aRefusalLeadsBackToTheSiteThatSaidIt() async throws {
    let client = try await client()
    for (path, way) in [("/self/nothing", "/self"), ("/selfish", "/")] {
      let answer = try await client.ask(.get, path)
      #expect(answer.status == 404 && answer.text.contains(#"<a class="button" href="\#(way)">"#), "\(path)")
    }
    backend.fail()
    let visitor = try await client.ask(.get, "/readyz")
    #expect(visitor.status == 503 && visitor.text == "not ready\n")
  }

  /// As a service of its own, there is nothing else, and an address of nobody's is told in its words.
  @Test func itServesWithoutOtherSites() async throws {
    let backend = backend
    let client = try await ServiceClient(for: [SelfPrintSite.self], options: .patient, now: fixtureNow) {
      [
        SelfPrintSite(
          backend, $0, logIn: .demo(sampleHolders), turns: .init(ofQuestion: 1, ofKind: 20), isSecure: false,
          rates: .none)
      ]
    }
    #expect(try await client.ask(.get, "/self").status == 200)
    #expect(try await client.ask(.get, "/readyz").status == 200)
    let other = try await client.ask(.get, "/v")
    #expect(other.status == 404 && other.text.contains(#"<a class="button" href="/self">"#))
  }

  @Test func everyPageOfADemonstrationSaysSo() async throws {
    let client = try await client()
    let visitor = try await Visitor(client, as: 0)
    for path in ["/", "/help", "/self", "/self/login", "/self/history", "/self/reports/x", "/nothing"] {
      #expect(try await visitor.get(path).text.contains("<strong>演示</strong>"), "\(path)")
    }
  }
}

private struct NoProvider: ProviderTransport {
  func send(_ request: ProviderRequest) async throws(LogInFailure) -> ProviderResponse {
    throw .provider(problem: "nobody is there")
  }
}
