import Foundation
import ScratchFolders
import Testing

/// server.py, running: a service that answers as none should.
final class Server {
  private let process = Process()
  /// The server stops when this is closed.
  private let input = Pipe()
  let address: String, safeAddress: String
  /// Where nobody listens.
  let closedAddress: String

  init() throws {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/server.py")
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", script.path, try scratchFolder()]
    let output = Pipe()
    (process.standardInput, process.standardOutput) = (input, output)
    process.standardError = FileHandle.nullDevice
    try process.run()
    var told = Data()
    while !told.contains(0x0A) {
      let more = output.fileHandleForReading.availableData
      try #require(!more.isEmpty)
      told += more
    }
    let ports = String(decoding: told, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    try #require(ports.count == 3)
    (address, safeAddress) = ("http://127.0.0.1:\(ports[0])", "https://127.0.0.1:\(ports[1])")
    closedAddress = "http://127.0.0.1:\(ports[2])"
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }
}
