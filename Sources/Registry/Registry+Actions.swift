import Database
import ErrorCauses

// One person may lessen trust; two must raise it. What raises it is asked for by one person and confirmed by another.

extension Registry {
  /// Asks for an action. It is carried out when another person confirms it; at once if one person is enough.
  /// - Parameters:
  ///   - persons: one is enough only if `requiresTwoPersons` is not so, too.
  ///   - now: seconds since 1970.
  /// - Returns: the action, pending or done. If the same is pending already, that one.
  /// - Throws: what the kind's check or, if it is carried out, its work throws; `RegistryError.invalid`.
  public func ask(
    for kind: ActionKind, _ payload: ActionPayload, by person: Operator, needing persons: PendingAction.Persons,
    at now: Int64
  ) throws -> PendingAction {
    let words = try kind.words(payload)
    try Self.check(words: words)
    try expireActions(at: now)
    let action = try decidingActions { history, book, session in
      let persons = try TwoPersonRule.since(session) == nil ? persons : .two
      try kind.check(payload, self, session)
      if persons == .two, let same = try book.pending(kind, payload) { return same }
      var action = try book.add(kind, payload, words: words, persons: persons, by: person, at: now)
      if persons == .one { try decide(&action, kind, by: person, at: now, &history, &book, session) }
      return action
    }
    return action.state == .confirmed ? try carryOut(action, kind, by: person, at: now) : action
  }

  /// Confirms an action and carries it out.
  /// - Parameter kinds: those that the program can carry out.
  /// - Throws: `RegistryError.noSuchAction`, also for another issuer's; `.secondPersonNeeded`, `.actionDecided`,
  ///   `.unknownAction`; what its work throws. After an error in a change of the registry it is pending as before.
  public func confirmAction(
    _ id: Int64, by person: Operator, at now: Int64, kinds: [ActionKind]
  ) throws -> PendingAction {
    try expireActions(at: now)
    let kind = try kind(of: id, in: kinds)
    let action = try decidingActions { history, book, session in
      var action = try book.action(id)
      guard action.state == .pending else { throw RegistryError.actionDecided(id: id, is: action.state) }
      guard action.persons == .one || action.askedBy != person else {
        throw RegistryError.secondPersonNeeded(id: id, askedBy: person.name)
      }
      try decide(&action, kind, by: person, at: now, &history, &book, session)
      return action
    }
    return action.state == .confirmed ? try carryOut(action, kind, by: person, at: now) : action
  }

  /// Carries out once more what was confirmed and then interrupted. Anybody may: two persons have decided.
  /// - Throws: as `confirmAction`; `.actionDecided` for one that is not waiting to be carried out.
  public func resumeAction(
    _ id: Int64, by person: Operator, at now: Int64, kinds: [ActionKind]
  ) throws -> PendingAction {
    let kind = try kind(of: id, in: kinds)
    let action = try decidingActions { _, book, _ in try book.action(id) }
    guard action.state == .confirmed else { throw RegistryError.actionDecided(id: id, is: action.state) }
    return try carryOut(action, kind, by: person, at: now)
  }

  /// Refuses an action that is pending. One person is enough, also the one who asked for it.
  /// - Parameter reason: 1 to 200 characters, without personal data.
  public func refuseAction(
    _ id: Int64, by person: Operator, reason: String, at now: Int64
  ) throws -> PendingAction {
    try Self.check(reason: reason)
    try expireActions(at: now)
    return try decidingActions { _, book, _ in
      var action = try book.action(id)
      guard action.state == .pending else { throw RegistryError.actionDecided(id: id, is: action.state) }
      try book.change(&action, to: .refused, by: person, at: now, reason: reason)
      return action
    }
  }

