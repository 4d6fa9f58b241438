import Attestation
import Foundation
import HTTPTypes
import Testing
import Verifying
import Web
import WebTesting

@testable import VerificationSite

@Suite struct APITests {
  @Test func codeFirstThenTheEnding() async throws {
    let client = try await VerificationClient()
    let sample = client.backend.sample
    let first = try await client.post(
      "/api/v1/verify/code", json: #"{"digits":"https://verify.xinbao.example/v#\#(sample.digits)"}"#)
    let challenge = try object(first)
    #expect(challenge["state"] as? String == "challenge" && challenge["host"] as? String == "verify.xinbao.example")
    #expect(challenge["claims"] == nil && !first.text.contains(sample.claims.number))

    let digits = try #require(challenge["digits"] as? String)
    let answer = try object(
      try await client.post("/api/v1/verify/code", json: #"{"digits":"\#(digits)","ending":"\#(sample.ending)"}"#))
    #expect(answer["valid"] as? Bool == true && answer["code"] as? String == "VALID")
    let claims = try #require(answer["claims"] as? [String: Any])
    #expect(claims["number"] as? String == sample.claims.number && claims["kind"] as? String == "no-violation")
    let comparison = try #require(answer["comparison"] as? [[String: String]])
    #expect(comparison.contains(["label": "主体名称", "value": sample.claims.subject]))
    #expect(answer["request"] is String)
    let receipt = try #require(answer["receipt"] as? [String: Any])
    #expect(receipt["number"] as? String == "R-7K2Q" && receipt["signed"] as? String == "d284")

    let other = try object(
      try await client.post("/api/v1/verify/code", json: #"{"digits":"\#(digits)","ending":"0000"}"#))
    #expect(other["valid"] as? Bool == false && other["code"] as? String == "OTHER_PAPER" && other["claims"] == nil)
  }

  @Test(arguments: ["", "{", "[]", "{}", #"{"digits":1}"#, "null", #"{"digits":"1","ending":"12345"}"#])
  func questionsThatCannotBeReadAreToldSo(body: String) async throws {
    let client = try await VerificationClient()
    var json = body
    if body.contains("12345") { json = #"{"digits":"\#(client.backend.sample.digits)","ending":"12345"}"# }
    let answer = try await client.post("/api/v1/verify/code", json: json)
    #expect(answer.status == 400 && answer.text.contains(#""code":"BAD_REQUEST""#))
  }

  @Test func receiptsAreFoundAgain() async throws {
    let client = try await VerificationClient()
    let answer = try object(try await client.ask(.get, "/api/v1/receipts/R-7K2Q"))
    #expect(answer["leaf"] as? String == "abcd" && answer["code"] as? String == "VALID")
    let page = try await client.ask(.get, "/receipts/R-7K2Q")
    #expect(page.text.contains("R-7K2Q") && page.text.contains("abcd") && page.text.contains("报告真实有效"))
    #expect(try await client.ask(.get, "/api/v1/receipts/R-0000").status == 404)
    #expect(try await client.ask(.get, "/receipts/R_0000").status == 404)
  }

  @Test func publicationsMayBeKeptAndNothingElse() async throws {
    let client = try await VerificationClient()
    let list = try await client.ask(.get, "/.well-known/xinbao/trust.cose")
    #expect(list.body == [0xd2, 1] && list.headers[.contentType]?.hasPrefix("application/cose") == true)
    #expect(list.headers[.cacheControl]?.hasPrefix("public, max-age=") == true)
    let tag = try #require(list.headers[.eTag])
    let again = try await client.ask(.get, "/.well-known/xinbao/trust.cose", headers: [.ifNoneMatch: "\"x\", \(tag)"])
    #expect(again.status == 304 && again.body.isEmpty && again.headers[.eTag] == tag)
    let other = try await client.ask(.get, "/.well-known/xinbao/status/1", headers: [.ifNoneMatch: tag])
    #expect(other.status == 200 && other.body == [0xd2, 2])
    for missing in ["status/2", "status/256", "status/x", "status/-1", "bundle"] {
      let answer = try await client.ask(.get, "/.well-known/xinbao/\(missing)")
      #expect(answer.status == 404 && answer.headers[.cacheControl] == "no-store")
    }
    #expect(try await client.ask(.get, "/.well-known/xinbao/checkpoint").text.hasPrefix("verify.xinbao.example\n"))
  }

  /// The document names every address for machines, and no other.
  @Test func theOpenAPIDocumentIsTheAPI() async throws {
    let client = try await VerificationClient()
    let document = try object(try await client.ask(.get, "/openapi.json"))
    #expect((document["openapi"] as? String)?.hasPrefix("3.1") == true)
    let paths = try #require(document["paths"] as? [String: [String: Any]])
    let described = Set(paths.flatMap { path, methods in methods.keys.map { "\($0.uppercased()) \(path)" } })
    let routed = client.service.endpoints.filter {
      $0.path.hasPrefix("/api/") || $0.path.hasPrefix("/.well-known/") || $0.path == "/openapi.json"
    }.map { "\($0.method.rawValue) \($0.path)" }
    #expect(described == Set(routed))
    let text = try await client.ask(.get, "/openapi.json").text
    for channel in Inquiry.Channel.allCases { #expect(text.contains("\"\(channel.rawValue)\"")) }
  }
}
