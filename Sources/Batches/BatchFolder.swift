import Crypto
public import DurableFiles
public import ErrorCauses
import Foundation
public import Registry
import Reports

/// The folder that a batch fills. One small file in it holds what is needed to continue after a stop.
public struct BatchFolder: Sendable {
  /// What is stored about a batch while it runs, and afterwards.
  public struct State: Codable, Sendable, Equatable {
    public var version = 1
    /// Its name in the queue.
    public var batch: String
    public var manifest: String
    /// `Manifest.digest`
    public var digest: String
    public var rows: Int
    /// The location of the registry, without a password.
    public var registry: String
    public var begunAt: Int64
    /// Whether the table of results is complete and the batch is removed from the queue.
    public var isFinished = false
    /// Whether workers on other machines take part.
    public var isShared: Bool
    /// The counts when it last ended.
    public var counts: Counts?
    /// Nil: no summary is made.
    public var summary: Summary?
    /// The requested files that hold all reports.
    public var deliveries: [Delivery]?

    /// The number of reports: the rows of the manifest, and the summary.
    public var reports: Int { rows + (summary == nil ? 0 : 1) }

    /// The report on a group at the end of a batch (汇总表): the row after those of the manifest.
    public struct Summary: Codable, Sendable, Equatable {
      /// The number of the earlier summary that it replaces.
      public var renews: String?
      public init(renews: String?) { self.renews = renews }
    }

    public struct Counts: Codable, Sendable, Equatable {
      public var done: Int, failed: Int, setAside: Int
      /// Of those that failed: rows that are no valid order, however often they are tried.
      public var neverTried: Int?
      public init(done: Int, failed: Int, setAside: Int, neverTried: Int? = nil) {
        (self.done, self.failed, self.setAside, self.neverTried) = (done, failed, setAside, neverTried)
      }
    }

    /// Requested files are stored with the batch, whichever run ends it.
    /// - Returns: whether any of them is new.
    @discardableResult
    mutating func add(_ forms: [Delivery.Form]) throws(DeliveryRefused) -> Bool {
      let kept = deliveries ?? []
      let new = forms.filter { form in !kept.contains { $0.form == form } }
      guard !new.isEmpty else { return false }
      try Delivery.check(new, reports: reports)
      deliveries = kept + new.map { Delivery($0) }
      return true
    }

    public init(batch: String, manifest: Manifest, registry: String, begunAt: Int64, isShared: Bool = false) {
      (self.batch, self.manifest, digest) = (batch, manifest.path, manifest.digest)
      (rows, self.registry, self.begunAt, self.isShared) = (manifest.rows.count, registry, begunAt, isShared)
    }
  }

  /// The path as the user gave it.
  public let given: String
  /// Absolute.
  public let path: String
  private var statePath: String { path + "/.xinbao-batch.json" }

  /// - Throws: `FileError.write` if it does not exist and cannot be created.
  public init(path: String) throws(FileError) {
    (given, self.path) = (path, absolute(path))
    guard makeFolder(self.path) == 0 else {
      throw .write(path: path, problem: "cannot be made, or is no folder; choose another")
    }
  }

  /// Nil if no batch was begun in the folder.
  public func state() throws -> State? {
    guard let data = FileManager.default.contents(atPath: statePath) else { return nil }
    do { return try JSONDecoder().decode(State.self, from: data) } catch {
      throw BatchFolderError("\(statePath): is damaged; begin again in another folder")
    }
  }

  public func save(_ state: State) throws {
    try writeAtomically(Array(try JSONEncoder.sorted.encode(state)), to: statePath)
  }

  /// Otherwise reports could replace files that do not belong to the batch.
  public func mustBeEmpty() throws {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    if let first = names.filter({ $0 != Self.lockName }).sorted().first {
      throw BatchFolderError(
        "\(path): holds other files (\(first)); choose an empty or new folder", remedy: .outputFolder)
    }
  }

  private static let lockName = ".xinbao-batch.lock"

  /// Prevents other processes from working in the folder while the lock is held.
  /// - Throws: if another process holds it.
  public func lock() throws -> FileLock {
    guard let lock = FileLock.take(path + "/" + Self.lockName, mode: 0o644) else {
      throw BatchFolderError("\(path): another process works on this batch; wait for it, or end it")
    }
    return lock
  }

  /// What was done with the files that a stopped process left in the folder.
  public struct Recovered: Sendable, Equatable {
    public var placed = 0
    public var removed = 0
    /// Registered reports whose file stays hidden, because another file has its name.
    public var occupied: [Recovery] = []

    public init(placed: Int = 0, removed: Int = 0, occupied: [Recovery] = []) {
      (self.placed, self.removed, self.occupied) = (placed, removed, occupied)
    }
  }

  /// Cleans up after a killed process, once no process works here any more: pending reports are withdrawn, hidden files
  /// of issued reports get their names, other hidden files are removed. Existing files stay: one may be another
  /// report's only copy.
  /// - Parameter now: seconds since 1970.
  @discardableResult
  public func recover(_ registry: Registry, at now: Int64) throws -> Recovered {
    var recovered = Recovered()
    let pending = try registry.pendingReports().filter { $0.files.contains { $0.path?.hasPrefix(path + "/") == true } }
    try registry.withdraw(pending.map(\.number), at: now)
    for name in try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    where name.hasPrefix(".") && name.hasSuffix(".part") {
      let hidden = path + "/" + name
      guard let number = name.dropLast(".part".count).split(separator: ".").last.map(String.init),
        ReportNumber(number) != nil
      else { continue }
      guard let recovery = try registry.recover(number, from: hidden, .onDisk) else {
        if unlink(hidden) == 0 { recovered.removed += 1 }
        continue
      }
      switch recovery.outcome {
      case .placed: recovered.placed += 1
      case .occupied, .replaced: recovered.occupied.append(recovery)
      case .damaged: break
      }
    }
    return recovered
  }
}

/// An error of a batch's folder.
public struct BatchFolderError: ClassifiedError, Sendable, Equatable, CustomStringConvertible {
  public var cause: ErrorCause { .input }

  public let description: String
  public let remedy: Remedy?
  public init(_ description: String, remedy: Remedy? = nil) { (self.description, self.remedy) = (description, remedy) }
}
