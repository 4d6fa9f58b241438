import Database

// A report's times are signed. A clock that went back issues reports that seem older than those before them, or that no
// key may sign; one that is far ahead issues reports that nobody accepts, and all others seem to be from the past.

extension Registry {
  /// Whether no report is issued by the clock as it is, unless people have accepted that; nil: it is fine.
  public func clockDoubt() throws -> ClockDoubt? {
    guard let marks else { return nil }
    let known = try known(marks)
    let now = marks.clock()
    return try database.read { session in
      try clockDoubt(now, known, RegistryState.read(session), session)
    }
  }

  /// - Throws: `RegistryError.clock`.
  func checkClock(
    _ now: Int64, _ known: [RegistryMark], _ state: RegistryState, _ session: any SQLSession
  ) throws {
    if let doubt = try clockDoubt(now, known, state, session) { throw RegistryError.clock(doubt) }
  }

  private func clockDoubt(
    _ now: Int64, _ known: [RegistryMark], _ state: RegistryState, _ session: any SQLSession
  ) throws -> ClockDoubt? {
    guard let doubt = try doubt(now, known, state, session) else { return nil }
    let isAccepted = try hasAccepted(.acceptClock, session) { payload in
      guard let clock = Int64(try payload.text("clock")) else { return false }
      return try payload.text("seal") == acceptanceSeal(of: ClockDoubt(clock: clock, last: doubt.last))
        && (clock - ClockDoubt.tolerance...clock + ClockDoubt.longestRest).contains(now)
    }
    return isAccepted ? nil : doubt
  }

  private func doubt(
    _ now: Int64, _ known: [RegistryMark], _ state: RegistryState, _ session: any SQLSession
  ) throws -> ClockDoubt? {
    if let last = known.filter({ $0.first == state.first }).compactMap(\.loggedAt).max() {
      let isFine = (last - ClockDoubt.tolerance...last + ClockDoubt.longestRest).contains(now)
      return isFine ? nil : ClockDoubt(clock: now, last: last)
    }
    // A home that knows nothing yet has only what the report itself says, and that may be up to a day ahead, or old.
    guard state.log.size > 0 else { return nil }
    let rows = try session.query(
      "SELECT issued_at FROM report WHERE log_index = $1", [.unsigned(state.log.size - 1)])
    guard let last = try rows.first?.integer("issued_at"), now < last - 86_400 - ClockDoubt.tolerance else {
      return nil
    }
    return ClockDoubt(clock: now, last: last)
  }
}
