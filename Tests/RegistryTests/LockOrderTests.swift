import Attestation
import Database
import DatabaseTesting
import Foundation
import ReportKinds
import ScratchFolders
import Synchronization
import Testing

@testable import Registry

/// Groups of reports that supersede others, beside everything else that changes a report: suspensions, restorations,
/// revocations, objections, turns of the self-print page, rows of batches. Nobody waits in a circle, nothing is lost.
/// `XINBAO_DRILLS` says how often.
@Suite(.scratchFolders) struct LockOrderTests {
  private static let rounds = ProcessInfo.processInfo.environment["XINBAO_DRILLS"].flatMap(Int.init) ?? 4

  @Test(arguments: Store.allCases)
  func groupsAndStatusChangesNeverMeetInACircle(store: Store) throws {
    let location = try store.location()
    var drill = try LockDrill(location: location)
    for _ in 0..<Self.rounds where drill.failures == [] { try drill.round() }
    #expect(drill.failures == [])
    let registry = try location.registry()
    let audit = try registry.audit()
    #expect(audit.findings == [])
    #expect(audit.reports == Self.rounds * LockDrill.reports && audit.pending == 0)
    // Whatever else was done to them: of each subject one report at most is valid, for the last one replaced the others.
    let valid = try registry.reports(.init(status: .valid), limit: 100_000)
    #expect(valid.count <= LockDrill.subjects)
    print("\(store): \(Self.rounds) rounds, \(audit.reports) reports, \(audit.statusChanges) changes of status")
  }
}

private struct LockDrill {
  static let subjects = 24
  /// Each round: a batch of twice as many rows, and as many reports beside it.
  static let reports = 4 * subjects

  /// Each with connections of its own, as processes have.
  let registries: [Registry]
  private let state = State()
  private var number = 0

  var failures: [String] { state.failures.withLock { $0 } }

  private final class State: Sendable {
    let failures = Mutex<[String]>([])
    let issuing = Atomic(0)
    let numbers = Atomic(0)
    var isIssuing: Bool { issuing.load(ordering: .sequentiallyConsistent) > 0 }
    func nextNumber() -> String { sampleNumber(numbers.add(1, ordering: .relaxed).newValue) }
  }

  init(location: StoreLocation) throws {
    registries = try (0..<4).map { _ in
      try Registry(database: Telling(base: try location.database()), secret: sampleSecret).waiting(upTo: 60)
    }
  }

  mutating func round() throws {
    number += 1
    let batch = "batch \(number)"
    let rows = 2 * Self.subjects
    let queue = BatchQueue(registries[0])
    try queue.begin(batch, description: "{}", tasks: (0..<rows).map { ("\($0)", nil) }, at: sampleNow)
    state.issuing.store(2, ordering: .sequentiallyConsistent)
    let (registries, state, number) = (registries, state, number)
    let threads = [
      thread { try Self.issue(by: 0, registries[0], batch, state) },
      thread { try Self.issue(by: 1, registries[1], batch, state) },
      thread { try Self.changeStatuses(registries[2], round: number, state) },
      thread { try Self.objectAndDecide(registries[3], state) },
      thread { try Self.holdRows(BatchQueue(registries[2]), batch, state) },
    ]
    for thread in threads { thread.start() }
    while !threads.allSatisfy(\.isFinished) { Thread.sleep(forTimeInterval: 0.005) }
    let counts = try queue.counts(batch)
    if counts != [.done: rows] { state.failures.withLock { $0.append("round \(number): \(counts)") } }
    try queue.remove(batch)
  }

  private func thread(_ work: @escaping @Sendable () throws -> Void) -> Thread {
    let state = state
    return Thread {
      do { try work() } catch { state.failures.withLock { $0.append("\(error)") } }
    }
  }

