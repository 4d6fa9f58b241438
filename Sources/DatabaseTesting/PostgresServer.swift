import Database
import DatabasePostgres
import Foundation
import Synchronization

/// The server that the tests run on: `XINBAO_TEST_POSTGRES`, or one of their own. Without either the tests fail; a store
/// that nobody tried is not called tested.
package final class PostgresServer: Sendable {
  package static let shared = Result { try PostgresServer() }

  private let base: String
  private let counter = Atomic<Int>(0)
  /// To the script, which ends the server when this closes.
  private let commands = Pipe()
  private let answers = Pipe()

  private static let named = ProcessInfo.processInfo.environment["XINBAO_TEST_POSTGRES"]
  /// Whether each is a server of our own.
  package static var mayBeRestarted: Bool { named == nil }

  package init() throws {
    if let url = Self.named {
      base = url
      return
    }
    let script = Bundle.module.url(forResource: "postgres-server", withExtension: "sh", subdirectory: "Resources")
    guard let script else { throw ServerError("the script postgres-server.sh is missing") }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [script.path]
    process.standardInput = commands
    process.standardOutput = answers
    try process.run()
    guard let folder = Self.line(from: answers) else {
      throw ServerError("no PostgreSQL server could be started; install one, or name one with XINBAO_TEST_POSTGRES")
    }
    base = "postgres://xinbao@/postgres?host=\(folder)"
  }

  /// Ends all connections, as a failing server does.
  package func restart() throws {
    try commands.fileHandleForWriting.write(contentsOf: Data("restart\n".utf8))
    guard Self.line(from: answers) == "restarted" else { throw ServerError("the server did not come back") }
  }

  /// A URL with a schema of its own: empty, and nobody else's.
  package func newURL() throws -> String {
    let name = "t\(ProcessInfo.processInfo.processIdentifier)_\(counter.add(1, ordering: .relaxed).newValue)"
    let database = try PostgresDatabase(url: base, connections: 1)
    _ = try database.write { session in try session.execute("CREATE SCHEMA \(name)", []) }
    return base + (base.contains("?") ? "&" : "?") + "options=-csearch_path%3D\(name)"
  }

  private static func line(from pipe: Pipe) -> String? {
    var bytes: [UInt8] = []
    while let next = try? pipe.fileHandleForReading.read(upToCount: 1)?.first {
      if next == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(next)
    }
    return nil
  }

  package struct ServerError: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
  }
}
