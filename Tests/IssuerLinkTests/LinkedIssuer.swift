import FileFormats
import Foundation
import Logging
import OpenIDConnect
import Registry
import SelfPrintTesting
import SelfPrinting
import SessionStores
import Synchronization

@testable import IssuerLink

/// Lets in whoever brings the code of a sample holder's log-in.
struct SampleDoor: LogInDoor {
  private let begun = OneTimeStore<Int>(seconds: 600)

  func begin() async throws(LogInFailure) -> BegunLogIn {
    BegunLogIn(address: "https://login.example.cn/?state=x", cookie: begun.begin(0, at: 0))
  }

  func finish(_ cookie: String?, _ answer: LogInAnswer) async throws(LogInFailure) -> Holder? {
    guard begun.take(cookie, at: 0) != nil else { throw .unknownState }
    if answer.code == "nobody" { return nil }
    guard let place = answer.code.flatMap({ Int($0) }), sampleHolders.indices.contains(place) else {
      throw .token(.signature)
    }
    return sampleHolders[place]
  }

  func end(_ holder: Holder) async {}
}

/// A folder with a short name, gone with the test: a socket's path has room for a hundred bytes.
final class ShortFolder: Sendable {
  let path: String

  init() throws {
    path = "/tmp/xinbao-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o750])
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A clock that a test moves on.
final class MovedClock: Sendable {
  private let seconds = Mutex(0.0)
  var now: Double { seconds.withLock { $0 } }
  func move(by step: Double) { seconds.withLock { $0 += step } }
}

/// Runs an issuer at a socket of its own for as long as the work takes.
@discardableResult func withIssuer<Result: Sendable>(
  _ backend: SampleBackend, in folder: String, clock: MovedClock = MovedClock(),
  _ work: @escaping @Sendable (RemoteIssuer) async throws -> Result
) async throws -> Result {
  var logger = Logger(label: "issuer") { _ in SwiftLogNoOpLogHandler() }
  logger.logLevel = .critical
  let desk = IssuerDesk(
    backend, door: SampleDoor(), turns: .init(ofQuestion: 1, ofKind: 20), issuer: "示例公共信用平台", isSecure: true,
    monotonicSeconds: { clock.now }, logger: logger)
  let socket = try IssuerSocket(path: folder + "/issuer")
  return try await withThrowingTaskGroup(of: Result?.self) { [logger] group in
    group.addTask {
      try await answer(with: desk, at: socket, logger: logger)
      return nil
    }
    group.addTask { try await work(try await reached(socket.path, backend.formats)) }
    defer { group.cancelAll() }
    guard let result = try await group.next() ?? nil else { throw IssuerEnded() }
    return result
  }
}

/// The issuer ended before the work.
struct IssuerEnded: Error {}

/// The issuer, as soon as it answers.
private func reached(_ socket: String, _ formats: ReadableFormats) async throws -> RemoteIssuer {
  for _ in 0..<200 {
    if let issuer = try? await RemoteIssuer(at: socket, formats: formats) { return issuer }
    try await Task.sleep(for: .milliseconds(50))
  }
  return try await RemoteIssuer(at: socket, formats: formats)
}

extension RemoteIssuer {
  /// Logs a sample holder in.
  func logIn(_ place: Int) async throws -> Holder? {
    let begun = try await begin()
    return try await finish(begun.cookie, LogInAnswer(state: "x", code: "\(place)", error: nil, issuer: nil))
  }
}