  /// All rows that it gets, in groups in which the subjects come in another order each time; every second group in two
  /// steps, and as many reports beside the batch.
  private static func issue(by worker: Int, _ registry: Registry, _ batch: String, _ state: State) throws {
    defer { state.issuing.subtract(1, ordering: .sequentiallyConsistent) }
    let queue = BatchQueue(registry)
    var isInTwoSteps = false
    while true {
      let taken = try queue.take(batch, worker: "\(worker)", limit: subjects / 2, now: sampleNow, lease: 60)
      if taken.isEmpty { return }
      var requests = taken.flatMap { taken in
        let subject = "subject \((taken.task.row * 7 + worker * 5) % subjects)"
        return [taken.task, nil].map { task in
          var request = sampleRequest(state.nextNumber(), subject: subject, supersedes: true)
          request.task = task
          return request
        }
      }
      requests.shuffle()
      let sign = { (references: [ReportClaims.StatusReference]) in
        try zip(requests, references).map { try sampleToken($0, $1) }
      }
      let finish = { (admissions: [Registry.Admission]) in
        admissions.map {
          Registry.Finished($0.index, files: [FileRecord(sha256: sampleSecret)], outcome: { _ in "{}" })
        }
      }
      if isInTwoSteps {
        let files = requests.map { _ in [FileRecord]() }
        let admissions = try registry.admit(requests, files: files, log: sampleLog, at: sampleNow, sign: sign)
        _ = try registry.confirm(requests, admissions, finish(admissions))
      } else {
        _ = try registry.issue(requests, log: sampleLog, sign: sign, finish: finish)
      }
      isInTwoSteps.toggle()
    }
  }

  private static func changeStatuses(_ registry: Registry, round: Int, _ state: State) throws {
    var turn = 0
    while state.isIssuing {
      turn += 1
      for report in try registry.reports(limit: 2 * subjects).shuffled().prefix(8) {
        let status = [ReportStatus.suspended, .valid, .suspended, .revoked][turn % 4]
        do {
          try registry.setStatus(of: report.number, to: status, reason: "演练", at: sampleNow)
        } catch RegistryError.statusRefused {
          // Somebody was faster.
        }
      }
      let print = Registry.SelfPrint(
        number: "\(round) \(turn)", kind: .enterprise, subject: "subject \(turn % 5)", day: Int64(turn))
      _ = try registry.takeTurn(print, most: .init(ofQuestion: 1, ofKind: 20), at: sampleNow)
    }
  }

  private static func objectAndDecide(_ registry: Registry, _ state: State) throws {
    while state.isIssuing {
      for subject in (0..<subjects).shuffled().prefix(6).map({ "subject \($0)" }) {
        do {
          guard let report = try registry.reports(.init(status: .valid, subject: subject), limit: 1).first else {
            continue
          }
          let objection = try registry.object(to: report.number, of: subject, text: "有误", at: sampleNow)
          try registry.decideObjection(objection.id, accept: .random(), note: "演练", at: sampleNow)
        } catch RegistryError.statusRefused, RegistryError.objectionPending {
          // Somebody was faster, and the objection stays open.
        }
      }
      for objection in try registry.objections(all: false, limit: 100) {
        let payload: ActionPayload = ["objection": "\(objection.id)", "note": "演练"]
        let persons: PendingAction.Persons = Bool.random() ? .one : .two
        let action = try registry.ask(
          for: .rejectObjection, payload, by: sampleAsker, needing: persons, at: sampleNow)
        if action.state == .pending { try registry.confirm(action.id) }
      }
    }
  }

  private static func holdRows(_ queue: BatchQueue, _ batch: String, _ state: State) throws {
    while state.isIssuing {
      for worker in ["0", "1"] { try queue.renew(worker: worker, now: sampleNow, lease: 60) }
      _ = try queue.tryAgain(batch, now: sampleNow)
    }
  }
}

/// A database by which it is a failure that two transactions waited for each other, though one would be made anew.
private struct Telling: SQLDatabase {
  let base: any SQLDatabase
  var dialect: SQLDialect { base.dialect }
  var location: String { base.location }
  struct Met: Error, CustomStringConvertible { let description = "two transactions waited for each other" }

  func read<R>(_ body: (any SQLSession) throws -> R) throws -> R { try base.read(body) }
  func write<R>(_ durability: Durability, _ body: (any SQLSession) throws -> R) throws -> R {
    do { return try base.write(durability, body) } catch DatabaseError.conflict { throw Met() }
  }
}
