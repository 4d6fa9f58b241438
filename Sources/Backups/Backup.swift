import Attestation
import DurableFiles
import Foundation
public import Installation
import Registry

/// A copy of a home in a folder: its databases, settings and other files, and its keys if that is asked for.
public struct Backup: Sendable {
  public let manifest: BackupManifest

  /// Makes a backup while services go on. The folder appears with all that is in it, for its owner alone (0700).
  /// - Parameters:
  ///   - folder: a new one, in a folder that exists.
  ///   - registry: as for `Home.openRegistry`.
  ///   - withKeys: whether keys and secrets are in it: whoever has the folder is then the issuer.
  ///   - now: seconds since 1970.
  /// - Throws: `BackupError`, `FileError`, `RegistryError`, `DatabaseError`; nothing is left behind then.
  public init(of home: Home, in folder: String, registry: String? = nil, withKeys: Bool, at now: Int64) throws {
    let target = URL(fileURLWithPath: folder).standardizedFileURL
    let within = URL(fileURLWithPath: home.path).standardizedFileURL.path + "/"
    guard !FileManager.default.fileExists(atPath: target.path), !target.path.hasPrefix(within) else {
      throw Self.isTaken(target.path)
    }
    let staging: StagingFolder
    do {
      staging = try StagingFolder(
        in: target.deletingLastPathComponent().path, name: target.lastPathComponent, makesParent: false)
    } catch { throw FileError.write(path: target.path, problem: "cannot be made: \(systemReason(error))") }
    defer { staging.discard() }
    guard chmod(staging.path, 0o700) == 0 else { throw FileError.write(path: target.path, code: errno) }

    // Before the databases, so that they hold what it says.
    let log = try home.findRegistry(registry)?.signedLog()
    let places = (registry: home.registryLocation(registry), gathering: home.gatheringLocation)
    let copied = try DatabaseCopy.make(of: places.registry, in: staging.path, name: "registry")
    // Whoever relies on a backup must not find out after a disaster that the settings do not name the registry.
    guard copied != nil else {
      throw BackupError.unfit(
        path: places.registry,
        problem: "there is no registry; say where it is, best as `registry:` in config.yaml")
    }
    // One database of a server may be both.
    let gathered =
      places.gathering == places.registry
      ? nil : try DatabaseCopy.make(of: places.gathering, in: staging.path, name: "gathering")
    let found = try HomeFiles(of: home, without: [places.registry, places.gathering], withKeys: withKeys)
    let folders = try ([""] + found.folders.map { "/\($0)" }).map { name in
      let (path, copy) = (BackupManifest.home + name, "\(staging.path)/\(BackupManifest.home)\(name)")
      guard mkdir(copy, 0o700) == 0 else { throw FileError.write(path: path, code: errno) }
      return BackupManifest.Folder(path: path, mode: fileMode(at: home.path + name) ?? 0o700)
    }
    let files = try found.files.compactMap { name -> BackupManifest.File? in
      let (source, path) = ("\(home.path)/\(name)", "\(BackupManifest.home)/\(name)")
      do { return try FileCopy.make(of: source, at: "\(staging.path)/\(path)", path: path) } catch {
        // A print whose time was over meanwhile.
        guard FileManager.default.fileExists(atPath: source) else { return nil }
        throw error
      }
    }
    manifest = BackupManifest(
      madeAt: now, hasKeys: withKeys, log: log, registry: copied?.database, gathering: gathered?.database,
      folders: folders, files: [copied?.file, gathered?.file].compactMap(\.self) + files)
    try writeAtomically(manifest.json(), to: "\(staging.path)/\(BackupManifest.name)", mode: 0o600)
    guard try staging.publish(as: target.path) else { throw Self.isTaken(target.path) }
  }

  private static func isTaken(_ path: String) -> BackupError {
    .taken(path: path, problem: "is there already, or in the home; name a new folder elsewhere")
  }
}

extension Registry {
  /// The log as it was signed last; nil if it is empty.
  fileprivate func signedLog() throws -> BackupManifest.Log? {
    let size = try logSize()
    return try checkpoint(size: size).map { BackupManifest.Log(size: size, checkpoint: $0.text) }
  }
}
