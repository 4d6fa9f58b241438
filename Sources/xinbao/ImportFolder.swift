import Foundation
import Importing
import Issuing

/// The folder that an import fills: all at once, when everything is written beside it, or not at all.
final class ImportFolder {
  private let path: String
  private let mayReplace: Bool
  /// A hidden folder within the folder, so that moving out of it never copies.
  private let staging: String
  private let isNew: Bool
  /// Whether there is a person's file. Its name is a number that nobody else may read: a new folder is its owner's alone.
  private var isPrivate = false
  private var names: [String] = []
  /// Files that were asked for elsewhere: staged name, path.
  private var elsewhere: [(name: String, path: String)] = []

  init(path: String, mayReplace: Bool) throws(IssuingError) {
    (self.path, self.mayReplace) = (path, mayReplace)
    staging = "\(path)/.import-\(UUID().uuidString.prefix(8)).part"
    isNew = !FileManager.default.fileExists(atPath: path)
    do {
      try FileManager.default.createDirectory(atPath: staging, withIntermediateDirectories: true)
    } catch {
      throw .write(path: path, problem: "cannot be made, or not written to; choose another folder with -o")
    }
  }

  /// A list that grows while the import goes on.
  func open(_ name: String, isElsewhere: Bool) throws(IssuingError) -> ListFile {
    let staged = isElsewhere ? ".report" : name
    if isElsewhere { elsewhere.append((staged, name)) } else { names.append(name) }
    return try ListFile(path: "\(staging)/\(staged)", shownPath: isElsewhere ? name : "\(path)/\(name)")
  }

  func write(_ bytes: [UInt8], as name: String, mode: Int) throws(IssuingError) {
    guard
      FileManager.default.createFile(
        atPath: "\(staging)/\(name)", contents: Data(bytes), attributes: [.posixPermissions: mode])
    else { throw .write(path: "\(path)/\(name)", problem: "cannot be written: \(String(cString: strerror(errno)))") }
    names.append(name)
    if mode == 0o600, name.hasSuffix(".json") { isPrivate = true }
  }

  /// Puts every file in its place.
  func commit() throws(IssuingError) {
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
    // One flush for all: a file that shows its name after a power cut has its bytes.
    sync()
    var moved = 0
    for name in names {
      guard rename("\(staging)/\(name)", "\(path)/\(name)") == 0 else {
        let reason = String(cString: strerror(errno))
        throw .write(
          path: "\(path)/\(name)",
          problem:
            "cannot be written: \(reason); \(moved) of \(names.count) files are in place, this one and the rest not")
      }
      moved += 1
    }
    for (name, target) in elsewhere {
      try writeAtomically([UInt8](FileManager.default.contents(atPath: "\(staging)/\(name)") ?? Data()), to: target)
    }
  }

  /// Removes what is not in place.
  func discard() {
    try? FileManager.default.removeItem(atPath: staging)
    // Only a folder that is empty and was not there before.
    if isNew { rmdir(path) }
  }
}

/// A CSV file that is written line by line.
final class ListFile {
  private let handle: FileHandle
  private let shownPath: String
  private var buffer: [UInt8] = []
  private var failure: IssuingError?

  init(path: String, shownPath: String) throws(IssuingError) {
    guard FileManager.default.createFile(atPath: path, contents: nil), let handle = FileHandle(forWritingAtPath: path)
    else { throw .write(path: shownPath, problem: "cannot be written: \(String(cString: strerror(errno)))") }
    (self.handle, self.shownPath) = (handle, shownPath)
  }

  func append(_ bytes: [UInt8]) {
    buffer += bytes
    if buffer.count > 1 << 16 { flush() }
  }

  func append(_ cells: [String]) {
    CSVWriter.append(cells, to: &buffer)
    if buffer.count > 1 << 16 { flush() }
  }

  private func flush() {
    do { try handle.write(contentsOf: Data(buffer)) } catch {
      failure = failure ?? .write(path: shownPath, problem: "cannot be written: \(error.localizedDescription)")
    }
    buffer = []
  }

  func close() throws(IssuingError) {
    flush()
    try? handle.close()
    if let failure { throw failure }
  }
}
