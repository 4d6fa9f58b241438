import Attestation
import HTTPTypes
import Testing
import Web
import WebTesting

@testable import VerificationSite

@Suite struct SafetyTests {
  /// Answers of every kind: pages, API, files, errors.
  @Test func everyAnswerIsStrict() async throws {
    let client = try await VerificationClient()
    let answers = [
      try await client.ask(.get, "/"), try await client.ask(.get, "/v"), try await client.ask(.get, "/help"),
      try await client.ask(.get, "/assets/style.css"), try await client.ask(.get, "/nothing"),
      try await client.ask(.delete, "/v"), try await client.post("/api/v1/verify/code", json: "{"),
      try await client.ask(.get, "/healthz"), try await client.ask(.get, "/openapi.json"),
      try await client.ask(.get, "/receipts/R-7K2Q"), try await client.ask(.head, "/"),
    ]
    for answer in answers {
      let policy = try #require(answer.headers[.contentSecurityPolicy])
      #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
      #expect(!policy.contains("unsafe"))
      #expect(answer.headers[.cacheControl] == "no-store")
      #expect(answer.headers[.xContentTypeOptions] == "nosniff")
      #expect(answer.headers[HTTPField.Name("Referrer-Policy")!] == "no-referrer")
      #expect(answer.headers[HTTPField.Name("Permissions-Policy")!]?.hasPrefix("camera=(self)") == true)
      #expect(answer.headers[.strictTransportSecurity] == nil)
    }
  }

  @Test func encryptionIsInsistedOnWhereThereIsSome() async throws {
    let own = try await VerificationClient { $0.service.isTLS = true }
    #expect(try await own.ask(.get, "/").headers[.strictTransportSecurity] != nil)
    let behind = try await VerificationClient { $0.service.trustedProxies = [IPNetwork("198.51.100.0/24")!] }
    let https: HTTPFields = [.xForwardedProto: "https"]
    #expect(try await behind.ask(.get, "/", headers: https).headers[.strictTransportSecurity] != nil)
    let stranger = try await behind.ask(.get, "/", headers: https, from: "203.0.113.1")
    #expect(stranger.headers[.strictTransportSecurity] == nil)
  }

