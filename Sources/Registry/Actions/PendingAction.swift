import Database

/// Something that raises trust: one person asks for it, another confirms it, and then it is done.
public struct PendingAction: Sendable, Equatable {
  public enum State: Int64, Sendable, CaseIterable {
    /// Nobody has decided yet.
    case pending = 0
    /// Decided, but not known to be done: it is being carried out, or that was interrupted.
    case confirmed = 1
    case done = 2
    /// Somebody refused it, or it turned out to be impossible.
    case refused = 3
    /// Nobody decided within `lifetime`.
    case expired = 4

    public var word: String {
      switch self {
      case .pending: "pending"
      case .confirmed: "confirmed"
      case .done: "done"
      case .refused: "refused"
      case .expired: "expired"
      }
    }

    func mayBecome(_ next: State) -> Bool {
      switch (self, next) {
      case (.pending, .confirmed), (.pending, .refused), (.pending, .expired): true
      case (.confirmed, .done), (.confirmed, .refused): true
      default: false
      }
    }
  }

  /// How many persons an action takes. One is enough only where nothing is real: in a home for trying out.
  public enum Persons: Int64, Sendable {
    case one = 1
    case two
  }

  public let id: Int64
  /// The name of its `ActionKind`.
  public let kind: String
  public let payload: ActionPayload
  /// What it does, in one line, without personal data.
  public let words: String
  public let persons: Persons
  public let askedBy: Operator
  /// Seconds since 1970, like the other time.
  public let askedAt: Int64
  public internal(set) var state: State
  /// Who confirmed or refused it; nil if nobody did.
  public internal(set) var decidedBy: Operator?
  public internal(set) var decidedAt: Int64?
  /// Why it was refused.
  public internal(set) var reason: String?

  /// Seconds after which nobody can confirm it any more: 30 days.
  public static let lifetime: Int64 = 30 * 86_400

  init(
    id: Int64, kind: String, payload: ActionPayload, words: String, persons: Persons, askedBy: Operator, askedAt: Int64
  ) {
    (self.id, self.kind, self.payload, self.words) = (id, kind, payload, words)
    (self.persons, self.askedBy, self.askedAt, state) = (persons, askedBy, askedAt, .pending)
  }
}

// As rows of the table `pending_action`.
extension PendingAction {
  static let columns =
    "id, kind, payload, words, persons, asked_by, asked_at, state, decided_by, decided_at, reason"

  init(_ row: SQLRow) throws {
    let id = try row.integer("id")
    guard let persons = Persons(rawValue: try row.integer("persons")),
      let state = State(rawValue: try row.integer("state"))
    else { throw RegistryError.damaged(what: "action \(id)", problem: "is in an unknown state") }
    self.init(
      id: id, kind: try row.text("kind"), payload: try ActionPayload(json: try row.text("payload")),
      words: try row.text("words"), persons: persons, askedBy: try Operator(try row.text("asked_by")),
      askedAt: try row.integer("asked_at"))
    self.state = state
    decidedBy = try row.optionalText("decided_by").map { name in try Operator(name) }
    decidedAt = try row.optionalInteger("decided_at")
    reason = try row.optionalText("reason")
  }

  /// What was asked for, and by whom: it never changes. Each link of the chain has it.
  func digest(issuer: String) -> [UInt8] {
    HashChain.hash(
      "xinbao action 1", after: HashChain.start,
      [
        .integer(id), .text(issuer), .text(kind), .text(payload.json), .text(words), .integer(persons.rawValue),
        .text(askedBy.name), .integer(askedAt),
      ])
  }
}
