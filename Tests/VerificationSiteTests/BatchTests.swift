import Attestation
import Foundation
import HTTPTypes
import Testing
import Web
import WebTesting

@testable import VerificationSite

/// Many reports in one request of a program.
@Suite struct BatchTests {
  private static let path = "/api/v1/verify/batch"

  private func array(_ answer: ServiceClient.Answer) throws -> [[String: Any]] {
    #expect(answer.status == 200, "\(answer.text)")
    return try #require(try JSONSerialization.jsonObject(with: Data(answer.body)) as? [[String: Any]], "\(answer.text)")
  }

  @Test func eachIsAnsweredAsAloneInItsOrder() async throws {
    let client = try await VerificationClient()
    let sample = client.backend.sample
    let items = [
      #"{"digits":"\#(sample.digits)"}"#, #"{"digits":"\#(sample.digits)","ending":"\#(sample.ending)"}"#,
      #"{"digits":"\#(sample.digits)","ending":"0000"}"#, #"{"number":"\#(fixtureNumber)","checkCode":"ABCD-EFGH"}"#,
      #"{"number":"X","checkCode":"ABCD-EFGH"}"#, #"{"number":"X"}"#, #"{"number":"THWARTED","checkCode":"A"}"#,
      #"{"digits":"\#(sample.digits)","ending":"1"}"#,
    ]
    let json = #"{"items":[\#(items.joined(separator: ","))],"agency":"GD-07"}"#
    let answers = try array(try await client.post(Self.path, json: json))
    #expect(
      answers.map { $0["state"] as? String } == ["challenge"] + Array(repeating: "answered", count: 4) + [
        nil, nil, nil,
      ])
    #expect(
      answers.map { $0["code"] as? String } == [
        nil, "VALID", "OTHER_PAPER", "VALID", "NUMBER_OR_CODE_WRONG", nil, nil, nil,
      ])
    let errors = answers.map { ($0["error"] as? [String: Any])?["code"] as? String }
    #expect(errors == [nil, nil, nil, nil, nil, "BAD_REQUEST", "TOO_MANY_REQUESTS", "BAD_REQUEST"])
    #expect((answers[6]["error"] as? [String: Any])?["retryAfter"] as? Int == 3000)
    #expect(answers[0]["claims"] == nil && answers[2]["claims"] == nil)

    // The same bytes as at the address for one.
    let single = try await client.post(
      "/api/v1/verify/code", json: #"{"digits":"\#(sample.digits)","ending":"\#(sample.ending)"}"#)
    let one = try await client.post(Self.path, json: #"{"items":[\#(items[1])]}"#)
    #expect(one.text == "[\(single.text)]")
    #expect(
      client.backend.inquiries.filter { $0.agency == "GD-07" }.map(\.channel) == [
        .apiCode, .apiNumber, .apiNumber, .apiNumber,
      ])
  }

  @Test func filesAreTakenAsAFormWithTheListBesideThem() async throws {
    let client = try await VerificationClient()
    func part(_ head: String, _ bytes: [UInt8]) -> [UInt8] {
      Array("--XX\r\nContent-Disposition: form-data; \(head)\r\n\r\n".utf8) + bytes + Array("\r\n".utf8)
    }
    let list = #"{"items":[{"number":"\#(fixtureNumber)","checkCode":"ABCD-EFGH"}],"agency":"GD-07"}"#
    let body =
      part("name=\"list\"", Array(list.utf8))
      + part("name=\"file\"; filename=\"a.pdf\"\r\nContent-Type: application/pdf", Array("%PDF-1.7".utf8))
      + part("name=\"file\"; filename=\"b.png\"", try fixture("code.png"))
      + part("name=\"file\"; filename=\"c.pdf\"", try fixture("code.png")) + Array("--XX--".utf8)
    let answers = try array(
      try await client.ask(.post, Self.path, headers: [.contentType: "multipart/form-data; boundary=XX"], body: body))
    #expect(answers.map { $0["code"] as? String } == ["COPY_UNREADABLE", nil, "FILE_TYPE_MISMATCH", "VALID"])
    #expect(answers[1]["state"] as? String == "challenge" && answers[1]["source"] as? String == "image")
    #expect(client.backend.inquiries.map(\.channel) == [.apiFile, .apiNumber])
    #expect(client.backend.inquiries.allSatisfy { $0.agency == "GD-07" })
  }

  @Test func whatIsNoStackIsRefusedAsAWhole() async throws {
    let client = try await VerificationClient { $0.site.limits.stackReports = 2 }
    for body in ["", "[]", "{}", #"{"items":[]}"#, #"{"items":[1]}"#, #"{"items":{"digits":"1"}}"#] {
      let answer = try await client.post(Self.path, json: body)
      #expect(answer.status == 400 && answer.text.contains("BAD_REQUEST"), "\(body)")
    }
    let many = try await client.post(Self.path, json: #"{"items":[{"digits":"1"},{"digits":"1"},{"digits":"1"}]}"#)
    #expect(many.status == 413 && many.text.contains("TOO_MANY_REPORTS"))
    let other = try await client.ask(.post, Self.path, headers: [.contentType: "application/pdf"], body: [1])
    #expect(other.status == 415)
    #expect(client.backend.inquiries.isEmpty)
  }

  @Test func aRegistryThatFailsIsAnErrorOfEachAndNeverAnAnswer() async throws {
    let client = try await VerificationClient()
    client.backend.mood = .failing
    let answers = try array(
      try await client.post(Self.path, json: #"{"items":[{"digits":"1"},{"number":"N","checkCode":"C"}]}"#))
    #expect(answers[0]["code"] as? String == "MALFORMED", "that is known without the registry")
    #expect((answers[1]["error"] as? [String: Any])?["code"] as? String == "UNAVAILABLE")
  }

  /// Places for uploads are left to single files.
  @Test func onlySoManyStacksAreAnsweredAtOnce() async throws {
    let client = try await VerificationClient { $0.site.limits.stacksAtOnce = 0 }
    let answer = try await client.post(Self.path, json: #"{"items":[{"digits":"1"}]}"#)
    #expect(answer.status == 503 && answer.headers[.retryAfter] == "5")
    #expect(try await client.metrics().contains(#"xinbao_refusals_total{limit="stacks-at-once"} 1"#))
    #expect(try await client.post("/verify/file", file: Array("%PDF-1.7".utf8)).status == 200)
  }

  /// Where single files take every place, a stack waits for its turn instead of being turned away.
  @Test func aStackWaitsWhereFilesDo() async throws {
    let client = try await VerificationClient()
    client.backend.mood = .full
    async let sent = client.ask(
      .post, Self.path, headers: [.contentType: "multipart/form-data; boundary=XX"],
      body: Array(
        "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7\r\n--XX--".utf8))
    try await Task.sleep(for: .milliseconds(300))
    client.backend.mood = .well
    #expect(try array(try await sent).map { $0["code"] as? String } == ["COPY_UNREADABLE"])
  }
}
