import Database
import DatabasePostgres
import DatabaseSQLite
import DurableFiles
import Foundation
import Installation

/// A database as a file: of SQLite a database, of PostgreSQL a dump.
enum DatabaseCopy {
  /// Copies a database while others use it: all that was committed before, and nothing by halves.
  /// - Parameters:
  ///   - location: a path, or a URL `postgres://…`.
  ///   - name: of the file, without its ending.
  /// - Returns: nil if there is no file.
  static func make(
    of location: String, in folder: String, name: String
  ) throws -> (database: BackupManifest.Database, file: BackupManifest.File)? {
    let isServer = Home.isServer(location)
    let mode = isServer ? 0o600 : fileMode(at: location)
    guard let mode else { return nil }
    let file = isServer ? "\(name).dump" : "\(name).sqlite"
    let path = "\(folder)/\(file)"
    if isServer {
      try dump(location, to: path)
      // Whoever goes to a later moment from an archive, with its segments, has all that was there at this one.
      try PostgresDatabase(url: location, connections: 1).closeSegment()
    } else {
      try SQLiteDatabase(path: location).copy(to: path)
    }
    var copy = try FileCopy.look(at: path, path: file)
    copy.mode = mode
    return (.init(store: isServer ? .postgres : .sqlite, path: file), copy)
  }

  /// In the custom format, without owners.
  private static func dump(_ url: String, to path: String) throws {
    guard case let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600), descriptor >= 0 else {
      throw FileError.write(path: path, code: errno)
    }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    try run("pg_dump", ["-Fc", "-O"], PostgresDatabase.environment(of: url), output: file)
    try file.synchronize()
  }

  /// Fills an empty database with a dump, all of it or nothing.
  static func restore(_ dump: String, to url: String) throws {
    // An address without anything means: by the environment, which other users do not see.
    try run("pg_restore", ["-1", "-O", "-dpostgresql://", dump], PostgresDatabase.environment(of: url))
  }

  /// Whether a server's database has no table yet.
  static func isEmpty(_ url: String) throws -> Bool {
    try PostgresDatabase(url: url).read { session in
      try session.query(
        """
        SELECT COUNT(*) AS tables FROM information_schema.tables
        WHERE table_schema NOT IN ('pg_catalog', 'information_schema')
        """, [])[0].integer("tables") == 0
    }
  }

  private static func run(
    _ program: String, _ arguments: [String], _ environment: [String: String], output: FileHandle = .nullDevice
  ) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let said = Pipe()
    process.standardError = said
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    try process.run()
    let text = String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    switch process.terminationStatus {
    case 0: return
    // What env(1) says of a program that is not there.
    case 127:
      throw BackupError.program(
        name: program, problem: "is not there; install the programs of PostgreSQL (apt-get install postgresql-client)")
    default:
      throw BackupError.program(
        name: program, problem: "failed: \(text.split(whereSeparator: \.isNewline).joined(separator: "; "))")
    }
  }
}
