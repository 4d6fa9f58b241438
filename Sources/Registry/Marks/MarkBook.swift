import Attestation
import Dispatch
import DurableFiles
import Foundation
import Synchronization

/// The marks of a home's registries: a file for each, in the home, and the same in another folder if there is one.
///
/// At most a fiftieth of the time goes into writing them. What was put off is written when that time is over, or when the
/// last copy of the registry is dropped; until then the mark lags behind, which only means that less is noticed.
final class MarkBook: Sendable {
  /// Where the registry is: an absolute path, or a URL.
  let place: String
  /// The key that signs the log here; nil: one for trying out.
  let logKey: KeyID?
  /// Seconds since 1970.
  let clock: @Sendable () -> Int64
  private let folders: [String]
  private let secret: RegistrySecret
  private let sharing: RegistryMarks.Sharing
  private let putOff = Mutex(PutOff())

  private struct PutOff {
    var mark: RegistryMark?
    /// Nanoseconds of the monotonic clock; before that, nothing is written.
    var until: UInt64 = 0
    /// Whether somebody will come to write what was put off.
    var isAwaited = false
    /// Whether the last attempt to write failed: then nothing is added until one succeeds.
    var hasFailed = false
  }

  /// How many times as long as writing took nothing more is written.
  private static let pause: UInt64 = 50

  /// - Parameter folders: the first is made when it is needed. The others must be there: an empty folder where a disk is
  ///   not mounted knows nothing.
  init(_ settings: RegistryMarks, _ secret: RegistrySecret) {
    (folders, place, logKey) = (settings.folders, settings.place, settings.logKey)
    (sharing, clock, self.secret) = (settings.sharing, settings.clock, secret)
  }

  deinit { if let mark = putOff.withLock({ $0.mark }) { try? write(mark, replacing: []) } }

  /// The mark of a registry, and those of others that were in its place or whose log was signed with its key.
  /// - Parameter first: the hash of its log's first leaf; nil: its log is empty.
  /// - Throws: `RegistryError.foreignMark`, `FileError.write`.
  func marks(of first: [UInt8]?) throws -> [RegistryMark] {
    let tags = [first.map(RegistryMark.tag(first:)), RegistryMark.tag(place: place, secret), logKey.map { "\($0)" }]
    var marks: [RegistryMark] = []
    for folder in folders {
      for mark in try read(folder, where: { zip($0, tags).contains { $0 == $1?[...] } }) {
        if let same = marks.firstIndex(where: { $0.first == mark.first }) {
          marks[same] = marks[same].joined(with: mark)
        } else {
          marks.append(mark)
        }
      }
    }
    return marks
  }

  /// - Parameter isWanted: is given the parts of a file's name.
  private func read(_ folder: String, where isWanted: ([Substring]) -> Bool) throws -> [RegistryMark] {
    try names(in: folder).compactMap { name in
      let path = "\(folder)/\(name)"
      guard isWanted(name.dropLast(".mark".count).split(separator: "-", omittingEmptySubsequences: false)) else {
        return nil
      }
      guard let bytes = FileManager.default.contents(atPath: path) else {
        // A file that has just been removed by another process has nothing to say; one that is there has.
        guard access(path, F_OK) == 0 else { return nil }
        throw FileError.write(
          path: path,
          problem: "is a mark of the registry that this user cannot read; give it to the owner of its folder")
      }
      return try RegistryMark(text: String(decoding: bytes, as: UTF8.self), path: path, secret)
    }
  }

