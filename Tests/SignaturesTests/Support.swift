import Foundation
import ScratchFolders
import Testing

@testable import Signatures

/// A folder for one test, in which OpenSSL works.
struct Folder {
  let url: URL

  init() throws { url = URL(filePath: try scratchFolder()) }

  func path(_ name: String) -> String { url.appending(path: name).path }
  func write(_ name: String, _ bytes: [UInt8]) throws { try Data(bytes).write(to: url.appending(path: name)) }
  func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }
  func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: url.appending(path: name))) }
  func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  /// Runs OpenSSL in the folder; it must succeed unless it is asked for its answer.
  @discardableResult
  func openssl(_ command: String) throws -> String {
    let (status, output) = try tryOpenSSL(command)
    try #require(status == 0, "openssl \(command): \(output)")
    return output
  }

  func tryOpenSSL(_ command: String) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["openssl"] + command.split(separator: " ").map(String.init)
    process.currentDirectoryURL = url
    let pipe = Pipe()
    (process.standardOutput, process.standardError) = (pipe, pipe)
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, output)
  }
}

/// When these tests are: soon, since OpenSSL's certificates begin when they are made.
let now = Int64(Date().timeIntervalSince1970) + 3600
let content = [Array("公共信用信息报告 ".utf8)[...], Array("and its other half".utf8)[...]]

func refusal(_ body: () throws -> VerifiedSignature) -> SignatureRefusal.Reason? {
  do {
    _ = try body()
    return nil
  } catch {
    return (error as? SignatureRefusal)?.reason
  }
}
