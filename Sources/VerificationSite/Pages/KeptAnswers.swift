import HTTPTypes
import Hummingbird
import Secrets
import Web

// POST, redirect, GET: an answer has an address of its own, so that Back and Reload show it again and ask nothing twice.
// The answer travels sealed in a cookie, which the browser sends to this one address only; the address is random and says
// nothing. A browser that keeps no cookies, and a program, get the answer at once, as does an answer that is too long.

extension VerificationSite {
  /// How long an answer can be shown again, in seconds: like an idle session, on a machine that others use next.
  static let keepSeconds: Int64 = 15 * 60

  /// Answers a form.
  func kept(
    _ request: Request, _ context: ServiceContext,
    by answer: (Request, ServiceContext) async throws -> AnswerPage
  ) async throws -> Response {
    let cookies = SessionCookies(isSecure: environment.isEncrypted(request, context))
    let keepsCookies = cookies.value(.probe, in: request) != nil
    let until = environment.clock.secondsSince1970() + Self.keepSeconds
    let (direct, page): (Response, KeptPage?)
    do {
      let answer = try await answer(request, context)
      (direct, page) = (response(answer), KeptPage(answer, until: until))
    } catch let refusal as ServiceError where refusal.status == .badRequest && keepsCookies {
      // Others say when to come back, or end the connection: for those Reload is right to ask again.
      let text = environment.options.texts[refusal.code] ?? refusal.text
      (direct, page) = (environment.page(refusal), KeptPage(refusal: text, until: until))
    }
    let handle = String(randomText().prefix(22))
    guard keepsCookies, let sealed = page.flatMap({ seal.sealed($0, handle: handle) }) else { return direct }
    let address = Self.address(handle)
    return .seeOther(
      address, cookies: [cookies.set(.answer, to: sealed, seconds: Int(Self.keepSeconds), path: address)])
  }

  func showKept(_ request: Request, _ context: ServiceContext) async throws -> Response {
    let handle = context.parameters.get("handle") ?? ""
    let cookies = SessionCookies(isSecure: environment.isEncrypted(request, context))
    let page = cookies.value(.answer, in: request, path: Self.address(handle)).flatMap {
      seal.opened($0, handle: handle, at: environment.clock.secondsSince1970())
    }
    guard let page else {
      let minutes = Self.keepSeconds / 60
      return marked(
        html(.start, ["notice": "这次核验的结果已不再保留（只保留\(minutes)分钟，并且只在核验时使用的浏览器中）。请重新核验。"]), request, context)
    }
    let values = page.values.mapValues(\.value)
    guard let template = page.template.flatMap({ Template(rawValue: $0) }) else {
      return environment.page(ServiceError.badRequest("", values["text"] as? String ?? ""))
    }
    return html(template, values)
  }

  /// Adds the cookie by which the next form shows that this browser keeps cookies. It is the same for everybody.
  func marked(_ response: Response, _ request: Request, _ context: ServiceContext) -> Response {
    let cookies = SessionCookies(isSecure: environment.isEncrypted(request, context))
    guard cookies.value(.probe, in: request) == nil else { return response }
    var response = response
    response.headers.append(HTTPField(name: .setCookie, value: cookies.set(.probe, to: "1")))
    return response
  }

  func response(_ page: AnswerPage) -> Response { html(page.template, page.values) }

  private static func address(_ handle: String) -> String { "/result/\(handle)" }
}

extension SessionCookies.Name {
  static let answer = Self("xinbao-answer")
  static let probe = Self("xinbao-keeps")
}
