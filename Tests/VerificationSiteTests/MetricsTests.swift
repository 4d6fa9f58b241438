import HTTPTypes
import Testing
import Web
import WebTesting

@testable import VerificationSite

@Suite struct MetricsTests {
  @Test func countsAreInPrometheusForm() async throws {
    let client = try await VerificationClient { $0.site.rates.numbers = Rate(burst: 1, perSecond: 0.1) }
    let sample = client.backend.sample
    _ = try await client.post("/v", form: [("digits", sample.digits), ("ending", sample.ending)])
    _ = try await client.post("/v", form: [("digits", sample.digits), ("ending", "0000")])
    for _ in 0..<3 { _ = try await client.post("/verify/number", form: [("number", "1"), ("checkCode", "1")]) }
    _ = try await client.ask(.get, "/nothing")
    let answer = try await client.ask(.get, "/metrics", from: "127.0.0.1")
    #expect(answer.headers[.contentType]?.hasPrefix("text/plain; version=0.0.4") == true)
    let lines = Set(answer.text.split(separator: "\n").map(String.init))
    for line in [
      #"xinbao_http_requests_total{method="POST",route="/v",status="200"} 2"#,
      #"xinbao_http_requests_total{method="POST",route="/verify/number",status="429"} 2"#,
      #"xinbao_http_requests_total{method="GET",route="unknown",status="404"} 1"#,
      #"xinbao_http_request_seconds_count{route="/v"} 2"#,
      #"xinbao_http_request_seconds_bucket{route="/v",le="+Inf"} 2"#,
      #"xinbao_answers_total{channel="page-code",code="VALID"} 1"#,
      #"xinbao_answers_total{channel="page-code",code="OTHER_PAPER"} 1"#,
      #"xinbao_answers_total{channel="page-number",code="NUMBER_OR_CODE_WRONG"} 1"#,
      #"xinbao_refusals_total{limit="numbers"} 2"#, "xinbao_requests_in_hand 1", "xinbao_uploads_in_hand 0",
      "process_start_time_seconds \(fixtureNow)",
    ] {
      #expect(lines.contains(line), "missing: \(line)")
    }
    for line in lines where !line.hasPrefix("#") {
      #expect(line.wholeMatch(of: #/[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+\-]+/#) != nil, "\(line)")
    }
  }

  /// What could not be recorded is answered, says so to whoever asks, and is told to the operator: counted each time, logged
  /// once in a minute.
  @Test func answersWithoutReceiptsSayThatTheyHaveNone() async throws {
    let client = try await VerificationClient()
    client.backend.mood = .withoutRoom
    let sample = client.backend.sample
    let question = [("digits", sample.digits), ("ending", sample.ending)]
    let page = try await client.post("/v", form: question).text
    #expect(page.contains("没有回执") && page.contains("VALID") && !page.contains("/receipts/"))
    for _ in 0..<4 {
      let answer = try object(
        try await client.post(
          "/api/v1/verify/code", json: #"{"digits": "\#(sample.digits)", "ending": "\#(sample.ending)"}"#))
      let notes = try #require(answer["notes"] as? [[String: String]])
      #expect(answer["valid"] as? Bool == true && answer["receipt"] == nil)
      #expect(notes.contains { $0["code"] == "NOT_RECORDED" && $0["text"]?.contains("没有回执") == true })
    }
    let metrics = try await client.ask(.get, "/metrics", from: "127.0.0.1").text
    #expect(metrics.contains(#"xinbao_unrecorded_answers_total{channel="page-code"} 1"#))
    #expect(metrics.contains(#"xinbao_unrecorded_answers_total{channel="api-code"} 4"#))
    #expect(client.log.ranges(of: "answers are given without receipts").count == 1)
    #expect(!client.log.contains("20261118"))
  }

  @Test func onlyThisMachineSeesThem() async throws {
    let client = try await VerificationClient()
    #expect(try await client.ask(.get, "/metrics").status == 404)
    for name in [HTTPField.Name.xForwardedFor, .forwarded, .via] {
      #expect(try await client.ask(.get, "/metrics", headers: [name: "203.0.113.1"], from: "127.0.0.1").status == 404)
    }
    // A proxy that forgets to name its clients makes nobody a visitor of this machine.
    let behind = try await VerificationClient {
      $0.service.trustedProxies = [IPNetwork("127.0.0.1")].compactMap(\.self)
    }
    #expect(try await behind.ask(.get, "/metrics", from: "127.0.0.1").status == 404)
    #expect(try await behind.ask(.get, "/metrics", from: "::1").status == 200)
    #expect(try await client.ask(.get, "/metrics", from: "::1").status == 200)
    let apart = try await VerificationClient { $0.service.servesMetrics = false }
    #expect(try await apart.ask(.get, "/metrics", from: "127.0.0.1").status == 404)
  }
}
