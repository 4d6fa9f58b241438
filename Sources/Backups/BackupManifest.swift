import Foundation

/// What a backup holds: `manifest.json` in its folder.
public struct BackupManifest: Codable, Sendable, Equatable {
  /// A file of the backup.
  public struct File: Codable, Sendable, Equatable {
    /// From the backup's folder on, such as `home/config.yaml`.
    public var path: String
    /// Who may read and change it, as the twelve bits of a POSIX mode.
    public var mode: UInt32
    /// In bytes.
    public var size: Int64
    /// Hexadecimal.
    public var sha256: String
  }

  /// A folder of the home.
  public struct Folder: Codable, Sendable, Equatable {
    /// From the backup's folder on.
    public var path: String
    /// As a file's.
    public var mode: UInt32
  }

  /// The log, as it was signed last before the databases were copied.
  public struct Log: Codable, Sendable, Equatable {
    public var size: UInt64
    /// C2SP tlog-checkpoint.
    public var checkpoint: String
  }

  /// A database of the home, and the file that it is in.
  public struct Database: Codable, Sendable, Equatable {
    public var store: Store
    public var path: String

    public enum Store: String, Codable, Sendable {
      case sqlite
      /// Of `pg_dump`, in its own format.
      case postgres
    }
  }

  public var format = Self.currentFormat
  /// Seconds since 1970.
  public var madeAt: Int64
  /// Whether the keys and secrets of the home are in it.
  public var hasKeys: Bool
  /// Nil: nothing was issued yet.
  public var log: Log?
  public var registry: Database?
  /// Nil: nothing was gathered, or it is in the registry's database.
  public var gathering: Database?
  /// The home, and the folders in it, each before those in it.
  public var folders: [Folder]
  public var files: [File]

  static let currentFormat = 1
  static let name = "manifest.json"
  /// The folder in the backup that becomes the home.
  static let home = "home"

  var databases: [Database] { [registry, gathering].compactMap(\.self) }

  func json() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
  }

  /// - Throws: `BackupError.damaged`.
  static func read(from folder: String) throws(BackupError) -> BackupManifest {
    let path = "\(folder)/\(name)"
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw .damaged(path: path, problem: "cannot be read; name the folder of a backup")
    }
    let manifest: BackupManifest
    do { manifest = try JSONDecoder().decode(BackupManifest.self, from: bytes) } catch {
      throw .damaged(path: path, problem: "is no manifest of a backup")
    }
    guard manifest.format == currentFormat else {
      throw .damaged(path: path, problem: "is of format \(manifest.format); use the version of xinbao that wrote it")
    }
    let names = manifest.files.map(\.path) + manifest.folders.map(\.path)
    // A name from elsewhere must not lead out of the folder.
    for name in names where !isPlain(name) {
      throw .damaged(path: path, problem: "names a file `\(name)`, which is none of a backup")
    }
    guard Set(names).count == names.count,
      manifest.databases.allSatisfy({ database in manifest.files.contains { $0.path == database.path } }),
      manifest.folders.allSatisfy({ $0.path == home || $0.path.hasPrefix(home + "/") })
    else {
      throw .damaged(
        path: path, problem: "names a file twice, a database that it does not list, or a folder outside of the home")
    }
    return manifest
  }

  /// Byte by byte, as the system reads a path: to Swift, a slash with a mark over it is another character.
  private static func isPlain(_ name: String) -> Bool {
    let (dot, slash) = (UInt8(ascii: "."), UInt8(ascii: "/"))
    return name.utf8.split(separator: slash, omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty && !part.elementsEqual([dot]) && !part.elementsEqual([dot, dot]) && !part.contains(0)
    }
  }
}