  /// In an order that does not change.
  private func names(in folder: String) throws(FileError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder)
        .filter { $0.hasSuffix(".mark") && !$0.hasPrefix(".") }.sorted()
    } catch {
      if folder == folders.first, access(folder, F_OK) != 0, errno == ENOENT { return [] }
      throw .write(path: folder, problem: "the registry's marks there cannot be read: \(systemReason(error))")
    }
  }

  /// Makes sure that marks can be written: it is too late for that when the reports are issued.
  func prepare() throws(FileError) {
    for folder in folders {
      let failure = folder == folders.first ? makeHomeFolder(folder) : 0
      guard failure == 0 else { throw .write(path: folder, code: failure) }
      // By the rights that files are written with. A person who acts for a service account has another real user, by whose
      // rights access(2) would judge.
      guard faccessat(AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) == 0 else { throw .write(path: folder, code: errno) }
      _ = try self.lock(folder)
    }
    // What could not be written after an earlier commit: no further one before that.
    let owed = putOff.withLock { $0.hasFailed ? $0.mark : nil }
    if let owed {
      do { try write(owed, replacing: []) } catch {
        throw error as? FileError ?? .write(path: folders.first ?? place, problem: "\(error)")
      }
      putOff.withLock { putOff in
        putOff.hasFailed = false
        if putOff.mark == owed { putOff.mark = nil }
      }
    }
  }

  private func makeHomeFolder(_ folder: String) -> Int32 {
    if access(folder, F_OK) == 0 { return 0 }
    let failure = makeFolder(folder, mode: sharing.folderMode)
    // The umask takes the group's rights away.
    if failure == 0 {
      chmod(folder, sharing.folderMode)
      giveToOwner(ofFolderOf: folder, folder)
    }
    return failure
  }

  private func lock(_ folder: String) throws(FileError) -> FileLock {
    let path = "\(folder)/.lock"
    let isNew = access(path, F_OK) != 0
    guard let lock = FileLock.wait(path, mode: sharing.fileMode) else { throw .write(path: path, code: errno) }
    if isNew {
      chmod(path, sharing.fileMode)
      giveToOwner(ofFolderOf: path, path)
    }
    return lock
  }

  /// Raises the mark of a registry after it was added to.
  /// - Parameter replaced: marks that people have given up: the new one takes their place, even if it is lower.
  func raise(to mark: RegistryMark, replacing replaced: [RegistryMark]) throws {
    let start = DispatchTime.now().uptimeNanoseconds
    let due = putOff.withLock { putOff -> RegistryMark? in
      let newest = replaced.isEmpty ? putOff.mark?.joined(with: mark) ?? mark : mark
      putOff.mark = newest
      return start >= putOff.until || !replaced.isEmpty ? newest : nil
    }
    guard let due else { return writeLater() }
    do { try write(due, replacing: replaced) } catch {
      putOff.withLock { $0.hasFailed = true }
      throw error
    }
    let end = DispatchTime.now().uptimeNanoseconds
    putOff.withLock { putOff in
      putOff.until = end + Self.pause * (end - start)
      putOff.hasFailed = false
      if putOff.mark == due { putOff.mark = nil }
    }
  }

  /// A service that then has nothing to do for hours would otherwise leave its last reports out of the mark.
  private func writeLater() {
    let until = putOff.withLock { putOff -> UInt64? in
      guard !putOff.isAwaited else { return nil }
      putOff.isAwaited = true
      return putOff.until
    }
    guard let until else { return }
    DispatchQueue.global().asyncAfter(deadline: DispatchTime(uptimeNanoseconds: until)) { [weak self] in
      guard let self else { return }
      let due = putOff.withLock { putOff -> RegistryMark? in
        putOff.isAwaited = false
        return putOff.mark
      }
      if let due { try? raise(to: due, replacing: []) }
    }
  }

  private func write(_ mark: RegistryMark, replacing replaced: [RegistryMark]) throws {
    for folder in folders {
      // Several processes add to one registry, and who commits first may come here last.
      let lock = try self.lock(folder)
      try withExtendedLifetime(lock) {
        let tag = RegistryMark.tag(first: mark.first)
        let old = try read(folder, where: { $0.first == tag[...] })
        let isReplaced = replaced.contains { $0.first == mark.first }
        let new = isReplaced ? mark : old.reduce(mark) { $0.joined(with: $1) }
        let name = new.name(secret)
        if old != [new] { try replace("\(folder)/\(name)", with: Array(new.text(secret).utf8)) }
        for other in old + replaced where other.name(secret) != name { unlink("\(folder)/\(other.name(secret))") }
      }
    }
  }

  private func replace(_ path: String, with bytes: [UInt8]) throws(FileError) {
    let file = try PendingFile(bytes, for: path, mode: sharing.fileMode, whenTaken: .replace)
    // The umask takes the group's rights away.
    chmod(file.hiddenPath, sharing.fileMode)
    // Whoever issues here must read it, also after somebody with all rights did something.
    giveToOwner(ofFolderOf: path, file.hiddenPath)
    do throws(FileError) { try file.publish() } catch {
      file.discard()
      throw error
    }
  }
}
