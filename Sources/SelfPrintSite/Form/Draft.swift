import Secrets
import SelfPrinting
import SessionStores

/// An application that somebody is filling in or has filled in. It is kept in their session, so that every page of it has
/// an address of its own and nothing is sent twice.
struct Draft: Sendable {
  enum State: Sendable, Equatable {
    case open
    /// The report is being made.
    case issuing
    case issued(number: String)
  }

  /// Random; the address of the draft.
  let id: String
  /// As filled in.
  var form: [String: String]
  /// Nil: the form is not complete.
  var order: SelfPrintOrder?
  /// What is wrong, in words.
  var problem: String?
  var state = State.open

  init(form: [String: String], order: SelfPrintOrder? = nil, problem: String? = nil) {
    id = String(randomText().prefix(22))
    (self.form, self.order, self.problem) = (form, order, problem)
  }

  var editAddress: String { "/self/drafts/\(id)" }
  var confirmAddress: String { editAddress + "/confirm" }
}

/// What a session remembers.
struct SessionMemory: Sendable {
  /// Check codes of the reports issued in this session, by number: they cannot be read out of the registry.
  var checkCodes: [String: String] = [:]
  /// The newest last.
  private(set) var drafts: [Draft] = []
  /// The address at which to go on after the next log-in.
  var resume: String?
  /// What was written about a report and not accepted, by its number.
  var objections: [String: UnsentObjection] = [:]

  static let mostDrafts = 20

  /// Forgets the oldest one if there are too many.
  mutating func add(_ draft: Draft) {
    drafts.append(draft)
    if drafts.count > Self.mostDrafts, let oldest = drafts.firstIndex(where: { $0.state != .issuing }) {
      drafts.remove(at: oldest)
    }
  }

  /// What issuing a draft came to.
  mutating func note(_ result: SelfPrintResult, of id: String) {
    switch result {
    case .issued(let number, let checkCode):
      checkCodes[number] = checkCode
      self[draft: id]?.state = .issued(number: number)
    case .noTurn: self[draft: id]?.state = .open
    }
  }

  /// Keeps an objection that was sent too late, to be taken up at the report's page.
  mutating func keep(_ objection: UnsentObjection, to number: String) {
    guard objections.count < Self.mostDrafts else { return }
    objections[number] = objection
    resume = "/self/reports/\(number)"
  }

  subscript(draft id: String) -> Draft? {
    get { drafts.first { $0.id == id } }
    set {
      guard let place = drafts.firstIndex(where: { $0.id == id }), let newValue else { return }
      drafts[place] = newValue
    }
  }
}
