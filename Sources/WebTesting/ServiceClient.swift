package import HTTPTypes
import Hexadecimal
import Hummingbird
import Logging
import NIOCore
import Synchronization
package import Web

/// Asks a service and looks at the answer. No sockets.
package final class ServiceClient: Sendable {
  package let service: WebService
  package let time: TestTime
  private let log: LogBox
  private let responder: ServiceResponder

  package struct Answer {
    package var status: Int
    package var headers: HTTPFields
    package var body: [UInt8]
    package var text: String { String(decoding: body, as: UTF8.self) }
  }

  /// - Parameters:
  ///   - types: of the sites.
  ///   - options: in which time runs out only where a test is about that: see `patient`.
  ///   - now: seconds since 1970; stands still. The monotonic clock is `time`.
  ///   - sites: makes them.
  package init(
    for types: [any Site.Type], options: ServiceOptions, now: Int64,
    _ sites: (SiteEnvironment) throws -> [any Site]
  ) async throws {
    let (log, time) = (LogBox(), TestTime())
    let logger = Logger(label: "test") { label in
      JSONLog(label: label, level: .info, now: { now * 1000 + 123 }, write: { log.append($0) })
    }
    let environment = SiteEnvironment(
      pages: try await PageSet(directory: templateFolder, for: types), options: options,
      clock: ServiceClock(secondsSince1970: { now }, monotonicSeconds: { time.now }), logger: logger)
    (self.log, self.time) = (log, time)
    service = WebService(try sites(environment), environment)
    responder = service.responder()
  }

  fileprivate var logText: String { log.text }

  fileprivate func send(_ head: HTTPRequest, _ body: [UInt8], from peer: String) async throws -> Answer {
    guard let peer = IPAddress(peer) else { preconditionFailure("\(peer) is no address") }
    let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body)))
    let context = ServiceContext(logger: service.environment.logger, peer: peer)
    let response = try await responder.respond(to: request, context: context)
    let writer = Collector()
    try await response.body.write(writer)
    return Answer(status: response.status.code, headers: response.headers, body: writer.bytes)
  }
}

/// Something with a client, which asks through it.
package protocol ServiceAsking: Sendable {
  var client: ServiceClient { get }
}

extension ServiceClient: ServiceAsking {
  package var client: ServiceClient { self }
}

extension ServiceAsking {
  package var service: WebService { client.service }
  package var time: TestTime { client.time }
  /// All that was logged.
  package var log: String { client.logText }

  package func ask(
    _ method: HTTPRequest.Method = .get, _ path: String, headers: HTTPFields = [:], body: [UInt8] = [],
    from peer: String = "198.51.100.7"
  ) async throws -> ServiceClient.Answer {
    let head = HTTPRequest(
      method: method, scheme: "http", authority: "localhost", path: path, headerFields: headers)
    return try await client.send(head, body, from: peer)
  }

  package func post(
    _ path: String, form: [(String, String)], headers: HTTPFields = [:], from peer: String = "198.51.100.7"
  ) async throws -> ServiceClient.Answer {
    let fields = form.map { "\($0.0)=\(escaped($0.1))" }.joined(separator: "&")
    var headers = headers
    headers[.contentType] = "application/x-www-form-urlencoded"
    return try await ask(.post, path, headers: headers, body: Array(fields.utf8), from: peer)
  }

  package func post(
    _ path: String, json: String, from peer: String = "198.51.100.7"
  ) async throws -> ServiceClient.Answer {
    try await ask(.post, path, headers: [.contentType: "application/json"], body: Array(json.utf8), from: peer)
  }

  package func post(
    _ path: String, file: [UInt8], name: String = "a", mediaType: String? = nil
  ) async throws -> ServiceClient.Answer {
    let type = mediaType.map { "\r\nContent-Type: \($0)" } ?? ""
    let head = "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\(type)\r\n\r\n"
    return try await ask(
      .post, path, headers: [.contentType: "multipart/form-data; boundary=XX"],
      body: Array(head.utf8) + file + Array("\r\n--XX--\r\n".utf8))
  }

  /// As this machine sees them.
  package func metrics() async throws -> String { try await ask(.get, "/metrics", from: "127.0.0.1").text }

  private func escaped(_ text: String) -> String {
    text.utf8.map { byte in
      let isPlain = (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7a) || (0x30...0x39).contains(byte)
      return isPlain ? String(UnicodeScalar(byte)) : "%" + hexadecimal([byte])
    }.joined()
  }
}

extension ServiceOptions {
  /// Without limits per client, and with time enough for a machine that runs many tests at once.
  package static var patient: ServiceOptions {
    var options = ServiceOptions()
    options.pageRate = nil
    options.limits.answerSeconds = 600
    return options
  }
}

/// `templates/web` of this repository.
package let templateFolder: String = {
  // …/Sources/WebTesting/ServiceClient.swift
  let parts = #filePath.split(separator: "/").dropLast(3)
  return "/" + parts.joined(separator: "/") + "/templates/web"
}()

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
