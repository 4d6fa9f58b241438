import Attestation
import DatabaseTesting
import ErrorCauses
import Synchronization

@testable import Registry

let sampleAsker = try! Operator("wang")
let sampleConfirmer = try! Operator("李四")
let sampleRestoring: ActionPayload = ["number": sampleNumber(0), "reason": "异议不成立"]

extension StoreLocation {
  /// With a suspended report.
  func registryWithSuspendedReport() throws -> Registry {
    let registry = try registry()
    try registry.issue(0)
    try registry.setStatus(of: sampleNumber(0), to: .suspended, reason: "异议处理中", at: sampleNow)
    return registry
  }
}

extension Registry {
  @discardableResult
  func askToRestore() throws -> PendingAction {
    try ask(for: .restoreReport, sampleRestoring, by: sampleAsker, needing: .two, at: sampleNow + 1)
  }

  @discardableResult
  func askElsewhere(_ elsewhere: Elsewhere) throws -> PendingAction {
    try ask(for: elsewhere.kind, ["what": "that"], by: sampleAsker, needing: .two, at: sampleNow)
  }

  @discardableResult
  func confirm(
    _ id: Int64, by person: Operator = sampleConfirmer, at now: Int64 = sampleNow + 2
  ) throws -> PendingAction {
    try confirmAction(id, by: person, at: now, kinds: ActionKind.ofRegistry)
  }
}

/// An action of another module: counts how often it is carried out, and fails as often as it is told.
final class Elsewhere: Sendable {
  let done = Mutex<[Int64]>([])
  private let failures: Mutex<[any Error]>
  init(_ failures: any Error...) { self.failures = Mutex(failures) }

  var kind: ActionKind {
    ActionKind(
      "test.elsewhere", words: { "do \(try $0.text("what"))" },
      perform: { action in
        if let failure = self.failures.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { throw failure }
        self.done.withLock { $0.append(action.id) }
      })
  }
  var times: Int { done.withLock { $0.count } }
}

struct Unreachable: ClassifiedError { var cause: ErrorCause { .environment } }
struct Impossible: ClassifiedError { var cause: ErrorCause { .input } }
