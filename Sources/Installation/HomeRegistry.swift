import Attestation
import Database
import DatabasePostgres
import DatabaseSQLite
import DurableFiles
import Foundation
import Issuing
public import Registry

extension Home {
  /// The registry of this home.
  /// - Parameters:
  ///   - location: a path, or a URL `postgres://…`; nil: as configured, by default `registry.sqlite` in the home.
  ///   - makes: whether to create it if there is none. A registry that a mere look-up had created would call every
  ///     report unregistered.
  ///   - clock: seconds since 1970, by which it is noticed that the time went back, or far ahead; nil: the system's.
  /// - Throws: `RegistryError`; `InstallationError` or `FileError.write` for the secret's file; `AttestationError` for a trust
  ///   list that nobody vouches for.
  public func openRegistry(
    _ location: String? = nil, makes: Bool = true,
    clock: (@Sendable () -> Int64)? = nil
  ) throws -> Registry {
    let location = registryLocation(location)
    if !makes, !Self.isServer(location), !FileManager.default.fileExists(atPath: location) {
      throw RegistryError.database(.unreachable(location: location, problem: "there is no registry"))
    }
    let database: any SQLDatabase
    do { database = try self.database(at: location) } catch { throw RegistryError(error) }
    let place =
      Self.isServer(location) ? database.location : URL(fileURLWithPath: location).standardizedFileURL.path
    let clock = clock ?? { Int64(Date().timeIntervalSince1970) }
    return try Registry(
      database: database, secret: try registrySecret(),
      marks: RegistryMarks(
        folders: markFolders, place: place, logKey: KeyStore(directory: keys).realLogKey(at: clock()),
        sharing: sharing(of: Self.isServer(location) ? path : location), clock: clock))
  }

  /// Where the registry is: a path, or a URL `postgres://…`.
  /// - Parameter given: as for `openRegistry`.
  public func registryLocation(_ given: String?) -> String {
    given ?? configuration.registry ?? path + "/registry.sqlite"
  }

  /// Operators who share a registry by their group share its marks: by the mode of its file, or of the home if the
  /// registry is on a server.
  private func sharing(of path: String) -> RegistryMarks.Sharing {
    (fileMode(at: path) ?? 0) & 0o020 != 0 ? .group : .owner
  }

  /// In the home, so that a registry that is put back alone is noticed; and where the settings say, for a home that is put
  /// back with it.
  private var markFolders: [String] {
    ([path + "/marks"] + [configuration.marks.map(resolved)].compactMap(\.self)).map { folder in
      URL(fileURLWithPath: folder).standardizedFileURL.path
    }
  }

  /// The registry of this home, where there is one.
  /// - Parameter location: as for `openRegistry`.
  /// - Throws: as `openRegistry`; a server that does not answer is an error, and no absence.
  public func findRegistry(_ location: String? = nil) throws -> Registry? {
    let known = registryLocation(location)
    guard Self.isServer(known) || FileManager.default.fileExists(atPath: known) else { return nil }
    return try openRegistry(known, makes: false)
  }

  /// Whether a database is on a server of PostgreSQL; else it is a file.
  public static func isServer(_ location: String) -> Bool {
    location.hasPrefix("postgres://") || location.hasPrefix("postgresql://")
  }

  func database(at location: String) throws(DatabaseError) -> any SQLDatabase {
    Self.isServer(location) ? try PostgresDatabase(url: location) : try SQLiteDatabase(path: location)
  }

  /// 32 random bytes, the key under which the registry hashes check codes and subjects. Created on first use;
  /// installations that share a registry share this file.
  func registrySecret() throws -> [UInt8] {
    let path = keys + "/registry.secret"
    if !FileManager.default.fileExists(atPath: path) {
      try makePrivateFolder(keys)
      var generator = SystemRandomNumberGenerator()
      let secret = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
      // Of two concurrent first uses, one secret wins, and both use it.
      try writeAtomically(secret, to: path, mode: 0o600, whenTaken: .keep)
    }
    guard let secret = FileManager.default.contents(atPath: path),
      let mode = try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    else { throw InstallationError.home(path: path, problem: "cannot be read") }
    guard mode & 0o077 == 0 else {
      throw InstallationError.home(path: path, problem: "other users have access to it; run chmod go= on it, or")
    }
    return [UInt8](secret)
  }
}

/// Creates a folder that only its owner may enter, if there is none.
func makePrivateFolder(_ path: String) throws(InstallationError) {
  let code = makeFolder(path, mode: 0o700)
  guard code == 0 else { throw .home(path: path, problem: "cannot be made: \(String(cString: strerror(code)))") }
}
