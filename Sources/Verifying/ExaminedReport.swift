import Attestation

/// A report examined by its token alone: what the token proves, and what now follows from it.
struct ExaminedReport {
  let evidence: ReportEvidence
  private(set) var answer = Answer.valid
  private(set) var detail: String?
  /// What was not checked.
  private(set) var notes: [Verification.Note] = []

  /// The current answer. Status comes before dates, because for a report that is both revoked and expired the
  /// revocation matters more; changed data come last, because they matter only to a report that still counts.
  /// - Parameter isProven: a log proof was supplied.
  init(_ evidence: ReportEvidence, isProven: Bool, by trust: Trust, at now: Int64) {
    self.evidence = evidence
    guard trust.clockFloor <= now + clockSkew else {
      answer = .clockBehindBundle
      detail = "the clock says \(now); a trusted key signed at \(trust.clockFloor)"
      return
    }
    var isLogged = isProven
    var isStale = trust.freshUntil.map { $0 < now } ?? false
    switch evidence.status {
    case .found(.known(let known)):
      isLogged = isLogged || known.isLogged
      if known.status != .valid { answer = .status(known.status) }
    case .found(.notRegistered):
      answer = .notRegistered
      detail = "the registry has no report \(evidence.token.claims.number) with this token"
    case .found(.notCovered): isStale = true
    case .notAsked: notes.append(.statusNotChecked)
    case .unavailable(let problem):
      // If there is a registry but it cannot be asked, it is unknown whether the report still holds.
      (answer, detail) = (.statusUnavailable, "the status could not be looked up: \(problem)")
      notes.append(.statusNotChecked)
    }
    if !isLogged { notes.append(.logNotChecked) }
    let data = evidence.data
    if data == .notWatched { notes.append(.dataChangesNotWatched) }
    guard answer == .valid else { return }
    do throws(TokenRefusal) {
      _ = try evidence.token.verified(at: now)
      if case .changed(let day) = data {
        answer = .dataChanged(on: day)
        if isStale { notes.append(.statusStale) }
      } else if isStale {
        answer = .validStatusStale
      }
    } catch {
      (answer, detail) = (.token(error.reason), error.detail)
    }
  }
}