  /// Actions of this issuer that are not done, or all; the newest first.
  /// - Parameter now: seconds since 1970. What nobody decided in time is expired, also if that is not recorded yet.
  public func actions(all: Bool, limit: Int, at now: Int64) throws -> [PendingAction] {
    let before = now - PendingAction.lifetime
    let most = SQLValue.integer(Int64(max(0, limit)))
    let actions = try database.read { session in
      try all
        ? ActionBook.actions("TRUE ORDER BY id DESC LIMIT $2", [most], issuer: issuer, session)
        : ActionBook.actions(
          "(state = 1 OR state = 0 AND asked_at > $3) ORDER BY id DESC LIMIT $2", [most, .integer(before)],
          issuer: issuer, session)
    }
    return actions.map { action in
      var action = action
      if action.state == .pending, action.askedAt <= before { action.state = .expired }
      return action
    }
  }

  // MARK: Within

  /// A transaction that may decide actions. It locks the statuses first, which some actions change.
  private func decidingActions<R>(
    _ body: (inout StatusHistory, inout ActionBook, any SQLSession) throws -> R
  ) throws -> R {
    try adding(.perhaps) { session in
      var history = try StatusHistory(session, database.dialect)
      var book = try ActionBook(session, database.dialect, issuer: issuer)
      let result = try body(&history, &book, session)
      try history.save()
      try book.save()
      return result
    }
  }

  private func decide(
    _ action: inout PendingAction, _ kind: ActionKind, by person: Operator, at now: Int64,
    _ history: inout StatusHistory, _ book: inout ActionBook, _ session: any SQLSession
  ) throws {
    try book.change(&action, to: .confirmed, by: person, at: now)
    guard case .within(let work) = kind.work else { return }
    try work(action, self, &history, session)
    try book.change(&action, to: .done, by: person, at: now)
  }

  /// Outside any transaction.
  private func carryOut(
    _ action: PendingAction, _ kind: ActionKind, by person: Operator, at now: Int64
  ) throws -> PendingAction {
    guard case .after(let work) = kind.work else {
      throw RegistryError.damaged(what: "action \(action.id)", problem: "is confirmed, but was not done with it")
    }
    do { try work(action) } catch  where error.cause == .input {
      _ = try finish(action, as: .refused, by: person, at: now, reason: "could not be carried out")
      throw error
    }
    return try finish(action, as: .done, by: person, at: now)
  }

  private func finish(
    _ action: PendingAction, as state: PendingAction.State, by person: Operator, at now: Int64, reason: String? = nil
  ) throws -> PendingAction {
    try decidingActions { _, book, _ in
      var action = try book.action(action.id)
      // Another process resumed it, and ended first.
      if action.state == state { return action }
      try book.change(&action, to: state, by: person, at: now, reason: reason)
      return action
    }
  }

  /// In a transaction of its own, so that it stays if what follows is refused.
  private func expireActions(at now: Int64) throws {
    let isOverdue = "state = 0 AND asked_at <= $2"
    let before = [SQLValue.integer(now - PendingAction.lifetime)]
    let overdue = try database.read { try ActionBook.actions(isOverdue, before, issuer: issuer, $0) }
    guard !overdue.isEmpty else { return }
    try decidingActions { _, book, session in
      for var action in try ActionBook.actions(isOverdue, before, issuer: issuer, session) {
        try book.change(&action, to: .expired, by: nil, at: now)
      }
    }
  }

  private func kind(of id: Int64, in kinds: [ActionKind]) throws -> ActionKind {
    let action = try database.read { try ActionBook.actions("id = $2", [.integer(id)], issuer: issuer, $0).first }
    guard let action else { throw RegistryError.noSuchAction(id: id) }
    guard let kind = kinds.first(where: { $0.name == action.kind }) else {
      throw RegistryError.unknownAction(id: id, kind: action.kind)
    }
    return kind
  }

  private static func check(words: String) throws(RegistryError) {
    let isOneLine = words.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: false
      default: !scalar.properties.isBidiControl
      }
    }
    guard (1...500).contains(words.unicodeScalars.count), isOneLine else {
      throw .invalid(what: "what an action does", problem: "must be said in one line of at most 500 characters")
    }
  }
}
