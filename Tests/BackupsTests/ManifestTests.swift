import Foundation
import ScratchFolders
import Testing

@testable import Backups

/// What a backup's manifest may say.
@Suite(.scratchFolders) struct ManifestTests {
  private let folder: String

  init() throws { folder = try scratchFolder() }

  private let whole = BackupManifest(
    madeAt: 1_795_000_000, hasKeys: true, log: .init(size: 3, checkpoint: "verify.example.cn/log\n3\n"),
    registry: .init(store: .sqlite, path: "registry.sqlite"), folders: [.init(path: "home", mode: 0o755)],
    files: [
      .init(path: "registry.sqlite", mode: 0o660, size: 7, sha256: "00"),
      .init(path: "home/config.yaml", mode: 0o644, size: 0, sha256: "11"),
    ])

  private func read(_ manifest: BackupManifest) throws -> BackupManifest {
    try Data(manifest.json()).write(to: URL(fileURLWithPath: "\(folder)/manifest.json"))
    return try BackupManifest.read(from: folder)
  }

  @Test func whatIsWrittenIsRead() throws {
    #expect(try read(whole) == whole)
    #expect(try whole.json() == whole.json())
  }

  /// Whoever changes a manifest writes to no place outside of the home.
  @Test(arguments: [
    "../x", "home/../../x", "/etc/x", "home//x", "", "home/./x", "home/\u{301}x\u{600}/..\u{301}/../../x",
    "home/a\u{600}/../../../x",
  ])
  func aNameThatLeadsOutIsRefused(name: String) throws {
    var file = whole
    file.files.append(.init(path: name, mode: 0o644, size: 0, sha256: ""))
    #expect(throws: BackupError.self) { try read(file) }
    var inner = whole
    inner.folders.append(.init(path: name, mode: 0o755))
    #expect(throws: BackupError.self) { try read(inner) }
  }

  @Test func whatContradictsItselfIsRefused() throws {
    var other = whole
    other.format = 2
    #expect(throws: BackupError.self) { try read(other) }
    var twice = whole
    twice.files.append(whole.files[0])
    #expect(throws: BackupError.self) { try read(twice) }
    var unlisted = whole
    unlisted.gathering = .init(store: .postgres, path: "gathering.dump")
    #expect(throws: BackupError.self) { try read(unlisted) }
    var outside = whole
    outside.folders.append(.init(path: "abc....", mode: 0o755))
    #expect(throws: BackupError.self) { try read(outside) }
    #expect(throws: BackupError.self) { try BackupManifest.read(from: "\(folder)/none") }
  }
}
