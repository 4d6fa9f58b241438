import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import Web

@Suite struct StrictRequestsTests {
  private func head(_ version: HTTPVersion, _ headers: [(String, String)]) -> HTTPRequestHead {
    HTTPRequestHead(version: version, method: .POST, uri: "/", headers: HTTPHeaders(headers))
  }

  @Test(arguments: [
    ("example.cn", true), ("example.cn:8080", true), ("[2001:db8::1]:443", true), ("", true), ("a b", false),
    ("a/b", false), ("a@b", false), ("例", false), ("a\"b", false),
  ])
  func aHostIsAHost(host: String, isOne: Bool) {
    #expect(isMalformed(head(.http1_1, [("Host", host)])) != isOne)
  }

  /// RFC 9112 §3.2.
  @Test func thereIsOneHost() {
    #expect(isMalformed(head(.http1_1, [])) && !isMalformed(head(.http1_0, [])))
    for version in [HTTPVersion.http1_0, .http1_1] {
      #expect(isMalformed(head(version, [("Host", "a"), ("host", "a")])))
      #expect(!isMalformed(head(version, [("host", "a")])))
    }
  }

  /// RFC 9112 §6.1.
  @Test func theOnlyCodingIsChunked() {
    func isRefused(_ codings: [String], _ version: HTTPVersion = .http1_1) -> Bool {
      isMalformed(head(version, [("Host", "a")] + codings.map { ("Transfer-Encoding", $0) }))
    }
    #expect(!isRefused(["chunked"]) && !isRefused(["Chunked"]) && !isRefused([]))
    #expect(isRefused(["chunked"], .http1_0))
    for codings in [["gzip, chunked"], ["chunked", "chunked"], ["gzip", "chunked"], ["identity"], ["foo"], [""]] {
      #expect(isRefused(codings), "\(codings)")
    }
  }

  /// RFC 9110 §10.1.1: when the body is read, and only if the client waits for that.
  @Test func whoWaitsToSendItsBodyIsToldWhenItIsRead() throws {
    let channel = EmbeddedChannel()
    try channel.pipeline.syncOperations.addHandler(AwaitedBodies())
    func isTold(
      _ version: HTTPVersion, _ headers: [(String, String)], _ parts: [HTTPServerRequestPart] = []
    ) throws -> Bool {
      for part in [.head(head(version, headers))] + parts { try channel.writeInbound(part) }
      #expect(try channel.readOutbound(as: HTTPServerResponsePart.self) == nil, "nobody has read it")
      for _ in 0..<2 { channel.triggerUserOutboundEvent(AwaitedBodies.IsRead(), promise: nil) }
      let told = try channel.readOutbound(as: HTTPServerResponsePart.self)
      #expect(try channel.readOutbound(as: HTTPServerResponsePart.self) == nil, "once")
      return told == .head(HTTPResponseHead(version: .http1_1, status: .continue))
    }
    #expect(try isTold(.http1_1, [("Expect", "100-Continue")]))
    #expect(try !isTold(.http1_1, []))
    #expect(try !isTold(.http1_0, [("Expect", "100-continue")]))
    #expect(try !isTold(.http1_1, [("Expect", "100-continue")], [.body(ByteBuffer(string: "{}"))]))
    _ = try channel.finish()
  }

  /// The rest of a refused request, and what may come after it, reaches nobody.
  @Test func nothingPassesAfterARefusal() throws {
    let channel = EmbeddedChannel()
    try channel.pipeline.syncOperations.addHandler(StrictRequests())
    func send(_ part: HTTPServerRequestPart) throws { try channel.writeInbound(part) }
    try send(.head(head(.http1_1, [("Host", "a")])))
    try send(.end(nil))
    #expect(try channel.readInbound(as: HTTPServerRequestPart.self) != nil)
    #expect(try channel.readInbound(as: HTTPServerRequestPart.self) == .end(nil))
    #expect(throws: HTTPParserError.self) { try send(.head(head(.http1_1, []))) }
    try send(.end(nil))
    try send(.head(head(.http1_1, [("Host", "a")])))
    #expect(try channel.readInbound(as: HTTPServerRequestPart.self) == nil)
    _ = try channel.finish()
  }
}
