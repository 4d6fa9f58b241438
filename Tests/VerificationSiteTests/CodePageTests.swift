import Attestation
import HTTPTypes
import Signatures
import Testing
import Verifying
import Web
import WebTesting

@testable import VerificationSite

/// The link in the QR, on the page.
@Suite struct CodePageTests {
  @Test func nothingIsToldBeforeTheEndingIsTyped() async throws {
    let client = try await VerificationClient()
    let sample = client.backend.sample
    for page in [
      try await client.post("/v", form: [("digits", sample.digits)]),
      try await client.ask(.get, "/v/\(sample.digits)"),
      try await client.post("/verify/file", file: try fixture("code.png")),
    ] {
      #expect(page.status == 200 && page.text.contains("统一社会信用代码的末四位"))
      #expect(page.text.contains(sample.digits), "the form brings the code along")
      for detail in [sample.claims.number, sample.claims.subject, sample.claims.ident, "VALID"] {
        #expect(!page.text.contains(detail))
      }
    }
    #expect(client.backend.inquiries.isEmpty, "looking is not answering")
  }

  @Test func theRightEndingShowsTheClaimsAndAsksToCompare() async throws {
    let client = try await VerificationClient()
    let sample = client.backend.sample
    let page = try await client.post(
      "/v",
      form: [("digits", sample.digits), ("ending", sample.ending.lowercased()), ("agency", " 11440000MB2C9251X1 ")])
    #expect(page.status == 200)
    for shown in [
      "签发数据真实，须与纸质报告逐项比对", sample.claims.number, sample.claims.subject, sample.claims.ident, "逐项比对", "未核验撤销状态",
      "R-7K2Q",
    ] {
      #expect(page.text.contains(shown), "\(shown) is missing")
    }
    #expect(client.backend.inquiries == [Inquiry(channel: .pageCode, agency: "11440000MB2C9251X1")])
  }

  @Test func theCodeOfOneReportDoesNotPassForThePaperOfAnother() async throws {
    let client = try await VerificationClient()
    let sample = client.backend.sample
    // The first time it may be a slip of the finger.
    let first = try await client.post("/v", form: [("digits", sample.digits), ("ending", "9Z9Z")])
    #expect(first.text.contains("再输入一次") && !first.text.contains("OTHER_PAPER") && first.text.contains(sample.digits))
    let second = try await client.post(
      "/v", form: [("digits", sample.digits), ("ending", "9Z9Z"), ("again", "1")])
    #expect(second.text.contains("末四位不一致") && second.text.contains("OTHER_PAPER"))
    #expect(second.text.contains(sample.digits), "it can be typed once more")
    for page in [first, second] {
      #expect(!page.text.contains(sample.claims.number) && !page.text.contains(sample.claims.subject))
    }
    #expect(client.backend.inquiries.isEmpty)
  }

  @Test func wrongEndingsAreCountedAndTheRightOneIsNeverRefused() async throws {
    let client = try await VerificationClient { $0.site.rates.wrongEndings = Rate(burst: 3, perSecond: 0.01) }
    let sample = client.backend.sample
    for _ in 0..<3 {
      #expect(try await client.post("/v", form: [("digits", sample.digits), ("ending", "0000")]).status == 200)
    }
    let stopped = try await client.post("/v", form: [("digits", sample.digits), ("ending", "0000")])
    #expect(stopped.status == 429 && stopped.headers[.retryAfter] == "100")
    let right = try await client.post("/v", form: [("digits", sample.digits), ("ending", sample.ending)])
    #expect(right.text.contains("签发数据真实，须与纸质报告逐项比对"))
  }

  @Test func aSlipOfTheFingerIsNoWrongEnding() async throws {
    let client = try await VerificationClient { $0.site.rates.wrongEndings = Rate(burst: 1, perSecond: 0.01) }
    let sample = client.backend.sample
    for slip in ["", "12", "12345", "<b>"] {
      let page = try await client.post("/v", form: [("digits", sample.digits), ("ending", slip)])
      #expect(page.status == 200 && page.text.contains("请输入末四位") && page.text.contains(sample.digits))
    }
  }

  @Test func aForgedCodeIsRefusedAtOnceWithTheReason() async throws {
    let client = try await VerificationClient()
    let forged = try client.backend.sample.forgedDigits()
    for form in [[("digits", forged)], [("digits", forged), ("ending", "0000")]] {
      let page = try await client.post("/v", form: form)
      #expect(page.text.contains("核验未通过") && page.text.contains("BAD_SIGNATURE") && page.text.contains("请勿采信"))
      #expect(!page.text.contains(client.backend.sample.claims.subject))
    }
    let nonsense = try await client.post("/v", form: [("digits", "hello <script>")])
    #expect(nonsense.text.contains("MALFORMED") && !nonsense.text.contains("<script>hello"))
  }

  @Test(arguments: [
    ("1u2t", "1U2T"), (" 1 U2t ", "1U2T"), ("１Ｕ２Ｔ", "1U2T"), ("1U-2T", "1U2T"),
  ]) func endingsAreForgivenTheirForm(typed: String, meant: String) {
    #expect(normalizedEnding(typed) == meant)
  }

  @Test(arguments: ["", "123", "12345", "12 4", "中文字符", "12*4", "１２３"]) func otherTextsAreNoEnding(typed: String) {
    #expect(normalizedEnding(typed) == nil)
  }

  @Test func aDevelopmentKeyNeverLooksLikeAPass() throws {
    // Of 10 domains one has records, one no answer.
    #expect(try Verdict(Verification.sample, TokenNames()) == Verdict(tone: .caution, headline: "签发数据真实，须与纸质报告逐项比对"))
    let sample = try Sample()
    let keys = try KeySet(
      sample.keys.entries.map { entry in
        var entry = entry
        entry.isDevelopment = true
        return entry
      })
    let trust = Trust(keys: keys, origin: .unsigned, certificateRoots: CertificateRoots())
    let verification = Verifier(
      trust: trust, statuses: nil, formats: sampleFormats, now: fixtureNow, reproduce: reproducesNothing
    )
    .verify(digits: sample.digits)
    #expect(verification.isValid && verification.development)
    #expect(Verdict(verification, TokenNames()).headline.contains("无证明效力"))
  }
}
