import DurableFiles
import Foundation

/// The folder of one source in an inbox: what was dropped there, and `done/` and `failed/` below it, which are the
/// inbox's own.
struct SourceFolder {
  let path: String
  static let own = ["done", "failed"]

  /// What keeps deliveries of this source from being moved.
  var problem: String? {
    for name in Self.own where exists(path + "/" + name) && !isFolder(path + "/" + name) {
      return "\(path)/\(name) is no folder; move it away"
    }
    return nil
  }

  /// A file that a notice names.
  struct Found {
    var path: String
    var identity: DroppedFile.Identity
  }

  /// Where a file lies that a notice names: where it was dropped, or where its delivery was moving when it was stopped, or
  /// had failed for its notice.
  /// - Parameter take: of the file; whether it is the right one.
  /// - Returns: nil: nowhere as a whole.
  func find(_ name: String, _ take: (DroppedFile) throws -> Bool) throws -> Found? {
    if let found = try find(name, in: path, take) { return found }
    for folder in Self.own.map({ path + "/" + $0 }) where isFolder(folder) {
      if let found = try find(name, in: folder, take) { return found }
      for below in folders(in: folder) {
        if let found = try find(name, in: below, take) { return found }
      }
    }
    return nil
  }

  private func find(_ name: String, in folder: String, _ take: (DroppedFile) throws -> Bool) throws -> Found? {
    let place = folder + "/" + name
    guard let file = try? DroppedFile(place), try take(file) else { return nil }
    return Found(path: place, identity: file.identity)
  }

  /// Why a file that a notice names is not taken.
  func obstacle(_ name: String) -> String {
    do throws(DroppedFile.Fault) { _ = try DroppedFile(path + "/" + name) } catch {
      return error == .missing ? "waits for \(name)" : "waits for \(name): it \(error.problem)"
    }
    return "waits for \(name): it is not whole, or not the file that the notice names (SHA-256)"
  }

  /// Whether a receipt of that delivery is in `done/`.
  func hasReceipt(of sequence: Int64) -> Bool {
    let done = path + "/done"
    guard isFolder(done) else { return false }
    for folder in [done] + folders(in: done) {
      for name in names(in: folder) where name.hasSuffix(ReceiptText.ending) {
        if ReceiptText.isOf(sequence, content(folder + "/" + name)) { return true }
      }
    }
    return false
  }

  /// Where a delivery goes: sources use the same names again and again, and what they handed in before stays as it is.
  /// - Parameters:
  ///   - name: `done` or `failed`.
  ///   - files: by name, with their SHA-256.
  ///   - stem: the notice's name without its ending.
  ///   - isOwnReceipt: of a file where the receipt would go; its folder: whether this delivery was stopped there.
  func destination(
    _ name: String, of files: [(name: String, sha256: [UInt8])], stem: String,
    isOwnReceipt: (_ bytes: [UInt8], _ folder: String) -> Bool
  ) throws -> String {
    var folder = path + "/" + name
    var number = 1
    while try isTaken(folder, files, stem + ReceiptText.ending, isOwnReceipt) {
      number += 1
      folder = path + "/" + name + "/\(stem)-\(number)"
    }
    return folder
  }

  private func isTaken(
    _ folder: String, _ files: [(name: String, sha256: [UInt8])], _ receipt: String,
    _ isOwnReceipt: (_ bytes: [UInt8], _ folder: String) -> Bool
  ) throws -> Bool {
    guard exists(folder) else { return false }
    guard isFolder(folder) else { return true }
    for file in files where exists(folder + "/" + file.name) {
      guard let there = try? DroppedFile(folder + "/" + file.name), try there.digest() == file.sha256 else {
        return true
      }
    }
    return exists(folder + "/" + receipt) && !isOwnReceipt(content(folder + "/" + receipt), folder)
  }

  /// Makes `done` or `failed`, and the folder in it where a delivery goes.
  func make(_ name: String, _ folder: String) throws(FileError) {
    for each in [path + "/" + name, folder] where mkdir(each, 0o700) != 0 {
      guard errno == EEXIST, isFolder(each) else { throw .write(path: each, code: errno == EEXIST ? ENOTDIR : errno) }
    }
  }

  /// Removes what earlier versions left of receipts when they were stopped.
  func removeParts() {
    let own = Self.own.map { path + "/" + $0 }.filter(isFolder)
    for folder in own + own.flatMap(folders(in:)) {
      for name in names(in: folder) where name.hasPrefix(".") && name.hasSuffix(".part") {
        if (try? DroppedFile(folder + "/" + name)) != nil { unlink(folder + "/" + name) }
      }
    }
  }

  private func folders(in folder: String) -> [String] {
    names(in: folder).map { folder + "/" + $0 }.filter(isFolder)
  }

  private func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  private func content(_ path: String) -> [UInt8] {
    guard let file = try? DroppedFile(path), file.size <= 1 << 20 else { return [] }
    return (try? file.bytes()) ?? []
  }

  func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// A link to one is none.
  func isFolder(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
