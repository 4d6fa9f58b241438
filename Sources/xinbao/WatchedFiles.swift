import Foundation

/// Files that a preview was made of, and how they were when they were read.
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

  /// To be called before the file is read: what is written meanwhile then counts as a change.
  mutating func note(_ path: String) { stamps[path] = .some(Stamp(path)) }

  /// Every YAML file in the folder and below.
  mutating func note(folder path: String) {
    folder = path
    for file in files(in: path) { note(file) }
  }

  /// Files that came, went or changed since they were noted, in order; each is told once.
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
