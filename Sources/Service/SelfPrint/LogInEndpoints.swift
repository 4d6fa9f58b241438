import HTTPTypes
import Hummingbird
import Logging
import OpenIDConnect

// Logging in and out. The browser is sent to the provider by a link, not by a form: the policy lets forms go nowhere else.

extension VerificationService {
  func logInEndpoints(_ selfPrint: SelfPrint) -> [Endpoint] {
    let logOut = Endpoint(method: .post, path: "/self/logout", limit: .pages) { request, context in
      let (session, _) = try await self.form(request, selfPrint)
      selfPrint.sessions.end(session)
      return redirect("/self", cookies: [selfPrint.cookies.clear(.session)])
    }
    switch selfPrint.logIn {
    case .provider(let party):
      return [
        logOut,
        Endpoint(method: .get, path: "/self/login", limit: .logIns) { _, _ in
          let logIn = LogInRequest()
          let address: String
          do throws(LogInFailure) { address = try await party.address(for: logIn) } catch { throw refusal(error) }
          return redirect(address, cookies: [begun(logIn, selfPrint)])
        },
        Endpoint(method: .get, path: "/self/callback", limit: .logIns) { request, _ in
          try await callBack(request, party, selfPrint)
        },
      ]
    case .demo(let holders):
      return [
        logOut,
        Endpoint(method: .get, path: "/self/login", limit: .logIns) { _, _ in
          let logIn = LogInRequest()
          var response = html(
            .selfDemo,
            [
              "selfPage": true, "state": logIn.state,
              "holders": holders.enumerated().map { place, holder in
                [
                  "place": "\(place)", "name": holder.name ?? "", "code": holder.shownCode,
                  "kind": holder.isPerson ? "自然人" : "法人和其他组织",
                ]
              },
            ])
          response.headers.append(HTTPField(name: .setCookie, value: begun(logIn, selfPrint)))
          return response
        },
        Endpoint(method: .post, path: "/self/login", limit: .logIns) { request, _ in
          let form = try await webForm(request)
          let logIn = selfPrint.pending.take(
            selfPrint.cookies.value(.logIn, in: request), at: clock.monotonicSeconds())
          guard let logIn, areEqual(form["state"] ?? "", logIn.state), let place = form["subject"].flatMap({ Int($0) }),
            holders.indices.contains(place)
          else { throw refusal(.unknownState) }
          return loggedIn(holders[place], selfPrint)
        },
      ]
    }
  }

  private func begun(_ logIn: LogInRequest, _ selfPrint: SelfPrint) -> String {
    selfPrint.cookies.set(
      .logIn, to: selfPrint.pending.begin(logIn, at: clock.monotonicSeconds()), seconds: Int(PendingLogIns.seconds))
  }

  private func callBack(_ request: Request, _ party: RelyingParty, _ selfPrint: SelfPrint) async throws -> Response {
    guard let fields = parseWebForm(Array((request.uri.query ?? "").utf8)) else { throw refusal(.unknownState) }
    // Given out once: an answer that comes again, or to another browser, finds nothing.
    let logIn = selfPrint.pending.take(selfPrint.cookies.value(.logIn, in: request), at: clock.monotonicSeconds())
    guard let logIn else { throw refusal(.unknownState) }
    let answer = LogInAnswer(
      state: fields["state"], code: fields["code"], error: fields["error"], issuer: fields["iss"])
    let identity: Identity
    do throws(LogInFailure) { identity = try await party.identity(from: answer, to: logIn) } catch {
      throw refusal(error)
    }
    guard let holder = Holder(identity) else {
      logger.notice("log-in without a code", metadata: ["claims": "neither a body's code nor a person's number"])
      throw ServiceError(
        status: .forbidden, code: "NO_SUBJECT", message: "the log-in names no subject",
        text: "登录信息中没有统一社会信用代码或者证件号码，无法查询报告。请使用法人账号或者完成实名认证的个人账号登录。")
    }
    return loggedIn(holder, selfPrint)
  }

  private func loggedIn(_ holder: Holder, _ selfPrint: SelfPrint) -> Response {
    let cookie = selfPrint.sessions.begin(holder, at: clock.monotonicSeconds())
    return redirect("/self", cookies: [selfPrint.cookies.set(.session, to: cookie), selfPrint.cookies.clear(.logIn)])
  }

  /// In words for who wanted to log in; what an operator needs goes to the log, which holds no names.
  private func refusal(_ failure: LogInFailure) -> ServiceError {
    switch failure {
    case .refused:
      logger.notice("log-in refused", metadata: ["problem": "\(loggable(failure))"])
      return ServiceError(
        status: .forbidden, code: "LOGIN_REFUSED", message: "\(failure)", text: "登录没有完成。请重新登录。")
    case .unknownState:
      return ServiceError(
        status: .badRequest, code: "LOGIN_UNKNOWN", message: "\(failure)",
        text: "登录已超时，或者不是从本页面发起的。请重新登录，并允许浏览器使用Cookie。")
    case .provider, .token:
      logger.error("log-in failed", metadata: ["problem": "\(loggable(failure))"])
      return ServiceError(
        status: .badGateway, code: "LOGIN_FAILED", message: "the log-in could not be checked",
        text: "身份认证服务暂时不可用，未能登录。请稍后重试。")
    }
  }

  func redirect(_ address: String, cookies: [String] = []) -> Response {
    var headers: HTTPFields = [.location: address]
    for cookie in cookies { headers.append(HTTPField(name: .setCookie, value: cookie)) }
    return Response(status: .seeOther, headers: headers)
  }
}
