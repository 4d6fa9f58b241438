import Attestation
import HTTPTypes
import Testing
import Web
import WebTesting

@testable import VerificationSite

/// Report number and check code.
@Suite struct NumberTests {
  @Test func theRightPairShowsTheReport() async throws {
    let client = try await VerificationClient()
    let page = try await client.post(
      "/verify/number", form: [("number", " \(fixtureNumber) "), ("checkCode", "ABCD-EFGH")])
    #expect(page.status == 200 && page.text.contains("签发数据真实，须与纸质报告逐项比对") && page.text.contains(fixtureNumber))
    let answer = try await client.post(
      "/api/v1/verify/number", json: #"{"number":"\#(fixtureNumber)","checkCode":"ABCD-EFGH"}"#)
    #expect(answer.text.contains(#""code":"VALID""#))
    #expect(client.backend.inquiries.map(\.channel) == [.pageNumber, .apiNumber])
  }

  /// As people copy it from paper.
  @Test func aNumberMayBeInLowerCaseAndHaveBlanks() async throws {
    let client = try await VerificationClient()
    let typed = fixtureNumber.prefix(8).lowercased() + " " + fixtureNumber.dropFirst(8).lowercased()
    let page = try await client.post("/verify/number", form: [("number", typed), ("checkCode", "ABCD-EFGH")])
    #expect(page.text.contains("签发数据真实，须与纸质报告逐项比对"))
  }

  @Test func theRightPairIsNeverRefusedBecauseOthersInTheOfficeMistyped() async throws {
    let client = try await VerificationClient { $0.site.rates.wrongNumbers = Rate(burst: 2, perSecond: 0.01) }
    for (guess, status) in [200, 200, 429].enumerated() {
      let page = try await client.post("/verify/number", form: [("number", "\(guess)"), ("checkCode", "A")])
      #expect(page.status == status)
    }
    let page = try await client.post(
      "/verify/number", form: [("number", fixtureNumber), ("checkCode", "ABCD-EFGH")])
    #expect(page.status == 200 && page.text.contains("签发数据真实，须与纸质报告逐项比对"))
  }

  /// Whoever guesses learns nothing: not from the bytes, and not from any header.
  @Test func anUnknownNumberAndAWrongCodeAreOneAnswer() async throws {
    let client = try await VerificationClient { $0.site.rates.wrongNumbers = nil }
    let guesses = [
      (fixtureNumber, "AAAA-AAAA"), ("20261118181640123AAAAA", "ABCD-EFGH"), ("", ""), ("x", "<script>"),
      (String(repeating: "9", count: 100), "1"), (fixtureNumber, String(repeating: "A", count: 100)),
    ]
    var pages: Set<String> = []
    var answers: Set<String> = []
    for (number, code) in guesses {
      let page = try await client.post("/verify/number", form: [("number", number), ("checkCode", code)])
      pages.insert("\(page.status) \(page.headers) \(page.text)")
      let answer = try await client.post(
        "/api/v1/verify/number", json: #"{"number":"\#(number)","checkCode":"\#(code)"}"#)
      answers.insert("\(answer.status) \(answer.headers) \(answer.text)")
    }
    #expect(pages.count == 1 && answers.count == 1)
    #expect(pages.first?.contains("NUMBER_OR_CODE_WRONG") == true)
  }

  @Test func tooManyTriesAreToldHowLongToWait() async throws {
    let client = try await VerificationClient()
    let page = try await client.post("/verify/number", form: [("number", "THWARTED"), ("checkCode", "A")])
    #expect(page.status == 429 && page.headers[.retryAfter] == "3000" && page.text.contains("50分钟"))
  }

  @Test func aGuesserIsSlowedDownByAddressToo() async throws {
    let client = try await VerificationClient { $0.site.rates.numbers = Rate(burst: 10, perSecond: 10.0 / 60) }
    var refused = 0
    for guess in 0..<1000 {
      let answer = try await client.post("/verify/number", form: [("number", "\(guess)"), ("checkCode", "A")])
      if answer.status == 429 { refused += 1 }
    }
    #expect(refused == 990)
  }

  /// The file stays where it is; its digest goes with number and check code, and tells nobody more than these.
  @Test func aFileIsComparedByItsDigest() async throws {
    let client = try await VerificationClient()
    let digest = String(repeating: "ab", count: 32)
    let known = [("number", fixtureNumber), ("checkCode", "ABCD-EFGH")]
    let answer = try await client.post("/verify/number", form: known + [("sha256", digest)])
    #expect(answer.status == 200 && answer.text.contains("FILE_NOT_COMPARED") && answer.text.contains("未能比对"))
    #expect(try await client.post("/verify/number", form: known + [("sha256", "")]).text.contains("VALID"))
    let wrong = try await client.post(
      "/verify/number", form: [("number", fixtureNumber), ("checkCode", "ABCD-EFGJ"), ("sha256", digest)])
    #expect(wrong.text.contains("NUMBER_OR_CODE_WRONG"))
    #expect(try await client.post("/verify/number", form: known + [("sha256", "abc")]).status == 400)
    let json = #"{"number":"\#(fixtureNumber)","checkCode":"ABCD-EFGH","sha256":"\#(digest)"}"#
    #expect(try await client.post("/api/v1/verify/number", json: json).text.contains(#""file":"unknown""#))
  }
}
