import OutboundHTTP
import Testing

/// What is not asked at all.
@Suite struct HTTPQuestionTests {
  private func problem(_ question: HTTPQuestion) -> HTTPFailure.Problem? {
    do throws(HTTPFailure) {
      _ = try HTTPClient(HTTPLimits(seconds: 1, bytes: 1000)).answer(to: question)
      return nil
    } catch { return error.problem }
  }

  @Test(arguments: [
    "", "verify.example.cn", "ftp://127.0.0.1/", "file:///etc/passwd", "gopher://127.0.0.1:70/", "http://",
    "http:///path",
    "http://a b/", "http://127.0.0.1:99999/", "javascript:alert(1)", "http://127.0.0.1/\r\nHost: other",
    "http://127.0.0.1\u{0}/",
  ])
  func whatIsNoAddressIsNotAsked(address: String) {
    #expect(problem(HTTPQuestion(address)) == .address)
    #expect(HTTPQuestion(address).shownAddress == nil)
  }

  @Test(arguments: ["a\r\nHost: other", "a\nb", "a\u{0}b"])
  func aHeaderBeginsNoOther(value: String) {
    let question = HTTPQuestion("http://127.0.0.1/", headers: ["Authorization": value])
    #expect(problem(question) == .header("Authorization"))
  }

  @Test(arguments: [
    ("https://verify.example.cn", "https://verify.example.cn/"),
    ("HTTPS://name:word@verify.example.cn:8443/a/b?code=1#part", "https://verify.example.cn:8443/a/b"),
    ("http://[::1]:80/", "http://[::1]:80/"),
  ])
  func anAddressIsShownWithoutSecrets(address: String, shown: String) {
    #expect(HTTPQuestion(address).shownAddress == shown)
  }
}