  /// A page holds no script and no style of its own, and loads nothing from elsewhere.
  @Test func pagesNeedNothingThatThePolicyForbids() async throws {
    let client = try await VerificationClient()
    let sample = client.backend.sample
    let pages = [
      try await client.ask(.get, "/"), try await client.ask(.get, "/help"),
      try await client.post("/v", form: [("digits", sample.digits)]),
      try await client.post("/v", form: [("digits", sample.digits), ("ending", sample.ending)]),
      try await client.ask(.get, "/receipts/R-7K2Q"), try await client.ask(.get, "/nothing"),
    ].map(\.text)
    for page in pages {
      #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))
      #expect(
        page.matches(of: #/<script\b[^>]*>/#).map { String($0.0) } == [#"<script src="/assets/script.js" defer>"#])
      #expect(!page.contains("<style") && !page.contains(" style=") && !page.contains(" onclick="))
      #expect(page.matches(of: #/(?:src|href|action)="([^"]*)"/#).allSatisfy { $0.1.hasPrefix("/") || $0.1 == "#main" })
      #expect(!page.contains("{{"))
    }
  }

  @Test func whatIsPutInComesOutAsText() async throws {
    let client = try await VerificationClient()
    let page = try await client.post(
      "/v", form: [("digits", #"<img src=x onerror=alert(1)>""#), ("agency", "<script>")])
    #expect(page.status == 400 && !page.text.contains("<script>"))
    let other = try await client.post("/v", form: [("digits", #"<img src=x onerror=alert(1)>"#)])
    #expect(other.status == 200 && !other.text.contains("<img src=x"))
    let strange = try await client.ask(.get, "/receipts/%3Cscript%3E")
    #expect(strange.status == 404 && !strange.text.contains("<script>a"))
  }

  /// What a clerk looked at stands in no log: no token, no number, no name, no full address, no query.
  @Test func logsTellNothingOfAnybody() async throws {
    let client = try await VerificationClient()
    let sample = client.backend.sample
    _ = try await client.ask(.get, "/v/\(sample.digits)")
    _ = try await client.ask(.get, "/nothing/\(fixtureNumber)?number=\(fixtureNumber)")
    _ = try await client.post("/v", form: [("digits", sample.digits), ("ending", sample.ending), ("agency", "GD-07")])
    _ = try await client.post("/verify/number", form: [("number", fixtureNumber), ("checkCode", "ABCD-EFGH")])
    _ = try await client.ask(.get, "/receipts/R-7K2Q", from: "2001:db8:1:2:3:4:5:6")
    client.backend.mood = .failing
    _ = try await client.post("/verify/number", form: [("number", fixtureNumber), ("checkCode", "ABCD-EFGH")])
    let log = client.log
    #expect(log.contains(#""route":"/v/{digits}""#) && log.contains(#""client":"198.51.100.0/24""#))
    #expect(log.contains(#""client":"2001:db8:1::/48""#) && log.contains(#""route":"unknown""#))
    #expect(log.contains("connection lost"))
    for secret in [
      sample.digits, fixtureNumber, sample.claims.subject, sample.claims.ident, sample.ending, "ABCD", "GD-07",
      "R-7K2Q",
      "198.51.100.7", "3:4:5:6", "?",
    ] {
      #expect(!log.contains(secret), "the log holds \(secret)")
    }
    for line in log.split(separator: "\n") { #expect(line.first == "{" && line.last == "}") }
    let metrics = try await client.ask(.get, "/metrics", from: "127.0.0.1").text
    #expect(!metrics.contains(sample.digits.prefix(30)) && !metrics.contains(fixtureNumber))
  }

  @Test func aBrokenBackendIsNeverAnAnswer() async throws {
    let client = try await VerificationClient()
    client.backend.mood = .failing
    let sample = client.backend.sample
    let page = try await client.post("/v", form: [("digits", sample.digits), ("ending", sample.ending)])
    #expect(page.status == 503 && page.text.contains("未作出核验结论") && !page.text.contains("connection lost"))
    let answer = try await client.post(
      "/api/v1/verify/code", json: #"{"digits":"\#(sample.digits)","ending":"\#(sample.ending)"}"#)
    #expect(answer.status == 503 && answer.text.contains("UNAVAILABLE") && !answer.text.contains("valid"))
    #expect(try await client.ask(.get, "/readyz").status == 503)
    #expect(try await client.ask(.get, "/healthz").status == 200)
  }

  @Test func aBackendThatHangsIsNotWaitedFor() async throws {
    let client = try await VerificationClient { $0.service.limits.answerSeconds = 0.05 }
    client.backend.mood = .hanging
    let page = try await client.post("/v", form: [("digits", client.backend.sample.digits)])
    #expect(page.status == 503)
  }

  @Test func unknownAddressesAndMethodsAreToldSo() async throws {
    let client = try await VerificationClient()
    let page = try await client.ask(.get, "/nothing")
    #expect(page.status == 404 && page.text.contains("没有找到"))
    let api = try await client.ask(.get, "/api/v1/nothing")
    #expect(
      api.status == 404 && api.text == #"{"error":{"code":"NOT_FOUND","message":"there is nothing at this address"}}"#)
    let method = try await client.ask(.put, "/api/v1/verify/code")
    #expect(method.status == 405 && method.headers[.allow] == "POST")
    for path in ["/assets/../openapi.json", "/assets/layout.mustache", "/assets/%2e%2e%2fstyle.css", "/receipts/a%2Fb"]
    {
      #expect(try await client.ask(.get, path).status == 404)
    }
  }

  @Test func thereIsRoomForSoManyOnly() async throws {
    let client = try await VerificationClient { $0.service.limits.requestsAtOnce = 0 }
    #expect(try await client.ask(.get, "/").status == 503)
  }

  @Test func whereNobodyPrintsThereAreNoSuchPages() async throws {
    let client = try await VerificationClient()
    for path in ["/self", "/self/login", "/self/history"] { #expect(try await client.ask(.get, path).status == 404) }
    #expect(!(try await client.ask(.get, "/").text.contains("/self")))
  }
}
