import CivilTime
import Crypto
import DurableFiles
import ErrorCauses
import Foundation
import Gathering
import Hexadecimal

/// A folder with a folder for each source, as SFTP drops files. A delivery is there when its sidecar is, and every file
/// that the sidecar names with that SHA-256. What was taken in moves to `done/`, what was not to `failed/`, each with a
/// receipt; what is not there as a whole yet waits.
public struct Inbox: Sendable {
  public let path: String
  private let desk: DeliveryDesk

  public init(path: String, desk: DeliveryDesk) { (self.path, self.desk) = (path, desk) }

  /// A delivery that lies in the inbox.
  public struct Waiting: Sendable {
    /// The folder of its source, and the sidecar's name in it.
    public var folder: String
    public var sidecar: String
    /// Why it cannot be taken in yet; nil: it is there as a whole.
    public var obstacle: String?
    var notice: DeliverySidecar?
    /// Where the files lie that the notice names.
    var tables: [String] = []
    var bytes: [UInt8]
    var received: BeijingTime

    public var path: String { folder + "/" + sidecar }
  }

  public enum Event: Sendable {
    case taken(Waiting, DeliveryDesk.Outcome, receipt: String)
    /// Moved to `failed/`; nothing of it is in the store.
    case refused(Waiting, problem: String)
  }

  private static let ending = ".delivery.json"

