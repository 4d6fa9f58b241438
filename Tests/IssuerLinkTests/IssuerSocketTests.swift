import Foundation
import Logging
import SelfPrintTesting
import SelfPrinting
import Testing

@testable import IssuerLink

@Suite struct IssuerSocketTests {
  private let folder: ShortFolder
  init() throws { folder = try ShortFolder() }

  private func mode(_ path: String) throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
  }

  @Test func onlyItsUserAndGroupReachIt() async throws {
    let folder = folder.path + "/run"
    try await withIssuer(SampleBackend(), in: folder) { _ in
      let modes = try (mode(folder), mode(folder + "/issuer"))
      #expect(modes == (0o750, 0o660))
    }
    // What is over leaves nothing behind.
    #expect(!FileManager.default.fileExists(atPath: folder + "/issuer"))
  }

  @Test func aFolderThatOthersMayChangeIsRefused() throws {
    let folder = folder.path
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder)
    #expect(throws: IssuerSocketError.self) { try IssuerSocket(path: folder + "/issuer") }
    try FileManager.default.setAttributes([.posixPermissions: 0o750], ofItemAtPath: folder)
    #expect(throws: IssuerSocketError.self) {
      try IssuerSocket(path: folder + "/" + String(repeating: "x", count: 108))
    }
    _ = try IssuerSocket(path: folder + "/issuer")
  }

  /// Each wants something else to be done.
  @Test func whyNobodyCanBeAskedIsTold() async throws {
    let backend = SampleBackend()
    func problem(_ path: String) async throws -> String {
      do {
        _ = try await RemoteIssuer(at: path, formats: backend.formats)
        return ""
      } catch let error as IssuerUnreachable { return error.problem }
    }
    #expect(try await problem(folder.path + "/none/issuer.sock").contains("there is no such folder"))
    #expect(try await problem(folder.path + "/issuer.sock").contains("start xinbao-issuer first"))
    try Data().write(to: URL(fileURLWithPath: folder.path + "/file"))
    #expect(try await problem(folder.path + "/file").contains("is no socket"))
  }

  @Test func aSecondIssuerIsRefusedAndAFileOfSomebodyElseStays() async throws {
    let folder = folder.path
    let path = folder + "/issuer"
    try await withIssuer(SampleBackend(), in: folder) { _ in
      #expect(throws: IssuerSocketError.self) { try IssuerSocket(path: path).take() }
    }
    try Data("x".utf8).write(to: URL(fileURLWithPath: path))
    #expect(throws: IssuerSocketError.self) { try IssuerSocket(path: path).clear() }
    #expect(FileManager.default.fileExists(atPath: path))
  }

  /// After a kill the socket's file is still there, and nobody answers.
  @Test func whatAKilledIssuerLeftIsReplaced() async throws {
    let folder = folder.path
    let path = folder + "/issuer"
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["-c", "import socket,sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])", path]
    try process.run()
    process.waitUntilExit()
    #expect(FileManager.default.fileExists(atPath: path))
    try await withIssuer(SampleBackend(), in: folder) { try await $0.checkReady() }
  }
}
