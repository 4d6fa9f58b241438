import ArgumentParser
import Foundation
import OpenIDConnect
import Registry
import ScratchFolders
import Testing

@testable import xinbao_server

@Suite(.scratchFolders) struct SelfPrintSettingsTests {
  private let page =
    "--login https://login.example.cn --login-client xinbao --public-url https://verify.example.cn/ --credit-files files"

  private func settings(_ line: String, _ environment: [String: String] = [:]) throws -> SelfPrintSettings {
    try ServeSettings(Serve.parse(line.split(separator: " ").map(String.init)), environment).selfPrint
  }

  private func provider(_ line: String, _ environment: [String: String] = [:]) throws -> ProviderSettings {
    guard case .provider(let provider) = try settings(line, environment).logIn else {
      throw ServeFailure(problem: "no provider")
    }
    return provider
  }

  private func refusal(_ line: String) -> String {
    do {
      _ = try settings(line)
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
    #expect(settings.isAsked && !settings.isDemo && settings.isSecure && settings.turns.ofQuestion == 1)
    #expect(settings.creditFiles == "files" && settings.prints == nil)
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
    let settings = try ServeSettings(Serve.parse(["--demo"]), environment)
    #expect(settings.home == "xinbao-demo" && settings.registry == nil && settings.selfPrint.isDemo)
    #expect(
      settings.selfPrint.environment(environment) == ["XINBAO_EDITION": "2022", "XINBAO_ISSUER": "示例公共信用平台（演示）"])
    #expect(try self.settings("").environment(environment) == environment)
  }

  @Test(arguments: [
    ("--login https://login.example.cn", "take away --login"), ("--credit-files f", "take away --credit-files"),
    ("--host 0.0.0.0", "take away --host and --tls-certificate"), ("--registry r", "take away --registry"),
  ])
  func theDemonstrationTakesNothingReal(option: String, text: String) {
    #expect(refusal("--demo \(option)").contains(text))
  }
}
