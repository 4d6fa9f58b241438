import Database

// A database that was put back to an earlier state looks whole. To add to it would give the places of lost reports away
// again, and to sign its lists would call revoked reports valid.

extension Registry {
  /// What a transaction adds.
  enum Addition {
    /// Entries of the log.
    case reports
    /// Changes of statuses.
    case statuses
    /// That turns out in it.
    case perhaps
  }

  /// Whether the registry is older than the home knew it, unless people have accepted that; nil: it is not, or no home
  /// keeps marks of it.
  public func rollback() throws -> Rollback? {
    guard let marks else { return nil }
    let known = try known(marks)
    return try database.read { session in
      let state = try RegistryState.read(session)
      return try unreached(known, state, marks, session).first { try !isAccepted($0, session) }
        .map { Rollback(to: state, at: marks.place, from: $0) }
    }
  }

  /// - Throws: `RegistryError.rolledBack`.
  public func refuseRollback() throws {
    if let rollback = try rollback() { throw RegistryError.rolledBack(location: location, rollback) }
  }

  /// Before any report is made: whether one may be registered now.
  /// - Throws: `RegistryError.rolledBack`, `.clock`; `FileError.write` if no mark could be kept.
  public func checkIsFitToIssue() throws {
    try marks?.prepare()
    try refuseRollback()
    if let doubt = try clockDoubt() { throw RegistryError.clock(doubt) }
  }

  /// A transaction that adds to the log or to the statuses: on a registry that is older than the home knew it that is
  /// refused. Afterwards the home knows the registry as it is then.
  /// - Throws: `RegistryError.rolledBack`, `.clock`, and what `body` throws.
  func adding<R>(_ addition: Addition, _ body: (any SQLSession) throws -> R) throws -> R {
    guard let marks else { return try database.write(body) }
    try marks.prepare()
    let known = try known(marks)
    let now = marks.clock()
    let (result, mark, given) = try database.write { session -> (R, RegistryMark?, [RegistryMark]) in
      let before = try RegistryState.read(session)
      var given: [RegistryMark] = []
      if addition != .perhaps { given = try givenUp(known, before, marks, session) }
      if addition == .reports { try checkClock(now, known, before, session) }
      let result = try body(session)
      let after = try RegistryState.read(session)
      guard after != before else { return (result, nil, given) }
      if addition == .perhaps { given = try givenUp(known, before, marks, session) }
      let loggedAt = addition == .reports ? now : nil
      return (result, after.mark(in: marks, loggedAt: loggedAt), given)
    }
    // What is committed is done, and a mark that lags behind stops nobody.
    if let mark { try? marks.raise(to: mark, replacing: given) }
    return result
  }

  /// Call before a transaction begins: what a mark says was committed before it was written.
  func known(_ marks: MarkBook) throws -> [RegistryMark] {
    try marks.marks(of: database.read { try RegistryState.read($0).first })
  }

  /// - Returns: marks that the registry does not reach, which people have given up.
  private func givenUp(
    _ known: [RegistryMark], _ state: RegistryState, _ marks: MarkBook, _ session: any SQLSession
  ) throws -> [RegistryMark] {
    let unreached = try unreached(known, state, marks, session)
    for mark in unreached where try !isAccepted(mark, session) {
      throw RegistryError.rolledBack(location: location, Rollback(to: state, at: marks.place, from: mark))
    }
    return unreached
  }

  /// Marks of this registry, of the one that was in its place, or of the one whose log was signed with the same key, that it
  /// does not reach.
  private func unreached(
    _ known: [RegistryMark], _ state: RegistryState, _ marks: MarkBook, _ session: any SQLSession
  ) throws -> [RegistryMark] {
    try known.filter { mark in
      let hasSameKey = marks.logKey != nil && mark.logKey == marks.logKey
      guard mark.first == state.first || mark.place == marks.place || hasSameKey else { return false }
      return try !state.reaches(mark, location: location, session)
    }
  }

  private func isAccepted(_ mark: RegistryMark, _ session: any SQLSession) throws -> Bool {
    try hasAccepted(.acceptRollback, session) { payload in
      try payload.text("mark") == acceptanceSeal(of: mark)
    }
  }
}
