public import CivilTime
import Crypto
import DurableFiles
import ErrorCauses
import Foundation
import Gathering

extension Inbox {
  public enum Event: Sendable {
    case taken(Waiting, DeliveryDesk.Outcome, receipt: [UInt8])
    /// Moved to `failed/`.
    /// - Parameter opened: the failure by which its days are open, if it says which they are.
    case refused(Waiting, problem: String, opened: DeliveryDesk.Outcome?, receipt: [UInt8])
    /// It is not there as a whole yet.
    case waits(Waiting, problem: String)
    /// It cannot be read or moved; it stays where it is.
    case stuck(Waiting, problem: String)
  }

  /// A table of a delivery, copied to where no sender writes.
  private struct Table {
    var name: String
    var sha256: [UInt8]
    var found: SourceFolder.Found
    var copy: String
  }

  /// Takes in one delivery that is there as a whole, and moves it.
  /// - Throws: what stops the store. What is wrong with the delivery alone is an event.
  public func take(_ waiting: Waiting, at now: BeijingTime, progress: (String, Int) -> Void) throws -> Event {
    let source = SourceFolder(path: waiting.folder)
    if let problem = source.problem { return .stuck(waiting, problem: problem) }
    defer { place.clear() }
    do {
      try place.make()
      return try take(waiting, source, at: now, progress)
    } catch let error as FileError {
      return .stuck(waiting, problem: "\(error)")
    } catch let error as DroppedFile.Fault {
      return .stuck(waiting, problem: error.problem)
    } catch let error as POSIXError {
      return .stuck(waiting, problem: "cannot be copied: \(String(cString: strerror(error.code.rawValue)))")
    }
  }

  private func take(
    _ waiting: Waiting, _ source: SourceFolder, at now: BeijingTime, _ progress: (String, Int) -> Void
  ) throws -> Event {
    let isOverdue = now.secondsSince1970 - waiting.since.secondsSince1970 > Self.wait
    let folder = URL(fileURLWithPath: waiting.folder).lastPathComponent
    let terms = StatedTerms(notice: waiting.bytes)
    let isMisplaced = terms.source.map { !desk.store.isSame(source: $0, as: folder) } ?? false
    // Who mends a notice wants to hand it in once more, not once a member.
    var problems = waiting.fault.map { [$0] } ?? []
    if isMisplaced, let source = terms.source {
      problems.append("names the source \(source), and lies in the folder of \(folder)")
    }
    problems += desk.problems(of: terms)
    guard let notice = waiting.notice else {
      if let obstacle = waiting.obstacle { return .waits(waiting, problem: obstacle) }
      return try refuse(
        waiting, source, [], problem: problems.isEmpty ? "cannot be read" : problems.joined(separator: "; "))
    }
    // What is seen to wait is not copied in vain at each look.
    if let obstacle = waiting.obstacle, !isMisplaced, !isOverdue { return .waits(waiting, problem: obstacle) }
    var tables: [Table] = []
    var obstacle: String?
    for file in notice.files {
      if let table = try copy(file, from: source) {
        tables.append(table)
      } else if obstacle == nil {
        obstacle = source.obstacle(file.name)
      }
    }
    if let obstacle, !isMisplaced, !isOverdue { return .waits(waiting, problem: obstacle) }
    guard problems.isEmpty else {
      return try refuse(waiting, source, tables, problem: problems.joined(separator: "; "))
    }
    let delivery = DeliveryNotice(
      source: notice.source, kind: notice.kind, days: notice.days, categories: notice.categories ?? [],
      received: waiting.received, allSince: notice.allSince, isConfirmed: notice.isConfirmed, author: .source)
    var outcome: DeliveryDesk.Outcome
    do {
      if let obstacle {
        outcome = try desk.noteFailure(
          delivery, files: files(of: waiting, notice.files.map(\.delivered)),
          problem: "\(obstacle), for more than a day")
      } else {
        outcome = try desk.deliver(
          delivery,
          tables: tables.map { HandedInTable(path: $0.copy, name: $0.name, sha256: $0.sha256) },
          evidence: files(of: waiting, []), progress: progress)
      }
    } catch let error as DeliveryDesk.Refusal {
      return try refuse(waiting, source, tables, problem: error.problem)
    } catch let error as GatheringError where error.cause == .input {
      return try refuse(waiting, source, tables, problem: desk.says(error))
    }
    if let repeated = outcome.receipt.repeats, !outcome.receipt.repeatsOtherDays {
      outcome.isLate = !source.hasReceipt(of: repeated)
    }
    let receipt = ReceiptText(outcome, of: waiting.sidecar, digest: Self.digest(waiting)).json
    try move(
      waiting, source, tables, to: outcome.failure == nil ? "done" : "failed", receipt: receipt, outcome)
    return .taken(waiting, outcome, receipt: receipt)
  }

