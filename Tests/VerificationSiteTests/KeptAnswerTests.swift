import Attestation
import HTTPTypes
import Testing
import Web
import WebTesting

@testable import VerificationSite

/// POST, redirect, GET: an answer has an address at which the browser that asked can show it again.
@Suite struct KeptAnswerTests {
  private let keeps: HTTPFields = [.cookie: "xinbao-keeps=1"]

  /// What a browser that keeps cookies does: posts, and follows the redirect with the cookie that it was given.
  private struct Kept {
    var address: String
    var cookie: String
    var setCookie: String
  }

  private func kept(_ answer: ServiceClient.Answer) throws -> Kept {
    #expect(answer.status == 303 && answer.body.isEmpty)
    let set = try #require(answer.headers[.setCookie])
    return Kept(
      address: try #require(answer.headers[.location]), cookie: String(set.prefix { $0 != ";" }), setCookie: set)
  }

  @Test func anAnswerIsShownAgainAsOftenAsItIsAskedForAndIsGivenOnce() async throws {
    let client = try await VerificationClient()
    let sample = client.backend.sample
    let direct = try await client.post("/v", form: [("digits", sample.digits), ("ending", sample.ending)])
    let posted = try await client.post(
      "/v", form: [("digits", sample.digits), ("ending", sample.ending)], headers: keeps)
    let kept = try kept(posted)
    for _ in 0..<3 {
      let page = try await client.ask(.get, kept.address, headers: [.cookie: kept.cookie])
      #expect(page.status == 200 && page.text == direct.text)
    }
    // One for the browser without cookies, one for the other; none for looking again.
    #expect(client.backend.inquiries.count == 2)
  }

  /// The code comes along, so that the ending can be typed.
  @Test func aChallengeIsKeptToo() async throws {
    let client = try await VerificationClient()
    let sample = client.backend.sample
    let kept = try kept(try await client.post("/v", form: [("digits", sample.digits)], headers: keeps))
    let page = try await client.ask(.get, kept.address, headers: [.cookie: kept.cookie])
    #expect(page.text.contains("统一社会信用代码的末四位") && page.text.contains(sample.digits))
    let file = try await client.ask(.get, "/v/\(sample.digits)")
    #expect(file.status == 200 && file.text == page.text)
  }

  @Test func nothingOfTheReportIsInTheAddressOrReadableInTheCookie() async throws {
    let client = try await VerificationClient()
    let sample = client.backend.sample
    let kept = try kept(
      try await client.post("/v", form: [("digits", sample.digits), ("ending", sample.ending)], headers: keeps))
    #expect(kept.address.wholeMatch(of: #//result/[A-Za-z0-9_-]{22}/#) != nil)
    #expect(kept.setCookie.contains("; Path=\(kept.address); HttpOnly; SameSite=Lax; Max-Age=900"))
    for secret in [sample.digits, sample.claims.number, sample.claims.subject, "VALID"] {
      #expect(!kept.setCookie.contains(secret))
    }
    _ = try await client.ask(.get, kept.address, headers: [.cookie: kept.cookie])
    #expect(client.log.contains(#""route":"/result/{handle}""#))
    #expect(!client.log.contains(kept.address) && !client.log.contains(kept.cookie))
  }

  /// The cookie of one answer says nothing at the address of another, and a changed one nothing at all.
  @Test func anAnswerIsBoundToItsAddressAndCannotBeChanged() async throws {
    let client = try await VerificationClient()
    let sample = client.backend.sample
    let one = try kept(
      try await client.post("/v", form: [("digits", sample.digits), ("ending", sample.ending)], headers: keeps))
    let other = try kept(try await client.post("/v", form: [("digits", "1")], headers: keeps))
    var changed = Array(one.cookie)
    changed[changed.count - 5] = changed[changed.count - 5] == "A" ? "B" : "A"
    for (address, cookie) in [
      (one.address, other.cookie), (other.address, one.cookie), (one.address, String(changed)), (one.address, ""),
      (one.address, "xinbao-answer="), (one.address, "xinbao-answer=A"), ("/result/x", one.cookie),
    ] {
      let page = try await client.ask(.get, address, headers: [.cookie: cookie])
      #expect(page.status == 200 && page.text.contains("请重新核验") && page.text.contains("输入报告编号"))
      #expect(!page.text.contains(sample.claims.number))
    }
  }

  @Test func itsTimeEnds() throws {
    let seal = PageSeal(key: nil)
    let text = try #require(seal.sealed(KeptPage(refusal: "没有收到文件。", until: 1000), handle: "a"))
    #expect(seal.opened(text, handle: "a", at: 1000)?.values.count == 1)
    #expect(seal.opened(text, handle: "a", at: 1001) == nil)
    // Another process opens it if it has the same key, and only then.
    let shared = [UInt8](repeating: 7, count: 32)
    let sealed = try #require(PageSeal(key: shared).sealed(KeptPage(refusal: "x", until: 9), handle: "b"))
    #expect(PageSeal(key: shared).opened(sealed, handle: "b", at: 1) != nil)
    #expect(PageSeal(key: nil).opened(sealed, handle: "b", at: 1) == nil)
  }

  /// 38 domains three times over, long names, every note: it still fits beside the other headers of an answer.
  @Test func theLongestAnswerFits() throws {
    var state: UInt32 = 1
    func text(_ count: Int) -> String {
      String(
        String.UnicodeScalarView(
          (0..<count).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return UnicodeScalar(0x4e00 + state >> 8 % 3000) ?? "一"
          }))
    }
    let names = (0..<38).map { _ in text(4) }.joined(separator: "、")
    let rows =
      [("报告编号", fixtureNumber), ("主体名称", text(60)), ("报告接收方", text(60))]
      + ["查询领域", "有记录的领域", "未发现记录的领域"].map { ($0, "38个（\(names)）") } + (0..<8).map { ("项目\($0)", text(12)) }
    let page = AnswerPage(
      .result,
      [
        "headline": "报告真实有效", "explanation": text(60), "notes": (0..<6).map { _ in ["text": text(40)] },
        "comparison": ["rows": rows.map { ["label": $0.0, "value": $0.1] }], "hasFacts": true,
      ])
    let sealed = try #require(KeptPage(page, until: 1).flatMap { PageSeal(key: nil).sealed($0, handle: "a") })
    #expect(sealed.utf8.count <= PageSeal.longest)
    // What does not fit is shown at once instead.
    let long = AnswerPage(.result, ["explanation": text(4000)])
    #expect(KeptPage(long, until: 1).flatMap { PageSeal(key: nil).sealed($0, handle: "a") } == nil)
  }

