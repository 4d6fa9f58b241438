public import Attestation
import CivilTime
public import Database
public import ErrorCauses

/// What stops the registry. `location` is the database's: a file path, or a URL without its password.
public enum RegistryError: ClassifiedError, Sendable, Equatable, CustomStringConvertible {
  /// The report number is already registered: draw another.
  case numberTaken(String)
  case noSuchReport(number: String)
  /// No rule allows the requested change of the report's status.
  case statusRefused(number: String, is: ReportStatus, asked: ReportStatus)
  /// A report takes the place of one of the same kind only.
  case otherKind(number: String, is: String)
  /// The data are from before those that showed an earlier answer about the subject to be otherwise. Both in seconds since
  /// 1970.
  case olderData(asOf: Int64, known: Int64)
  /// There is no such objection, or it is already decided.
  case noOpenObjection(id: Int64)
  /// The report already has an undecided objection.
  case objectionPending(number: String)
  /// There is no such action, or it is another issuer's.
  case noSuchAction(id: Int64)
  /// The action is no longer, or not yet, to be decided.
  case actionDecided(id: Int64, is: PendingAction.State)
  /// Who asked for an action cannot confirm it.
  case secondPersonNeeded(id: Int64, askedBy: String)
  /// Another version or part of the program asked for the action.
  case unknownAction(id: Int64, kind: String)
  /// An argument that the registry does not accept.
  case invalid(what: String, problem: String)
  /// The signed token does not match the request. Only a programming error causes this.
  case tokenDiffers(claim: String)
  /// The check codes and subjects in this database were made under another secret.
  case otherSecret(location: String)
  /// The worker no longer holds the row of a batch: its lease ended, and another worker took it.
  case taskLost(batch: String, row: Int)
  /// The report is no longer pending: it was withdrawn meanwhile.
  case notPending(number: String)
  /// Every status list is half full: 2³¹ reports.
  case statusListsFull(location: String)
  /// The database is older than the home knew it, or another one in its place.
  case rolledBack(location: String, Rollback)
  /// A mark was not written under this home's secret, or is damaged.
  case foreignMark(path: String)
  /// The clock went back, or far ahead.
  case clock(ClockDoubt)
  /// The database contradicts itself.
  case damaged(what: String, problem: String)
  /// An error of the database itself.
  case database(DatabaseError)

  /// An invalid address is an argument's fault; all else is the database's.
  package init(_ error: DatabaseError) {
    self =
      if case .address(let problem) = error {
        .invalid(what: "address of the registry", problem: problem)
      } else {
        .database(error)
      }
  }

  /// Whether the change may or may not have been made: the caller must check before trying again.
  public var isOutcomeUnknown: Bool { if case .database(.outcomeUnknown) = self { true } else { false } }

  /// Whether nothing was changed because there is no room for it.
  public var isDiskFull: Bool { if case .database(.diskFull) = self { true } else { false } }

  public var cause: ErrorCause {
    switch self {
    case .numberTaken, .noSuchReport, .statusRefused, .otherKind, .noOpenObjection, .objectionPending, .invalid,
      .taskLost, .olderData,
      .notPending, .noSuchAction, .actionDecided, .secondPersonNeeded:
      .input
    case .otherSecret, .statusListsFull, .damaged, .unknownAction, .rolledBack, .foreignMark,
      .clock:
      .environment
    case .database(let error): error.cause
    case .tokenDiffers: .defect
    }
  }

  public var remedy: Remedy? {
    switch self {
    case .noOpenObjection: .listObjections
    case .noSuchAction: .listActions
    case .actionDecided(let id, .confirmed): .resumeAction(id: id)
    case .actionDecided: .listActions
    case .rolledBack: .acceptRollback
    case .clock: .acceptClock
    case .damaged, .database(.damaged): .auditRegistry
    case .database(.outcomeUnknown): .showReport
    default: nil
    }
  }

  public var description: String {
    switch self {
    case .numberTaken(let number): "report \(number) is registered already; issue under another number"
    case .noSuchReport(let number): "no report \(number) is registered; check the number"
    case .statusRefused(let number, let status, let asked):
      "report \(number) is \(status.word) and cannot become \(asked.word): \(Self.rule(status, asked))"
    case .otherKind(let number, let kind):
      "report \(number) is of the kind \(kind): only a report of that kind takes its place"
    case .olderData(let asOf, let known):
      """
      the data are of \(BeijingTime(secondsSince1970: asOf)), but those of \
      \(BeijingTime(secondsSince1970: known)) showed an earlier report's answers about the subject to be otherwise; \
      issue from data of then or later
      """
    case .noOpenObjection(let id):
      "there is no objection \(id) to be decided"
    case .objectionPending(let number): "report \(number) has an objection that is not decided yet"
    case .noSuchAction(let id): "there is no action \(id)"
    case .actionDecided(let id, .confirmed): "action \(id) is confirmed already, and being carried out"
    case .actionDecided(let id, let state): "action \(id) is \(state.word)"
    case .secondPersonNeeded(let id, let person):
      "action \(id) was asked for by \(person), who cannot confirm it, too: another person must (双人复核)"
    case .unknownAction(let id, let kind):
      "action \(id): this program cannot carry out `\(kind)`; use the one that asked for it"
    case .invalid(let what, let problem): "\(what): \(problem)"
    case .tokenDiffers(let claim): "the signed token has another \(claim) than the report to be registered"
    case .otherSecret(let location):
      "\(location): was made under another secret; copy keys/registry.secret from the installation that made it"
    case .taskLost(let batch, let row): "row \(row) of the batch \(batch) is no longer this worker's"
    case .notPending(let number):
      "report \(number) was given up before it was done; issue it anew"
    case .statusListsFull(let location): "\(location): all status lists are in use; start a new registry"
    case .rolledBack(let location, let rollback): "\(location): \(rollback)"
    case .foreignMark(let path):
      "\(path): is no mark that was written under this home's secret; find out why, and move it away"
    case .clock(let doubt): "\(doubt)"
    case .damaged(let what, let problem), .database(.damaged(let what, let problem)):
      "\(what): is damaged: \(problem)"
    case .database(.outcomeUnknown(let location)):
      "\(location): the connection was lost while the last change was being made: whether it was made is not known"
    case .database(let error): error.description
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
