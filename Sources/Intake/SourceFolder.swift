import Foundation

/// The folder of one source in an inbox: what was dropped there, and `done/` and `failed/` below it.
struct SourceFolder {
  let path: String

  /// Where a file lies that a notice names: where it was dropped, or where its delivery was moving when it was stopped, or
  /// had failed for its notice.
  /// - Returns: nil: nowhere as a whole.
  func place(of file: DeliverySidecar.File) throws -> String? {
    if let place = try place(of: file, in: path) { return place }
    for folder in finished() {
      if let place = try place(of: file, in: folder) { return place }
    }
    return nil
  }

  private func place(of file: DeliverySidecar.File, in folder: String) throws -> String? {
    let place = folder + "/" + file.name
    guard FileManager.default.fileExists(atPath: place), try fileDigest(of: place) == file.sha256 else { return nil }
    return place
  }

  /// `done`, `failed`, and the folders in them.
  private func finished() -> [String] {
    [path + "/done", path + "/failed"].flatMap { folder in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      return [folder] + names.sorted().map { folder + "/" + $0 }.filter(isFolder)
    }
  }

  private func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// Where a delivery goes: sources use the same names again and again, and what they handed in before stays as it is.
  /// - Parameters:
  ///   - name: `done` or `failed`.
  ///   - places: where its files lie, the notice included.
  ///   - stem: the notice's name without its ending.
  func destination(_ name: String, of places: [String], stem: String) -> String {
    var folder = path + "/" + name
    var number = 1
    while places.contains(where: { isTaken(folder + "/" + URL(fileURLWithPath: $0).lastPathComponent, by: $0) }) {
      number += 1
      folder = path + "/" + name + "/\(stem)-\(number)"
    }
    return folder
  }

  private func isTaken(_ target: String, by place: String) -> Bool {
    target != place && FileManager.default.fileExists(atPath: target)
  }
}
