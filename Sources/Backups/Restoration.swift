import Attestation
import DurableFiles
import Foundation
import Installation
import Registry

/// A home from a backup. All of the backup is checked before anything of it is put in place.
public struct Restoration: Sendable {
  public let manifest: BackupManifest
  private let folder: String

  /// Reads a backup, and compares every file with what was backed up.
  /// - Throws: `BackupError.damaged`.
  public init(of folder: String) throws {
    self.folder = URL(fileURLWithPath: folder).standardizedFileURL.path
    manifest = try BackupManifest.read(from: self.folder)
    for file in manifest.files {
      try FileCopy.checkIsWithin(self.folder, file.path)
      try check(FileCopy.look(at: path(file.path), path: file.path), is: file)
    }
  }

  /// Makes the home, which appears with all that is in it.
  /// - Parameters:
  ///   - home: a folder that is not there, or is empty.
  ///   - registry: where the registry comes to, a path or a URL `postgres://…`; nil: where the settings of the backup say.
  ///   - gathering: the same for what was gathered.
  ///   - environment: of the process: settings in it count more than those of the backup.
  /// - Throws: `BackupError`, `FileError`, `DatabaseError`, `InstallationError`. Only databases of a server and files outside
  ///   of the home may then have been put in place.
  public func make(
    _ home: String, registry: String? = nil, gathering: String? = nil, environment: [String: String]
  ) throws {
    let target = URL(fileURLWithPath: home).standardizedFileURL
    guard (try? FileManager.default.contentsOfDirectory(atPath: target.path)) ?? [] == [] else {
      throw Self.isTaken(target.path)
    }
    let staging: StagingFolder
    do {
      staging = try StagingFolder(in: target.deletingLastPathComponent().path, name: target.lastPathComponent)
    } catch {
      throw FileError.write(path: target.path, problem: "cannot be made: \(systemReason(error))")
    }
    defer { staging.discard() }
    guard chmod(staging.path, 0o700) == 0 else { throw FileError.write(path: staging.path, code: errno) }
    try putHome(in: staging.path)
    let made = try Home(path: staging.path, environment: environment, makes: false)
    let places = [
      (manifest.registry, registry ?? made.configuration.registry, "registry.sqlite"),
      (manifest.gathering, gathering ?? made.configuration.gathering, "gathering.sqlite"),
    ].compactMap { copy, place, name in
      copy.map { (copy: $0, place: Self.place(place ?? "\(target.path)/\(name)", within: target.path, staging.path)) }
    }
    guard Set(places.map(\.place)).count == places.count else {
      throw BackupError.taken(
        path: places[0].place, problem: "is named for the registry and for what was gathered; name two places")
    }
    for (copy, place) in places { try checkIsFree(place, for: copy) }
    try checkLog(made, in: staging.path)
    for (copy, place) in places {
      switch copy.store {
      case .sqlite: try put(file(copy), place)
      case .postgres: try DatabaseCopy.restore(path(copy.path), to: place)
      }
    }
    for folder in manifest.folders where chmod(Self.place(folder.path, staging.path), folder.mode & 0o777) != 0 {
      throw FileError.write(path: folder.path, code: errno)
    }
    guard try staging.publish(as: target.path) else { throw Self.isTaken(target.path) }
  }

  /// The folders are their owner's alone until all is in them.
  private func putHome(in folder: String) throws {
    for inner in manifest.folders {
      let failure = makeFolder(Self.place(inner.path, folder), mode: 0o700)
      guard failure == 0 else { throw FileError.write(path: inner.path, code: failure) }
    }
    for file in manifest.files where file.path.hasPrefix(BackupManifest.home + "/") {
      try put(file, Self.place(file.path, folder))
    }
  }

  /// The registry holds the log that was signed before it was copied. Of a server's that is not known before it is in place;
  /// without keys nobody can open it.
  private func checkLog(_ home: Home, in folder: String) throws {
    guard let log = manifest.log, let copy = manifest.registry, copy.store == .sqlite, manifest.hasKeys else { return }
    let scratch = "\(folder)/.registry.sqlite"
    defer { for end in ["", "-wal", "-shm"] { unlink(scratch + end) } }
    try put(file(copy), scratch)
    guard try home.openRegistry(scratch, makes: false).checkpoint(size: log.size)?.text == log.checkpoint else {
      throw BackupError.damaged(
        path: path(copy.path), problem: "does not hold the log that was signed before it was copied")
    }
  }

  private func checkIsFree(_ place: String, for copy: BackupManifest.Database) throws {
    guard Home.isServer(place) == (copy.store == .postgres) else {
      throw BackupError.taken(
        path: copy.path,
        problem: copy.store == .postgres
          ? "is a database of PostgreSQL; name the URL of an empty one" : "is a database of SQLite; name a file for it")
    }
    let isFree =
      copy.store == .postgres
      ? try DatabaseCopy.isEmpty(place)
      : ["", "-wal", "-shm", "-journal"].allSatisfy { !FileManager.default.fileExists(atPath: place + $0) }
    guard isFree else {
      throw BackupError.taken(
        path: copy.path, problem: "would be put in the place of another database; name a new one, or move that one away"
      )
    }
  }

  private func put(_ file: BackupManifest.File, _ target: String) throws {
    try FileCopy.checkIsWithin(folder, file.path)
    // What is put in place is what is read now.
    try check(FileCopy.make(of: path(file.path), at: target, path: file.path, mode: file.mode & 0o777), is: file)
  }

  private func check(_ found: BackupManifest.File, is file: BackupManifest.File) throws {
    guard found.size == file.size, found.sha256 == file.sha256 else {
      throw BackupError.damaged(
        path: path(file.path), problem: "is not the file that was backed up; take another backup")
    }
  }

  private func file(_ copy: BackupManifest.Database) throws -> BackupManifest.File {
    guard let file = manifest.files.first(where: { $0.path == copy.path }) else {
      preconditionFailure("a manifest lists the files of its databases")
    }
    return file
  }

  /// - Parameter path: of a file or folder of the home, in the backup.
  private static func place(_ path: String, _ home: String) -> String {
    home + path.dropFirst(BackupManifest.home.count)
  }

  /// Where a database goes first that is to be in the home, which is not there yet.
  private static func place(_ place: String, within home: String, _ staging: String) -> String {
    guard !Home.isServer(place) else { return place }
    let path = URL(fileURLWithPath: place).standardizedFileURL.path
    return path.hasPrefix(home + "/") ? staging + path.dropFirst(home.count) : path
  }

  private func path(_ name: String) -> String { "\(folder)/\(name)" }

  private static func isTaken(_ path: String) -> BackupError {
    .taken(path: path, problem: "is there and not empty; name a new folder for the home, or move that one away")
  }
}
