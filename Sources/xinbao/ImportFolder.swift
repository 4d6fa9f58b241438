import DurableFiles
import Foundation
import Importing
import Issuing
import Tables

/// The folder that an import fills: all at once after everything is staged, or not at all.
final class ImportFolder {
  private let path: String
  private let mayReplace: Bool
  /// A hidden folder within the folder, so that moving files out of it never copies.
  private let staging: StagingFolder
  private let isNew: Bool
  /// Whether it contains a person's file. Its name is a number that nobody else may read, so a new folder is private to
  /// its owner.
  private var isPrivate = false
  private var names: [String] = []
  /// Files requested in another location: staged name, path.
  private var elsewhere: [(name: String, path: String)] = []

  init(path: String, mayReplace: Bool) throws(FileError) {
    (self.path, self.mayReplace) = (path, mayReplace)
    isNew = !FileManager.default.fileExists(atPath: path)
    do { staging = try StagingFolder(in: path, name: "import") } catch {
      throw .write(path: path, problem: "cannot be made, or not written to; choose another folder with -o")
    }
  }

  /// A list that grows during the import.
  func open(_ name: String, isElsewhere: Bool) throws(FileError) -> GrowingFile {
    let staged = isElsewhere ? ".report" : name
    if isElsewhere { elsewhere.append((staged, name)) } else { names.append(name) }
    return try GrowingFile(path: "\(staging.path)/\(staged)", shownPath: isElsewhere ? name : "\(path)/\(name)")
  }

  func write(_ bytes: [UInt8], as name: String, mode: Int) throws(FileError) {
    guard
      FileManager.default.createFile(
        atPath: "\(staging.path)/\(name)", contents: Data(bytes), attributes: [.posixPermissions: mode])
    else { throw .write(path: "\(path)/\(name)", code: errno) }
    names.append(name)
    if mode == 0o600, name.hasSuffix(".json") { isPrivate = true }
  }

  /// Moves every file to its final location.
  func commit() throws(FileError) {
    if !mayReplace {
      let taken = names.filter { FileManager.default.fileExists(atPath: "\(path)/\($0)") }
      if let first = taken.first {
        let others = taken.count > 1 ? " (and \(taken.count - 1) files more)" : ""
        throw .write(
          path: "\(path)/\(first)", problem: "is there already\(others); nothing was written; --overwrite replaces them"
        )
      }
    }
    if isNew, isPrivate { chmod(path, 0o700) }
    // One flush for all: a file whose name survives a power cut has its bytes too.
    sync()
    var moved = 0
    for name in names {
      do throws(FileError) { try staging.move(name, to: "\(path)/\(name)") } catch {
        throw .write(
          path: "\(path)/\(name)",
          problem: "\(error.problem); \(moved) of \(names.count) files are in place, this one and the rest not")
      }
      moved += 1
    }
    for (name, target) in elsewhere {
      try writeAtomically(
        [UInt8](FileManager.default.contents(atPath: "\(staging.path)/\(name)") ?? Data()), to: target)
    }
  }

  /// Removes everything that was not moved.
  func discard() {
    staging.discard()
    // Only a folder that is empty and did not exist before.
    if isNew { rmdir(path) }
  }
}

extension GrowingFile {
  /// A row of CSV.
  func append(_ cells: [String]) throws(FileError) {
    var row: [UInt8] = []
    CSVWriter.append(cells, to: &row)
    try append(row)
  }
}
