import HTTPTypes
import Hexadecimal
import Hummingbird
import Logging
import NIOCore
import Synchronization
import Testing

@testable import Service

/// A service as at a counter: one asks, and looks at the answer. No sockets.
final class Counter: Sendable {
  let desk: SampleDesk
  let service: VerificationService
  private let responder: ServiceResponder
  private let logger: Logger

  struct Answer {
    var status: Int
    var headers: HTTPFields
    var body: [UInt8]
    var text: String { String(decoding: body, as: UTF8.self) }
  }

  init(selfPrint: SelfPrint? = nil, _ change: (inout ServiceOptions) -> Void = { _ in }) async throws {
    desk = try SampleDesk()
    var options = ServiceOptions(issuer: "示例公共信用平台")
    options.rates = .none
    // Time runs out only where a test is about that: all others wait for a machine that runs many tests at once.
    (options.limits.fileSeconds, options.limits.answerSeconds) = (600, 600)
    change(&options)
    let pages = try await PageSet(directory: webFolder)
    let box = LogBox()
    logger = Logger(label: "test") { label in
      JSONLog(label: label, level: .info, now: { 1_795_100_000_123 }, write: { box.append($0) })
    }
    logBox = box
    let time = self.time
    service = VerificationService(
      desk: desk, pages: pages, options: options, selfPrint: selfPrint,
      clock: ServiceClock(secondsSince1970: { fixtureNow }, monotonicSeconds: { time.now }), logger: logger)
    responder = service.responder()
  }

  private let logBox: LogBox
  let time = TestTime()
  var log: String { logBox.text }

  func ask(
    _ method: HTTPRequest.Method = .get, _ path: String, headers: HTTPFields = [:], body: [UInt8] = [],
    from peer: String = "198.51.100.7"
  ) async throws -> Answer {
    let request = Request(
      head: HTTPRequest(method: method, scheme: "http", authority: "localhost", path: path, headerFields: headers),
      body: RequestBody(buffer: ByteBuffer(bytes: body)))
    let context = ServiceContext(logger: logger, peer: try #require(IPAddress(peer)))
    let response = try await responder.respond(to: request, context: context)
    let writer = Collector()
    try await response.body.write(writer)
    return Answer(status: response.status.code, headers: response.headers, body: writer.bytes)
  }

  func post(
    _ path: String, form: [(String, String)], headers: HTTPFields = [:], from peer: String = "198.51.100.7"
  ) async throws -> Answer {
    let fields = form.map { "\($0.0)=\(escaped($0.1))" }.joined(separator: "&")
    var headers = headers
    headers[.contentType] = "application/x-www-form-urlencoded"
    return try await ask(.post, path, headers: headers, body: Array(fields.utf8), from: peer)
  }

  func post(_ path: String, json: String, from peer: String = "198.51.100.7") async throws -> Answer {
    try await ask(.post, path, headers: [.contentType: "application/json"], body: Array(json.utf8), from: peer)
  }

  func post(
    _ path: String, file: [UInt8], name: String = "a", mediaType: String? = nil
  ) async throws -> Answer {
    let type = mediaType.map { "\r\nContent-Type: \($0)" } ?? ""
    let head = "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\(type)\r\n\r\n"
    return try await ask(
      .post, path, headers: [.contentType: "multipart/form-data; boundary=XX"],
      body: Array(head.utf8) + file + Array("\r\n--XX--\r\n".utf8))
  }

  private func escaped(_ text: String) -> String {
    text.utf8.map { byte in
      let isPlain = (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7a) || (0x30...0x39).contains(byte)
      return isPlain ? String(UnicodeScalar(byte)) : "%" + hexadecimal([byte])
    }.joined()
  }
}

final class TestTime: Sendable {
  private let seconds = Mutex(1000.0)
  var now: Double { seconds.withLock { $0 } }
  func pass(_ more: Double) { seconds.withLock { $0 += more } }
}

private final class LogBox: Sendable {
  private let bytes = Mutex<[UInt8]>([])
  func append(_ line: [UInt8]) { bytes.withLock { $0 += line } }
  var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
}

private final class Collector: ResponseBodyWriter {
  var bytes: [UInt8] = []
  func write(_ buffer: ByteBuffer) async throws { bytes += buffer.readableBytesView }
  func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

let webFolder: String = {
  // …/Tests/ServiceTests/Support/Counter.swift
  let parts = #filePath.split(separator: "/").dropLast(4)
  return "/" + parts.joined(separator: "/") + "/templates/web"
}()
