public import CivilTime
import DurableFiles
import Foundation

/// A folder with a folder for each source, as SFTP drops files. A delivery is there when its sidecar is, and every file
/// that the sidecar names with that SHA-256. What was taken in moves to `done/`, what was not to `failed/`, each with a
/// receipt; what is not there as a whole yet waits. Whatever lies in the folder of one source, the others go on.
public struct Inbox: Sendable {
  public let path: String
  let desk: DeliveryDesk
  let place: PrivatePlace

  /// For one process at a time.
  /// - Throws: `InboxError`
  public init(path: String, desk: DeliveryDesk) throws(InboxError) {
    (self.path, self.desk) = (path, desk)
    place = try PrivatePlace(in: path)
    for folder in (try? sourceFolders())?.folders ?? [] { SourceFolder(path: folder).removeParts() }
  }

  /// What lies in an inbox.
  public struct Look: Sendable {
    /// In the order in which they were handed in.
    public internal(set) var deliveries: [Waiting] = []
    public internal(set) var problems: [Problem] = []
    /// There is no sidecar for them: nobody says which days they answer for.
    public internal(set) var strays: [String] = []
  }

  /// What cannot be looked at.
  public struct Problem: Sendable, Equatable {
    public var path: String
    /// Follows the path.
    public var problem: String
  }

  /// A delivery that lies in the inbox.
  public struct Waiting: Sendable {
    /// The folder of its source, and the sidecar's name in it.
    public var folder: String
    public var sidecar: String
    /// Why it cannot be taken in yet; nil: it is there as a whole.
    public var obstacle: String?
    /// Why it never will be.
    var fault: String?
    var notice: DeliverySidecar?
    var bytes: [UInt8] = []
    var identity: DroppedFile.Identity
    var received: BeijingTime
    /// The time of its file.
    var modified: BeijingTime
    /// When its sidecar came, or last changed.
    var since: BeijingTime

    public var path: String { folder + "/" + sidecar }
  }

  /// For how many seconds a sidecar that is no JSON may still be on its way.
  static let patience: Int64 = 600
  /// After how many seconds a delivery whose files do not come has failed.
  static let wait: Int64 = 86_400
  private static let largest = 1 << 20

  public func look(at now: BeijingTime) throws(InboxError) -> Look {
    let (folders, others) = try sourceFolders()
    var look = Look(strays: others)
    for folder in folders {
      do { try add(folder, at: now, to: &look) } catch {
        look.problems.append(Problem(path: folder, problem: "cannot be read: \(systemReason(error))"))
      }
    }
    look.deliveries.sort { ($0.received, $0.path) < ($1.received, $1.path) }
    return look
  }

  private func sourceFolders() throws(InboxError) -> (folders: [String], others: [String]) {
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: path) } catch {
      throw .unusable(path: path, problem: "cannot be read: \(systemReason(error))")
    }
    let paths = names.filter { !$0.hasPrefix(".") }.sorted().map { path + "/" + $0 }
    let isFolder = { (path: String) in
      var status = stat()
      return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
    return (paths.filter(isFolder), paths.filter { !isFolder($0) })
  }

  private func add(_ folder: String, at now: BeijingTime, to look: inout Look) throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") }.sorted()
    var known = Set(SourceFolder.own)
    for file in files where file.hasSuffix(DeliverySidecar.ending) {
      known.insert(file)
      do throws(DroppedFile.Fault) {
        let waiting = try waiting(file, in: folder, at: now)
        for listed in waiting.notice?.files ?? [] { known.insert(listed.name) }
        look.deliveries.append(waiting)
      } catch {
        look.problems.append(Problem(path: folder + "/" + file, problem: error.problem))
      }
    }
    look.strays += files.filter { !known.contains($0) }.map { folder + "/" + $0 }
  }

  private func waiting(
    _ name: String, in folder: String, at now: BeijingTime
  ) throws(DroppedFile.Fault) -> Waiting {
    let file = try DroppedFile(folder + "/" + name)
    guard file.size <= Self.largest else { throw .unreadable(reason: "it is larger than a notice can be (1 MiB)") }
    var waiting = Waiting(
      folder: folder, sidecar: name, identity: file.identity, received: file.modified, modified: file.modified,
      since: file.changed)
    do { waiting.bytes = try file.bytes() } catch { throw .unreadable(reason: systemReason(error)) }
    do throws(DeliverySidecar.Fault) { waiting.notice = try DeliverySidecar(json: waiting.bytes) } catch {
      if error.isNoJSON, now.secondsSince1970 - waiting.since.secondsSince1970 < Self.patience {
        waiting.obstacle = "\(error.problem); it may still be on its way"
      } else {
        waiting.fault = error.problem
      }
      return waiting
    }
    waiting.received = waiting.notice?.received ?? file.modified
    let source = SourceFolder(path: folder)
    for listed in waiting.notice?.files ?? [] where waiting.obstacle == nil {
      let found = try? source.find(listed.name) { try $0.digest() == listed.sha256 }
      if found == nil { waiting.obstacle = source.obstacle(listed.name) }
    }
    return waiting
  }

  /// Whether a file says what a notice says, under a name that is none.
  public static func isNotice(_ path: String) -> Bool {
    guard path.lowercased().contains(".json"), let file = try? DroppedFile(path), file.size <= largest,
      let bytes = try? file.bytes()
    else { return false }
    return (try? DeliverySidecar(json: bytes)) != nil
  }
}
