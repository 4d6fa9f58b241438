import HTTPTypes
import Testing
import WebTesting

@testable import SelfPrintSite

/// A browser with somebody logged in at the demonstration.
final class Visitor {
  let client: ServiceClient
  private(set) var cookie: String
  private(set) var token: String
  /// Where the log-in led.
  let landing: String

  /// - Parameter cookie: what the browser still has of an earlier session.
  init(_ client: ServiceClient, as place: Int, cookie earlier: String? = nil) async throws {
    self.client = client
    let start = try await client.ask(.get, "/self/login")
    let state = try value(#"name="state" value="([^"]+)""#, start.text)
    let sent = (cookies(start) + (earlier.map { [$0] } ?? [])).joined(separator: "; ")
    let answer = try await client.post(
      "/self/login", form: [("state", state), ("subject", "\(place)")], headers: [.cookie: sent])
    #expect(answer.status == 303)
    landing = try #require(answer.headers[.location])
    cookie = try #require(cookies(answer).first { $0.hasPrefix("xinbao=") })
    token = try value(
      #"name="token" value="([^"]+)""#, try await client.ask(.get, "/self", headers: [.cookie: cookie]).text)
  }

  func get(_ path: String) async throws -> ServiceClient.Answer {
    let path = String(path.prefix { $0 != "#" })
    return try await client.ask(.get, path, headers: [.cookie: cookie])
  }

  func post(
    _ path: String, _ form: [(String, String)] = [], token: String? = nil, headers: HTTPFields = [:]
  ) async throws -> ServiceClient.Answer {
    var headers = headers
    headers[.cookie] = cookie
    return try await client.post(path, form: [("token", token ?? self.token)] + form, headers: headers)
  }

  /// Posts, and follows the redirect as a browser does.
  func follow(
    _ path: String, _ form: [(String, String)] = []
  ) async throws -> (address: String, page: ServiceClient.Answer) {
    let answer = try await post(path, form)
    #expect(answer.status == 303, "\(path)")
    let address = try #require(answer.headers[.location])
    return (address, try await get(address))
  }

  /// Fills in a form, goes on, and issues.
  /// - Returns: where that leads.
  func issue(_ form: [(String, String)]) async throws -> String {
    let (address, page) = try await follow("/self/confirm", form)
    let action = try value(#"action="(/self/drafts/[^"]+/issue)""#, page.text)
    #expect(address == action.replacing("/issue", with: "/confirm"))
    return try #require(try await post(action).headers[.location])
  }
}

func cookies(_ answer: ServiceClient.Answer) -> [String] {
  answer.headers[values: .setCookie].map { String($0.prefix { $0 != ";" }) }
}

func value(_ pattern: String, _ text: String) throws -> String {
  let match = try #require(try Regex(pattern).firstMatch(in: text))
  return String(try #require(match.output[1].substring))
}
