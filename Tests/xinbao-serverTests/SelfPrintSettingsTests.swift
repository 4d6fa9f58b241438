import ArgumentParser
import Foundation
import OpenIDConnect
import Registry
import ScratchFolders
import ServiceSetup
import Testing

@testable import xinbao_server

@Suite(.scratchFolders) struct SelfPrintSettingsTests {
  private let page =
    "--login https://login.example.cn --login-client xinbao --public-url https://verify.example.cn/ --credit-files files"

  private func served(_ line: String, _ environment: [String: String] = [:]) throws -> ServeSettings {
    try ServeSettings(Serve.parse(line.split(separator: " ").map(String.init)), Variables(environment))
  }

  private func settings(_ line: String, _ environment: [String: String] = [:]) throws -> SelfPrintSettings {
    guard case .here(let settings) = try served(line, environment).selfPrint else {
      throw ServeFailure(problem: "no log-in here")
    }
    return settings
  }

  private func provider(_ line: String, _ environment: [String: String] = [:]) throws -> ProviderSettings {
    try settings(line, environment).provider
  }

  private func refusal(_ line: String) -> String {
    do {
      _ = try served(line)
      Issue.record("\(line) is taken")
      return ""
    } catch { return Serve.message(for: error) }
  }

  @Test func aProviderIsAskedAnewForWhoItIs() throws {
    #expect(
      try provider(page)
        == ProviderSettings(
          issuer: "https://login.example.cn", clientID: "xinbao", clientSecret: nil,
          redirectURI: "https://verify.example.cn/self/callback"))
    let settings = try settings(page)
    #expect(settings.isSecure && settings.printing.turns.ofQuestion == 1)
    #expect(settings.creditFiles == "files" && settings.printing.prints == nil)
    let served = try served(page)
    #expect(served.roles == [.verify, .selfPrint] && served.issues && served.needsHome && !served.isDemo)
  }

  @Test func namesAndScopesOfTheProviderAreTakenOver() throws {
    let provider = try provider(
      page + " --single-sign-on --login-claims code,number,called", ["XINBAO_LOGIN_SCOPES": "openid uscc"])
    #expect(provider.claims.body == "code" && provider.claims.person == "number" && provider.claims.name == "called")
    #expect(provider.scopes == ["openid", "uscc"] && !provider.asksAnew)
    #expect(try !self.provider(page, ["XINBAO_SINGLE_SIGN_ON": "1"]).asksAnew)
  }

  @Test func aLogInMayBeFiveMinutesOld() throws {
    #expect(try provider(page).maxAge == 300 && provider(page + " --single-sign-on").maxAge == 28_800)
    #expect(try provider(page + " --single-sign-on --login-max-age 600").maxAge == 600)
    #expect(try provider(page, ["XINBAO_LOGIN_MAX_AGE": "86400"]).maxAge == 86_400)
    for wrong in ["59", "86401", "-1"] {
      #expect(refusal(page + " --login-max-age=\(wrong)").contains("takes a number from 60 to 86400, not `\(wrong)`"))
    }
    #expect(throws: (any Error).self) { try provider(page, ["XINBAO_LOGIN_MAX_AGE": "5 min"]) }
  }

  @Test func theClientsSecretComesFromAFileOrTheEnvironment() throws {
    let path = try scratchFolder() + "/secret"
    try "open sesame\n".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(try provider(page + " --login-secret-file \(path)").clientSecret == "open sesame")
    #expect(try provider(page, ["XINBAO_LOGIN_SECRET": "sesame"]).clientSecret == "sesame")
    try "\n".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(refusal(page + " --login-secret-file \(path)").contains("--login-secret-file: \(path) is empty"))
    #expect(refusal(page + " --login-secret-file \(path).none").contains("cannot be read"))
  }

  @Test(arguments: [
    ("--login-client xinbao", "needs --login-client (XINBAO_LOGIN_CLIENT)"),
    ("--public-url https://verify.example.cn/", "needs --public-url (XINBAO_PUBLIC_URL)"),
    ("--credit-files files", "needs --credit-files (XINBAO_CREDIT_FILES)"),
    ("--login https://login.example.cn", "--credit-files is for the self-print page: give --login, too"),
  ])
  func thePageNeedsAllOfIt(option: String, text: String) {
    #expect(refusal(page.replacing(option, with: "")).contains(text))
  }

  @Test(arguments: [
    ("--login-claims a,b", "--login-claims takes three names"),
    ("--login-claims a,,b", "--login-claims takes three names"),
    ("--login http://login.example.cn", "--login, --public-url: the provider's address must be https"),
    ("--public-url http://verify.example.cn", "--login, --public-url: the address to come back to must be https"),
  ])
  func whatIsUnsafeOrIncompleteIsRefused(option: String, text: String) {
    #expect(refusal("\(page) \(option)").contains(text))
  }

  @Test func theDemonstrationIsApartFromEverythingElse() throws {
    let environment = [
      "XINBAO_REGISTRY": "postgres://real", "XINBAO_CERTIFICATE": "seal.pem", "XINBAO_EDITION": "2022",
    ]
    let settings = try served("--demo", environment)
    #expect(settings.home == "xinbao-demo" && settings.registry == nil && settings.isDemo)
    #expect(
      settings.environment(Variables(environment)) == ["XINBAO_EDITION": "2022", "XINBAO_ISSUER": "示例公共信用平台（演示）"])
    #expect(try served("").environment(Variables(environment)) == environment)
  }

  @Test(arguments: [
    ("--login https://login.example.cn", "take away --login"), ("--credit-files f", "take away --credit-files"),
    ("--issuer-socket s", "take away --issuer-socket"), ("--host 0.0.0.0", "take away --host and --tls-certificate"),
    ("--registry r", "take away --registry"),
  ])
  func theDemonstrationTakesNothingReal(option: String, text: String) {
    #expect(refusal("--demo \(option)").contains(text))
  }

  @Test func aFrontHoldsNoHome() throws {
    let front = try served("--serve self-print --issuer-socket /run/x/issuer.sock")
    #expect(front.roles == [.selfPrint] && !front.needsHome && !front.issues)
    let both = try served("--issuer-socket /run/x/issuer.sock")
    #expect(both.roles == [.verify, .selfPrint] && both.needsHome && !both.issues)
    #expect(try served("", ["XINBAO_SERVE": "verify"]).roles == [.verify])
  }

  @Test(arguments: [
    ("--serve verify --issuer-socket s", "add self-print, or take away"),
    ("--serve self-print", "needs --issuer-socket"),
    ("--serve desk", "takes verify and self-print"), ("--serve ,", "says what to serve"),
    ("--issuer-socket s --login https://login.example.cn", "to xinbao-issuer only"),
    ("--issuer-socket s --credit-files files", "to xinbao-issuer only"),
    ("--issuer-socket s --prints-per-day 5", "give --prints-per-day to xinbao-issuer"),
    ("--serve self-print --issuer-socket s --home h", "give them to xinbao-issuer"),
  ])
  func rolesFitWhatIsGiven(options: String, text: String) {
    #expect(refusal(options).contains(text))
  }

  @Test func noSecretOfALogInIsLeftWithAFront() {
    #expect(throws: (any Error).self) { try served("--issuer-socket s", ["XINBAO_LOGIN_SECRET": "sesame"]) }
  }
}
