import Attestation
import FileFormats
import Registry
import SelfPrintTesting
import SelfPrinting
import SessionStores
import VerificationSite
import Verifying
import Web
import WebTesting

@testable import SelfPrintSite

/// The self-print site beside the verification site, as `xinbao-server` composes them.
func selfPrintClient(
  _ backend: SampleBackend, _ logIn: SelfPrintSite.LogIn, isSecure: Bool
) async throws -> ServiceClient {
  var options = ServiceOptions.patient
  let isDemo = if case .demo = logIn { true } else { false }
  options.layout = ["issuer": "示例公共信用平台", "hasSelfPrint": true, "isDemo": isDemo]
  return try await ServiceClient(
    for: [VerificationSite.self, SelfPrintSite.self], options: options, now: fixtureNow
  ) { environment in
    [
      VerificationSite(
        NoVerification(), environment, options: VerificationSiteOptions(formats: ReadableFormats([]))),
      SelfPrintSite(
        backend, environment, logIn: logIn, turns: .init(ofQuestion: 1, ofKind: 20), isSecure: isSecure, rates: .none),
    ]
  }
}

/// Pages without answers.
private struct NoVerification: VerificationBackend {
  struct Unasked: Error {}

  func examine(token: Token) async throws -> Verification { throw Unasked() }
  func examine(picture: Upload, _ format: PictureFormat) async throws -> FileFindings { throw Unasked() }
  func verify(
    token: Token, from source: Verification.Source, for inquiry: Inquiry
  ) async throws -> VerificationAnswer { throw Unasked() }
  func verify(document: Upload, as format: any FileFormat, for inquiry: Inquiry) async throws -> DocumentAnswer {
    throw Unasked()
  }
  func verify(
    number: String, checkCode: String, comparingFile digest: [UInt8]?, for inquiry: Inquiry
  ) async throws -> NumberAnswer { throw Unasked() }
  func receipt(number: String) async throws -> VerificationReceipt? { throw Unasked() }
  func trustList() async throws -> [UInt8]? { throw Unasked() }
  func statusList(_ list: UInt8) async throws -> [UInt8]? { throw Unasked() }
  func changeList(_ list: UInt8) async throws -> [UInt8]? { nil }
  func checkpoint() async throws -> [UInt8]? { throw Unasked() }
  func bundle() async throws -> [UInt8]? { throw Unasked() }
  func settle(isLast: Bool) async throws {}
  func checkReady() async throws {}
}
