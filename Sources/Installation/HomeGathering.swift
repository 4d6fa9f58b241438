import Database
import Foundation
public import Gathering
public import Records

extension Home {
  /// What was gathered at this home: in the registry's database if that is PostgreSQL, else in `gathering.sqlite` beside
  /// the registry.
  /// - Parameters:
  ///   - location: a path, or a URL `postgres://…`; nil: as configured.
  ///   - makes: whether to create it if there is none: an empty store would know nobody.
  /// - Throws: `GatheringError`; `InstallationError` or `FileError.write` for the secret's file.
  public func openGathering(
    _ location: String? = nil, catalogue: Catalogue, makes: Bool = true
  ) throws -> GatheringStore {
    let location = location ?? gatheringLocation
    if !makes, !Self.isServer(location), !FileManager.default.fileExists(atPath: location) {
      throw GatheringError.unknown(what: "\(location): nothing was gathered here")
    }
    let database: any SQLDatabase
    do { database = try self.database(at: location) } catch { throw GatheringError.database(error) }
    return try GatheringStore(database: database, secret: try registrySecret(), catalogue: catalogue)
  }

  /// Where deliveries are gathered, as configured: a path, or a URL `postgres://…`.
  public var gatheringLocation: String {
    let registry = configuration.registry.flatMap { Self.isServer($0) ? $0 : nil }
    return configuration.gathering ?? registry ?? path + "/gathering.sqlite"
  }
}
