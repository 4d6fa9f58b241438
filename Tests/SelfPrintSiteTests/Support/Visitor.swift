import HTTPTypes
import SelfPrinting
import SessionStores
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

  /// Sends an objection, with files.
  func object(
    to number: String, _ text: String, record: String = "", files: [[UInt8]] = [], token: String? = nil
  ) async throws -> ServiceClient.Answer {
    func part(_ name: String, _ content: [UInt8], file: String? = nil) -> [UInt8] {
      let head =
        "--XX\r\nContent-Disposition: form-data; name=\"\(name)\"" + (file.map { "; filename=\"\($0)\"" } ?? "")
      return Array((head + "\r\n\r\n").utf8) + content + Array("\r\n".utf8)
    }
    var body =
      part("token", Array((token ?? self.token).utf8)) + part("objection", Array(text.utf8))
      + part("record", Array(record.utf8))
    // A browser sends an empty one for each file that was not chosen.
    for place in 1...3 {
      let isChosen = place <= files.count
      body += part("file\(place)", isChosen ? files[place - 1] : [], file: isChosen ? "a" : "")
    }
    return try await client.ask(
      .post, "/self/reports/\(number)/objection",
      headers: [.cookie: cookie, .contentType: "multipart/form-data; boundary=XX"],
      body: body + Array("--XX--\r\n".utf8))
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