  /// - Throws: `DeliveryDesk.Refusal` if there is no such folder.
  private func names() throws -> [String] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      throw DeliveryDesk.Refusal(
        problem: "\(path): is no folder that can be read; an inbox holds a folder for each source")
    }
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }

  /// What lies there, in the order in which it was handed in.
  public func waiting() throws -> [Waiting] {
    let manager = FileManager.default
    var found: [Waiting] = []
    for name in try names() {
      let folder = path + "/" + name
      var isFolder: ObjCBool = false
      guard manager.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else { continue }
      for file in try manager.contentsOfDirectory(atPath: folder)
      where file.hasSuffix(Self.ending) && !file.hasPrefix(".") {
        found.append(try waiting(file, in: folder, of: name))
      }
    }
    return found.sorted { ($0.received, $0.path) < ($1.received, $1.path) }
  }

  /// A file that is taken in with none of the deliveries.
  public struct Stray: Sendable, Equatable {
    public var path: String
    /// Whether it says what a notice says, under a name that is none.
    public var isNotice: Bool
  }

  /// Files for which there is no sidecar: nobody says which days they answer for.
  public func filesWithoutSidecar() throws -> [Stray] {
    let manager = FileManager.default
    var found: [Stray] = []
    for name in try names() {
      let folder = path + "/" + name
      var isFolder: ObjCBool = false
      guard manager.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
        found.append(Stray(path: folder, isNotice: false))
        continue
      }
      let files = try manager.contentsOfDirectory(atPath: folder).sorted()
      var named: Set<String> = ["done", "failed"]
      for file in files where file.hasSuffix(Self.ending) {
        named.insert(file)
        let bytes = manager.contents(atPath: folder + "/" + file).map { [UInt8]($0) } ?? []
        for listed in (try? DeliverySidecar(json: bytes))?.files ?? [] { named.insert(listed.name) }
      }
      for file in files where !file.hasPrefix(".") && !named.contains(file) {
        found.append(Stray(path: folder + "/" + file, isNotice: isNotice(folder + "/" + file)))
      }
    }
    return found
  }

  private func isNotice(_ path: String) -> Bool {
    guard path.lowercased().hasSuffix(".json"),
      let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int, size <= 1 << 20,
      let data = FileManager.default.contents(atPath: path)
    else { return false }
    return (try? DeliverySidecar(json: [UInt8](data))) != nil
  }

  private func waiting(_ name: String, in folder: String, of source: String) throws -> Waiting {
    let file = folder + "/" + name
    let size = (try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int) ?? 0
    guard size <= 1 << 20, let data = FileManager.default.contents(atPath: file) else {
      return Waiting(
        folder: folder, sidecar: name, obstacle: size > 1 << 20 ? "is larger than a notice can be" : "cannot be read",
        notice: nil, bytes: [], received: .now())
    }
    let modified = try FileManager.default.attributesOfItem(atPath: file)[.modificationDate] as? Date
    let found = BeijingTime(secondsSince1970: Int64(modified?.timeIntervalSince1970 ?? Date().timeIntervalSince1970))
    var waiting = Waiting(
      folder: folder, sidecar: name, obstacle: nil, notice: nil, bytes: [UInt8](data), received: found)
    // A notice that says nothing understandable is refused when its turn comes.
    guard let notice = try? DeliverySidecar(json: waiting.bytes) else { return waiting }
    waiting.notice = notice
    waiting.received = notice.received ?? found
    for listed in notice.files {
      guard let place = try SourceFolder(path: folder).place(of: listed) else {
        waiting.obstacle = obstacle(listed, in: folder)
        return waiting
      }
      waiting.tables.append(place)
    }
    return waiting
  }

  private func obstacle(_ file: DeliverySidecar.File, in folder: String) -> String {
    if !FileManager.default.fileExists(atPath: folder + "/" + file.name) { return "waits for \(file.name)" }
    return "waits for \(file.name): it is not whole, or not the file that the notice names (SHA-256)"
  }

  /// Takes in one delivery that is there as a whole, and moves it.
  public func take(_ waiting: Waiting, progress: (String, Int) -> Void) throws -> Event {
    let sidecar: DeliverySidecar
    do throws(DeliverySidecar.Fault) { sidecar = try DeliverySidecar(json: waiting.bytes) } catch {
      return try refuse(waiting, problem: error.problem)
    }
    var waiting = waiting
    // A delivery that was taken in meanwhile may have named the same file.
    waiting.tables = try zip(sidecar.files, waiting.tables).map { file, place in
      if FileManager.default.fileExists(atPath: place) { return place }
      return try SourceFolder(path: waiting.folder).place(of: file) ?? place
    }
    let sourceFolder = URL(fileURLWithPath: waiting.folder).lastPathComponent
    guard desk.store.isSame(source: sidecar.source, as: sourceFolder) else {
      return try refuse(
        waiting, problem: "names the source \(sidecar.source), and lies in the folder of \(sourceFolder)")
    }
    let notice = DeliveryNotice(
      source: sidecar.source, kind: sidecar.kind, days: sidecar.days, categories: sidecar.categories ?? [],
      received: waiting.received, allSince: sidecar.allSince, isConfirmed: sidecar.isConfirmed, author: .source)
    let outcome: DeliveryDesk.Outcome
    do {
      outcome = try desk.deliver(
        notice, tables: waiting.tables,
        evidence: [DeliveredFile(name: waiting.sidecar, sha256: Array(SHA256.hash(data: waiting.bytes)))],
        progress: progress)
    } catch let error as DeliveryDesk.Refusal {
      return try refuse(waiting, problem: error.problem)
    } catch let error as GatheringError where error.cause == .input {
      return try refuse(waiting, problem: desk.says(error))
    }
    let receipt = ReceiptText(outcome, of: waiting.sidecar).json
    let path = try move(
      waiting, to: outcome.failure == nil ? "done" : "failed", receipt: receipt,
      keepsReceipt: outcome.receipt.repeats != nil)
    return .taken(waiting, outcome, receipt: path)
  }

  private func refuse(_ waiting: Waiting, problem: String) throws -> Event {
    _ = try move(
      waiting, to: "failed", receipt: ReceiptText(refused: problem, of: waiting.sidecar).json, keepsReceipt: false)
    return .refused(waiting, problem: problem)
  }

  /// The receipt first, the sidecar last: a delivery that is stopped on its way is taken in once more, and told as one
  /// that is there already. Its first receipt stays then, which says what became of its rows.
  private func move(_ waiting: Waiting, to name: String, receipt: [UInt8], keepsReceipt: Bool) throws -> String {
    let stem = String(waiting.sidecar.dropLast(Self.ending.count))
    // What is in done/ already stays there: it may be another delivery's, too.
    let files = waiting.tables.filter { !$0.hasPrefix(waiting.folder + "/done/") } + [waiting.path]
    let folder = SourceFolder(path: waiting.folder).destination(name, of: files, stem: stem)
    for folder in [waiting.folder + "/" + name, folder] {
      let code = makeFolder(folder, mode: 0o700)
      guard code == 0 else { throw FileError.write(path: folder, code: code) }
    }
    let path = folder + "/" + stem + ".receipt.json"
    if !keepsReceipt || !FileManager.default.fileExists(atPath: path) {
      try writeAtomically(receipt, to: path, mode: 0o600, whenTaken: .replace)
    }
    for file in files {
      let target = folder + "/" + URL(fileURLWithPath: file).lastPathComponent
      if file != target, FileManager.default.fileExists(atPath: file) { try moveFile(file, to: target) }
    }
    return path
  }
}

/// SHA-256 of a file, read in pieces.
func fileDigest(of path: String) throws -> [UInt8] {
  guard let file = FileHandle(forReadingAtPath: path) else {
    throw DeliveryDesk.Refusal(problem: "\(path): cannot be read")
  }
  defer { try? file.close() }
  var hash = SHA256()
  while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty { hash.update(data: piece) }
  return Array(hash.finalize())
}
