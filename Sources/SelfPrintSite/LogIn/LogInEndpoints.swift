import HTTPTypes
import Hummingbird
import Logging
import OpenIDConnect
import Secrets
import SelfPrinting
import SessionStores
import Web

// Logging in and out. A link, not a form, sends the browser to the provider, because the policy does not let forms go
// elsewhere.

extension SelfPrintSite {
  var logInEndpoints: [Endpoint] {
    let logOut = Endpoint(method: .post, path: "/self/logout", limiter: environment.pageLimiter) { request, context in
      switch try await self.form(request) {
      case .live(let session, _, _):
        sessions.end(session)
        if case .provider(let door) = logIn { await door.end(session.holder) }
      case .late(let session, _): session.map(sessions.end)
      }
      return .seeOther("/self", cookies: [cookies.clear(.session)])
    }
    switch logIn {
    case .provider(let door):
      return [
        logOut,
        Endpoint(method: .get, path: "/self/login", limiter: limiters.logIns) { _, _ in
          let begun: BegunLogIn
          do throws(LogInFailure) { begun = try await door.begin() } catch { throw refusal(error) }
          return .seeOther(begun.address, cookies: [logInCookie(begun.cookie)])
        },
        Endpoint(method: .get, path: "/self/callback", limiter: limiters.logIns) { request, _ in
          try await callBack(request, door)
        },
      ]
    case .demo(let holders):
      return [
        logOut,
        Endpoint(method: .get, path: "/self/login", limiter: limiters.logIns) { _, _ in
          let logIn = LogInRequest()
          var response = page(
            .demo, nil,
            [
              "state": logIn.state,
              "holders": holders.enumerated().map { index, holder in
                [
                  "place": "\(index)", "name": holder.name ?? "", "code": holder.shownCode,
                  "kind": holder.isPerson ? "自然人" : "法人和其他组织",
                ]
              },
            ])
          let cookie = pending.begin(logIn, at: environment.clock.monotonicSeconds())
          response.headers.append(HTTPField(name: .setCookie, value: logInCookie(cookie)))
          return response
        },
        Endpoint(method: .post, path: "/self/login", limiter: limiters.logIns) { request, _ in
          let form = try await webForm(request)
          let logIn = pending.take(
            cookies.value(.logIn, in: request), at: environment.clock.monotonicSeconds())
          guard let logIn, areEqual(form["state"] ?? "", logIn.state), let index = form["subject"].flatMap({ Int($0) }),
            holders.indices.contains(index)
          else { throw refusal(.unknownState) }
          return loggedIn(holders[index], request)
        },
      ]
    }
  }

  private func logInCookie(_ value: String) -> String {
    cookies.set(.logIn, to: value, seconds: Int(ProviderDoor.seconds))
  }

  private func callBack(_ request: Request, _ door: any LogInDoor) async throws -> Response {
    guard let fields = parseWebForm(Array((request.uri.query ?? "").utf8)) else { throw refusal(.unknownState) }
    let answer = LogInAnswer(
      state: fields["state"], code: fields["code"], error: fields["error"], issuer: fields["iss"])
    let found: Holder?
    do throws(LogInFailure) { found = try await door.finish(cookies.value(.logIn, in: request), answer) } catch {
      throw refusal(error)
    }
    guard let holder = found else {
      environment.logger.notice(
        "log-in without a code", metadata: ["claims": "neither a body's code nor a person's number"])
      throw ServiceError(
        status: .forbidden, code: "NO_SUBJECT", message: "the log-in names no subject",
        text: "登录信息中没有统一社会信用代码或者证件号码，无法查询报告。请使用法人账号或者完成实名认证的个人账号登录。")
    }
    return loggedIn(holder, request)
  }

  /// A log-in ends the session that the browser had: its cookie, wherever else it may be, opens nothing any more. What
  /// somebody was doing goes on if the same holder logs in again, and is forgotten if another one does.
  private func loggedIn(_ holder: Holder, _ request: Request) -> Response {
    let earlier = session(of: request) ?? overdueSession(of: request)
    if let earlier { sessions.end(earlier) }
    var memory = earlier?.holder.sessionKey == holder.sessionKey ? earlier?.memory : nil
    let address = memory?.resume ?? "/self"
    memory?.resume = nil
    let cookie = sessions.begin(holder, memory: memory, at: environment.clock.monotonicSeconds())
    return .seeOther(address, cookies: [cookies.set(.session, to: cookie), cookies.clear(.logIn)])
  }

  /// In words for the person who wanted to log in; details for the operator go to the log, which contains no names.
  private func refusal(_ failure: LogInFailure) -> ServiceError {
    switch failure {
    case .refused:
      environment.logger.notice("log-in refused", metadata: ["problem": "\(loggable(failure))"])
      return ServiceError(
        status: .forbidden, code: "LOGIN_REFUSED", message: "\(failure)", text: "登录没有完成。请重新登录。")
    case .unknownState:
      return ServiceError(
        status: .badRequest, code: "LOGIN_UNKNOWN", message: "\(failure)",
        text: "登录已超时，或者不是从本页面发起的。请重新登录，并允许浏览器使用Cookie。")
    case .token(.tooOld), .token(.unknownAge):
      environment.logger.notice("log-in too old", metadata: ["problem": "\(loggable(failure))"])
      return ServiceError(
        status: .forbidden, code: "LOGIN_TOO_OLD", message: "\(failure)",
        text: "身份认证服务没有确认您刚刚登录过，为防止他人冒用，本次登录无效。请重新登录，并在身份认证页面再次验证身份。")
    case .unavailable:
      environment.logger.error("log-in failed", metadata: ["problem": "\(loggable(failure))"])
      return .unavailable
    case .provider, .token:
      environment.logger.error("log-in failed", metadata: ["problem": "\(loggable(failure))"])
      return ServiceError(
        status: .badGateway, code: "LOGIN_FAILED", message: "the log-in could not be checked",
        text: "身份认证服务暂时不可用，未能登录。请稍后重试。")
    }
  }
}
