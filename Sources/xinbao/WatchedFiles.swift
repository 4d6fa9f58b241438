import Foundation

/// The files that a preview was made from, and their state when they were read.
struct WatchedFiles {
  private struct Stamp: Equatable {
    var modified: Date?, size: Int?, number: Int?

    /// Nil: there is no such file.
    init?(_ path: String) {
      guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
      (modified, size) = (attributes[.modificationDate] as? Date, attributes[.size] as? Int)
      number = attributes[.systemFileNumber] as? Int
    }
  }
  private var stamps: [String: Stamp?] = [:]
  private var folder: String?

  /// Call before the file is read: a write in the meantime then counts as a change.
  mutating func note(_ path: String) { stamps[path] = .some(Stamp(path)) }

  /// Every YAML file in the folder and its subfolders.
  mutating func note(folder path: String) {
    folder = path
    for file in files(in: path) { note(file) }
  }

  /// Files that appeared, disappeared or changed since they were noted, in order; each is reported once.
  mutating func changed() -> [String] {
    let candidates = Set(stamps.keys).union(folder.map(files) ?? [])
    let changed = candidates.filter { stamps[$0] != .some(Stamp($0)) }.sorted()
    for path in changed { note(path) }
    return changed
  }

  private func files(in folder: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".yaml") }.map { "\(folder)/\($0)" }
  }
}