  private func copy(_ file: DeliverySidecar.File, from source: SourceFolder) throws -> Table? {
    let copy = place.tables + "/" + file.name
    let found = try source.find(file.name) { dropped in
      if try dropped.copy(to: copy) == file.sha256 { return true }
      unlink(copy)
      return false
    }
    return found.map { Table(name: file.name, sha256: file.sha256, found: $0, copy: copy) }
  }

  private static func digest(_ waiting: Waiting) -> [UInt8] { Array(SHA256.hash(data: waiting.bytes)) }

  /// By the names of its tables a failed delivery is known again, be they there or not; without any, by its notice.
  private func files(of waiting: Waiting, _ tables: [DeliveredFile]) -> [DeliveredFile] {
    tables.isEmpty ? [DeliveredFile(name: waiting.sidecar, sha256: Self.digest(waiting))] : tables
  }

  /// Its tables lie there and are not in the store: the days that it names are open. Those of the source in whose folder
  /// it lies, whatever it says: nobody opens the days of another.
  private func refuse(
    _ waiting: Waiting, _ source: SourceFolder, _ tables: [Table], problem: String
  ) throws -> Event {
    var opened: DeliveryDesk.Outcome?
    if let stated = StatedDays(notice: waiting.bytes) {
      let notice = DeliveryNotice(
        source: URL(fileURLWithPath: waiting.folder).lastPathComponent, kind: stated.kind ?? .increment,
        days: stated.days, categories: stated.categories, received: waiting.received, author: .source)
      do { opened = try desk.noteFailure(notice, files: files(of: waiting, stated.files), problem: problem) } catch let
        error
        as GatheringError where error.cause == .input
      {
        // The folder is no source's, so that there are no days.
      }
    }
    let receipt = ReceiptText(
      refused: problem, of: waiting.sidecar, digest: Self.digest(waiting), opened: opened
    ).json
    try move(waiting, source, tables, to: "failed", receipt: receipt, nil)
    return .refused(waiting, problem: problem, opened: opened, receipt: receipt)
  }

  /// The receipt first, the sidecar last: a delivery that is stopped on its way is taken in once more, and told as one
  /// that is there already. Its receipt stays then. What is kept are the copies that were read.
  private func move(
    _ waiting: Waiting, _ source: SourceFolder, _ tables: [Table], to name: String, receipt: [UInt8],
    _ outcome: DeliveryDesk.Outcome?
  ) throws {
    let stem = String(waiting.sidecar.dropLast(DeliverySidecar.ending.count))
    let digest = Self.digest(waiting)
    // What is in done/ already stays there: it may be another delivery's, too.
    let moving = tables.filter { !$0.found.path.hasPrefix(waiting.folder + "/done/") }
    let folder = try source.destination(
      name, of: moving.map { ($0.name, $0.sha256) } + [(waiting.sidecar, digest)], stem: stem
    ) { bytes, folder in
      if let repeated = outcome?.receipt.repeats { return ReceiptText.isOf(repeated, bytes) }
      // Taken in, it was not stopped on its way; else its receipt may be there, and its notice is not.
      guard let outcome, outcome.failure == nil else {
        return ReceiptText.isOf(notice: digest, bytes) && !source.exists(folder + "/" + waiting.sidecar)
      }
      return false
    }
    try source.make(name, folder)
    try give(place.write(receipt, as: "receipt"), folder + "/" + stem + ReceiptText.ending)
    for table in moving { try give(table.copy, folder + "/" + table.name) }
    let sidecar = try place.write(waiting.bytes, as: "notice")
    setTime(of: sidecar, to: waiting.modified)
    try give(sidecar, folder + "/" + waiting.sidecar)
    flushFolder(of: folder + "/" + waiting.sidecar)
    for table in moving where table.found.identity.isStill(at: table.found.path) {
      if table.found.path != folder + "/" + table.name { unlink(table.found.path) }
    }
    if waiting.identity.isStill(at: waiting.path) { unlink(waiting.path) }
  }

  /// Gives a file of the private place its name, unless a file has it: that is this one, then.
  private func give(_ file: String, _ target: String) throws {
    if link(file, target) == 0 || errno == EEXIST { return }
    guard errno == EXDEV || errno == EPERM || errno == EOPNOTSUPP || errno == EMLINK else {
      throw FileError.write(path: target, code: errno)
    }
    // The source's folder lies on another disk.
    _ = try DroppedFile(file).copy(to: target)
  }

  private func setTime(of path: String, to time: BeijingTime) {
    let moment = timespec(tv_sec: Int(time.secondsSince1970), tv_nsec: 0)
    utimensat(AT_FDCWD, path, [moment, moment], 0)
  }
}
