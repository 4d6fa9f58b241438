import HTTPTypes
import Hummingbird
import Testing

@testable import Web

@Suite struct SessionCookiesTests {
  private let name = SessionCookies.Name("a")

  @Test func overTLSNobodyElseGetsAtThem() {
    #expect(SessionCookies(isSecure: false).set(name, to: "x") == "a=x; Path=/; HttpOnly; SameSite=Lax")
    #expect(
      SessionCookies(isSecure: true).set(name, to: "x", seconds: 5)
        == "__Host-a=x; Path=/; HttpOnly; SameSite=Lax; Max-Age=5; Secure")
    #expect(SessionCookies(isSecure: false).clear(name) == "a=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
  }

  @Test(arguments: [
    ("a=1", "1"), ("b=2; a=1 ", "1"), ("a=", ""), ("aa=1", nil), ("", nil),
    // Of two, one was planted.
    ("a=1; a=2", nil), ("a=1; a=1", nil),
  ]) func aValueIsReadWhereThereIsOne(header: String, value: String?) {
    let head = HTTPRequest(
      method: .get, scheme: "http", authority: "localhost", path: "/", headerFields: [.cookie: header])
    let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
    #expect(SessionCookies(isSecure: false).value(name, in: request) == value)
    #expect(SessionCookies(isSecure: true).value(name, in: request) == nil)
  }
}
