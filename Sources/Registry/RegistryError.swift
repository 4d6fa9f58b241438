public import Attestation
public import ErrorCauses

/// What stops the registry. `place` is the database's: a file's path, or a URL without its password.
public enum RegistryError: ClassifiedError, Sendable, Equatable, CustomStringConvertible {
  /// The report number is registered already: draw another.
  case numberTaken(String)
  case noSuchReport(number: String)
  /// No rule leads from the report's status to that which was asked for.
  case statusRefused(number: String, is: ReportStatus, asked: ReportStatus)
  /// There is no such objection, or none that is still to be decided.
  case noOpenObjection(id: Int64)
  /// The report has one already that is not decided.
  case objectionPending(number: String)
  /// Something given that the registry does not hold.
  case invalid(what: String, problem: String)
  /// The token that was signed is not the one that the request speaks of. Only a mistake in the program makes it so.
  case tokenDiffers(claim: String)
  /// The check codes and subjects in this database were made under another secret.
  case otherSecret(place: String)
  /// The row of a batch is no longer the worker's: its lease ended, and another took it.
  case taskLost(batch: String, place: Int)
  /// The report is no longer waiting for its file: it was given up meanwhile.
  case notPending(number: String)
  /// Every status list is half full: 2³⁰ reports.
  case statusListsFull(place: String)

  /// The file cannot be opened, or no server answers.
  case unreachable(place: String, problem: String)
  /// Others held the database for longer than a transaction waits.
  case locked(place: String)
  /// The database undid the transaction, because it met another one: made anew, it will do.
  case conflict(place: String)
  case diskFull(place: String)
  /// A later version of the program has changed the tables.
  case newerSchema(place: String, step: String)
  case damaged(place: String, problem: String)
  /// The connection went away while a transaction was being ended: it may be done or undone.
  case outcomeUnknown(place: String)
  /// The database refused a statement.
  case statement(place: String, problem: String)

  public var cause: ErrorCause {
    switch self {
    case .numberTaken, .noSuchReport, .statusRefused, .noOpenObjection, .objectionPending, .invalid, .taskLost,
      .notPending:
      .input
    case .locked, .conflict, .outcomeUnknown: .transient
    case .otherSecret, .statusListsFull, .unreachable, .diskFull, .newerSchema, .damaged, .statement: .environment
    case .tokenDiffers: .defect
    }
  }

  public var description: String {
    switch self {
    case .numberTaken(let number): "report \(number) is registered already; issue under another number"
    case .noSuchReport(let number): "no report \(number) is registered; check the number"
    case .statusRefused(let number, let status, let asked):
      "report \(number) is \(status.word) and cannot become \(asked.word): \(Self.rule(status, asked))"
    case .noOpenObjection(let id):
      "there is no objection \(id) to be decided; see `xinbao registry objections --all`"
    case .objectionPending(let number): "report \(number) has an objection that is not decided yet"
    case .invalid(let what, let problem): "\(what): \(problem)"
    case .tokenDiffers(let claim): "the signed token has another \(claim) than the report to be registered"
    case .otherSecret(let place):
      "\(place): was made under another secret; copy keys/registry.secret from the installation that made it"
    case .taskLost(let batch, let place): "row \(place) of the batch \(batch) is no longer this worker's"
    case .notPending(let number):
      "report \(number) was given up before it was done (xinbao registry recover); issue it anew"
    case .statusListsFull(let place): "\(place): all status lists are in use; start a new registry"
    case .unreachable(let place, let problem):
      "\(place): cannot be reached: \(problem); check the address, the rights and that the server runs"
    case .locked(let place): "\(place): is in use by another process for too long; try again, or end that process"
    case .conflict(let place): "\(place): two changes met; try again"
    case .diskFull(let place): "\(place): no space is left on its disk; free some"
    case .newerSchema(let place, let step):
      "\(place): was changed by a later version (step `\(step)`); use that version"
    case .damaged(let place, let problem):
      "\(place): is damaged: \(problem); run `xinbao registry audit`, and restore a copy if need be"
    case .outcomeUnknown(let place):
      "\(place): the connection was lost while the last change was being made; "
        + "look with `xinbao registry show` whether it was made, then try again"
    case .statement(let place, let problem): "\(place): the database refused a statement: \(problem)"
    }
  }

  private static func rule(_ status: ReportStatus, _ asked: ReportStatus) -> String {
    switch (status, asked) {
    case (.revoked, _): "a revocation is final; issue a new report"
    case (_, .superseded): "only a newer report of the same subject does that"
    case (let status, let asked) where status == asked: "it is so already"
    case (.superseded, _): "a newer report has taken its place"
    default: "only a suspended report can be restored"
    }
  }
}

extension ReportStatus {
  /// In messages and machine answers.
  public var word: String {
    switch self {
    case .valid: "valid"
    case .revoked: "revoked"
    case .superseded: "superseded"
    case .suspended: "suspended"
    }
  }
}
