import Foundation
import HTTPTypes
import Testing
import Web
import WebTesting

@testable import VerificationSite

/// The verification site over the sample, by itself unless a test brings others.
struct VerificationClient: ServiceAsking {
  struct Options {
    var service = ServiceOptions.patient
    var site = VerificationSiteOptions(formats: sampleFormats)
  }
  let backend: SampleBackend
  let client: ServiceClient

  init(_ change: (inout Options) -> Void = { _ in }) async throws {
    let backend = try SampleBackend()
    var options = Options()
    options.service.layout = ["issuer": "示例公共信用平台"]
    options.service.texts = VerificationSite.texts
    options.site.rates = .none
    options.site.limits.fileSeconds = 600
    change(&options)
    let site = options.site
    client = try await ServiceClient(for: [VerificationSite.self], options: options.service, now: fixtureNow) {
      [VerificationSite(backend, $0, options: site)]
    }
    self.backend = backend
  }
}

/// The JSON object of an answer.
func object(_ answer: ServiceClient.Answer) throws -> [String: Any] {
  #expect(answer.headers[.contentType] == "application/json")
  return try #require(try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
}
