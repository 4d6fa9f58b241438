package import Database
import DatabasePostgres
import DatabaseSQLite
import Foundation
import ScratchFolders

/// The two databases that every behaviour is held against.
package enum Store: String, CaseIterable, Sendable {
  case sqlite, postgres

  /// `XINBAO_TEST_STORES=sqlite` leaves one out, for who changes rules that both have and wants to know soon.
  package static let allCases: [Store] = {
    guard let names = ProcessInfo.processInfo.environment["XINBAO_TEST_STORES"] else { return [.sqlite, .postgres] }
    return names.split(separator: ",").map { name in
      guard let store = Store(rawValue: String(name)) else { fatalError("XINBAO_TEST_STORES: no store \(name)") }
      return store
    }
  }()

  /// A new, empty database, and how to open it again, as another process would. The test needs the trait
  /// `.scratchFolders`.
  package func location() throws -> StoreLocation {
    switch self {
    case .sqlite: StoreLocation(store: self, address: try scratchFolder() + "/database.sqlite")
    case .postgres: StoreLocation(store: self, address: try PostgresServer.shared.get().newURL())
    }
  }
}

package struct StoreLocation: Sendable {
  package let store: Store
  /// The path of a file, or a URL.
  package let address: String

  package func database() throws -> any SQLDatabase {
    switch store {
    case .sqlite: try SQLiteDatabase(path: address)
    case .postgres: try PostgresDatabase(url: address, connections: 4)
    }
  }
}
