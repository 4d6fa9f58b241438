import Testing

@testable import Web

@Suite struct MultipartTests {
  private let limits = MultipartLimits(parts: 3, head: 200, content: 100)

  private func parse(_ text: String) throws(MultipartError) -> [String: String] {
    let parts = try parseMultipart(Array(text.utf8), boundary: "b", limits: limits)
    return Dictionary(uniqueKeysWithValues: parts.map { ($0.name, String(decoding: $0.bytes, as: UTF8.self)) })
  }

  private func part(_ head: String = "Content-Disposition: form-data; name=\"f\"", _ content: String = "x") -> String {
    "--b\r\n\(head)\r\n\r\n\(content)\r\n--b--\r\n"
  }

  @Test func whatBrowsersSendIsRead() throws {
    let body =
      "--b\r\nContent-Disposition: form-data; name=\"agency\"\r\n\r\n示例所\r\n"
      + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"报告%22.pdf\"\r\nContent-Type: application/pdf"
      + "\r\n\r\n%PDF\r\n--\r\n-b\r\n\r\n--b--\r\n"
    #expect(try parse(body) == ["agency": "示例所", "file": "%PDF\r\n--\r\n-b\r\n"])
    let parts = try parseMultipart(Array(body.utf8), boundary: "b", limits: limits)
    #expect(parts.map(\.mediaType) == [nil, "application/pdf"] && parts[1].fileName == "报告%22.pdf")
    #expect(try parse("--b--") == [:])
    #expect(try parse(part("content-disposition: form-data;name=\"f\"", "")) == ["f": ""])
  }

  @Test func oneFieldMayHoldManyFiles() throws {
    let file = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx\r\n"
    let field = "--b\r\nContent-Disposition: form-data; name=\"agency\"\r\n\r\nx\r\n"
    var limits = limits
    limits.repeated = "file"
    let body = Array((file + field + file + "--b--").utf8)
    #expect(try parseMultipart(body, boundary: "b", limits: limits).map(\.name) == ["file", "agency", "file"])
    #expect(throws: MultipartError.doubledName) {
      try parseMultipart(Array((field + field + "--b--").utf8), boundary: "b", limits: limits)
    }
    #expect(throws: MultipartError.tooManyParts) {
      try parseMultipart(Array((file + file + file + file + "--b--").utf8), boundary: "b", limits: limits)
    }
  }

  @Test func everythingElseIsRefusedByName() {
    let mistakes: [(String, MultipartError)] = [
      ("", .noOpeningBoundary), ("preamble\r\n" + part(), .noOpeningBoundary), ("--b", .noClosingBoundary),
      ("--b\r\n", .badHead), ("--bx\r\n", .noClosingBoundary), (part() + "more", .textAfterEnd),
      ("--b\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\nx", .noClosingBoundary),
      (part("X: y"), .noName), (part("Content-Disposition: form-data"), .noName),
      (part("Content-Disposition: form-data; name=\"\""), .noName),
      (part("Content-Disposition: attachment; name=\"f\""), .badHead),
      (part("Content-Disposition: form-data; name=f"), .badHead),
      (part("Content-Disposition: form-data; name=\"f\"; name=\"g\""), .badHead),
      (part("Content-Disposition: form-data; name=\"f"), .badHead),
      (part("Content-Disposition: form-data; name=\"f\"\r\n folded"), .badHead),
      (part("Content-Disposition: form-data; name=\"f\"\r\nContent-Type: a/b\r\nContent-Type: c/d"), .badHead),
      (part("no colon"), .badHead), (part("a\u{0}: b"), .badHead), (part("line\nfeed: x"), .badHead),
      (part("Content-Disposition: form-data; name=\"f\"\r\nContent-Transfer-Encoding: base64"), .encodedPart),
      (part("X: " + String(repeating: "y", count: 300)), .headTooLong),
      (part("Content-Disposition: form-data; name=\"f\"", String(repeating: "y", count: 101)), .contentTooLong),
    ]
    for (body, mistake) in mistakes {
      #expect(throws: mistake, "\(body.debugDescription)") { try parse(body) }
    }
    let field = "--b\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\nx\r\n"
    #expect(throws: MultipartError.doubledName) { try parse(field + field + "--b--") }
    let fields = (0..<4).map { "--b\r\nContent-Disposition: form-data; name=\"\($0)\"\r\n\r\nx\r\n" }.joined()
    #expect(throws: MultipartError.tooManyParts) { try parse(fields + "--b--") }
    #expect(throws: MultipartError.boundary) { try parseMultipart([], boundary: "", limits: limits) }
    #expect(throws: MultipartError.boundary) { try parseMultipart([], boundary: "a\r\nb", limits: limits) }
  }

  /// Cut off anywhere, changed anywhere: an error or parts within the body, never a crash.
  @Test func damagedBodiesAreHarmless() {
    let body = Array(part().utf8)
    for length in 0..<body.count - 2 {
      #expect(throws: MultipartError.self) { try parseMultipart(Array(body[..<length]), boundary: "b", limits: limits) }
    }
    for position in body.indices {
      for byte: UInt8 in [0, 0x0a, 0x0d, 0x22, 0x2d, 0x3a, 0x3b, 0xff] {
        var damaged = body
        damaged[position] = byte
        let parts = (try? parseMultipart(damaged, boundary: "b", limits: limits)) ?? []
        #expect(parts.allSatisfy { $0.bytes.count <= damaged.count })
      }
    }
  }

  @Test(arguments: [
    ("multipart/form-data; boundary=abc", "abc"), ("Multipart/Form-Data;boundary=\"a b\"", "a b"),
    ("multipart/form-data; charset=utf-8; Boundary=x", "x"),
  ]) func theBoundaryStandsInTheType(type: String, boundary: String) {
    #expect(multipartBoundary(contentType: type) == boundary)
  }

  @Test(arguments: ["", "multipart/form-data", "text/plain; boundary=a", "multipart/form-data; boundary=a; boundary=b"])
  func otherTypesHaveNone(type: String) { #expect(multipartBoundary(contentType: type) == nil) }
}

@Suite struct WebFormTests {
  @Test func fieldsAreUnescaped() {
    #expect(parseWebForm(Array("a=1&b=%E4%BF%A1+x&c=".utf8)) == ["a": "1", "b": "信 x", "c": ""])
    #expect(parseWebForm([]) == [:])
  }

  @Test(arguments: ["a", "a=1&a=2", "a=%", "a=%4", "a=%zz", "a=%ff", "&", String(repeating: "a=1&", count: 17)])
  func otherBodiesAreRefused(body: String) { #expect(parseWebForm(Array(body.utf8)) == nil) }
}