  @Test func aMistakeInAFormIsKeptAndARefusalForLaterIsNot() async throws {
    let client = try await VerificationClient { $0.site.rates.wrongNumbers = Rate(burst: 1, perSecond: 0.01) }
    let kept = try kept(try await client.post("/v", form: [("digits", "")], headers: keeps))
    let page = try await client.ask(.get, kept.address, headers: [.cookie: kept.cookie])
    #expect(page.status == 400 && page.text.contains("没有收到二维码的内容"))
    let guess = [("number", "1"), ("checkCode", "A")]
    _ = try await client.post("/verify/number", form: guess, headers: keeps)
    let stopped = try await client.post("/verify/number", form: guess, headers: keeps)
    #expect(stopped.status == 429 && stopped.headers[.retryAfter] == "100")
  }

  /// The cookie that says that cookies are kept is the same for everybody.
  @Test func aBrowserWithoutCookiesGetsItsAnswerAtOnce() async throws {
    let client = try await VerificationClient()
    for path in ["/", "/v", "/v/\(client.backend.sample.digits)"] {
      let page = try await client.ask(.get, path)
      #expect(page.headers[values: .setCookie] == ["xinbao-keeps=1; Path=/; HttpOnly; SameSite=Lax"], "\(path)")
      #expect(try await client.ask(.get, path, headers: keeps).headers[.setCookie] == nil)
    }
    let answer = try await client.post("/v", form: [("digits", client.backend.sample.digits)])
    #expect(answer.status == 200 && answer.headers[.setCookie] == nil)
  }

  @Test func overTLSNoNeighbourCanPlantAnAnswer() async throws {
    let client = try await VerificationClient { $0.service.isTLS = true }
    let mark = try #require(try await client.ask(.get, "/").headers[.setCookie])
    #expect(mark == "__Host-xinbao-keeps=1; Path=/; HttpOnly; SameSite=Lax; Secure")
    let posted = try await client.post(
      "/v", form: [("digits", client.backend.sample.digits)], headers: [.cookie: "__Host-xinbao-keeps=1"])
    let kept = try kept(posted)
    #expect(kept.setCookie.hasPrefix("__Secure-xinbao-answer=") && kept.setCookie.hasSuffix("; Secure"))
    #expect(try await client.ask(.get, kept.address, headers: [.cookie: kept.cookie]).text.contains("末四位"))
  }
}
