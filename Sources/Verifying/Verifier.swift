public import Attestation
public import FileFormats

/// Gives one answer to digits or a link, and to a file one for each report in it (`findings`). When in doubt, the answer is
/// no.
public struct Verifier: Sendable {
  public let trust: Trust
  /// Nil: nothing is known about revocations, and every answer says so.
  public let statuses: (any StatusSource)?
  /// The formats of the files that it takes.
  public let formats: ReadableFormats
  /// Makes the file as the issuer must have made it, up to its signature.
  public let reproduce: Reproduce
  /// Seconds since 1970.
  public let now: Int64

  public init(
    trust: Trust, statuses: (any StatusSource)?, formats: ReadableFormats, now: Int64, reproduce: @escaping Reproduce
  ) {
    (self.trust, self.statuses, self.formats) = (trust, statuses, formats)
    (self.now, self.reproduce) = (now, reproduce)
  }

  /// - Parameter text: from a camera, a scanner or a person: a verification link, or its digits.
  public func verify(digits text: String) -> Verification {
    do throws(TokenRefusal) {
      let link = try VerificationLink(reading: text)
      return verify(link.token, source: .digits, host: link.host)
    } catch {
      return Verification(refusing: error)
    }
  }

  /// Verifies a token from any source.
  /// - Parameters:
  ///   - host: of the link that contained it.
  ///   - proof: that it is in the log, if one was supplied.
  public func verify(
    _ token: Token, source: Verification.Source, host: String? = nil, proof: LogProof? = nil
  ) -> Verification {
    do throws(TokenRefusal) {
      return verification(of: try ReceivedToken(token), source: source, host: host, proof: proof)
    } catch {
      return refused(token, source, error, host: host)
    }
  }

  private func verification(
    of token: ReceivedToken, source: Verification.Source, host: String?, proof: LogProof?
  ) -> Verification {
    do throws(TokenRefusal) {
      return verification(of: try examine(token, proof: proof, fileFormat: nil), source: source, host: host)
    } catch {
      return refused(token.token, source, error, host: host)
    }
  }

  /// What a token proves, and what is known about its report now.
  /// - Parameters:
  ///   - proof: that it is in the log, if one was supplied.
  ///   - fileFormat: the extension of the report's file whose digest is needed too; nil: of none.
  /// - Throws: if it is not authenticated.
  func examine(
    _ received: ReceivedToken, proof: LogProof?, fileFormat: String?
  ) throws(TokenRefusal) -> ExaminedReport {
    let token = try authenticated(received, proof)
    let status = status(of: token.received, fileFormat)
    let evidence = ReportEvidence(
      token: token, status: status, statusTime: trust.statusTime.map { .listed($0) } ?? .asked)
    return ExaminedReport(evidence, isProven: proof != nil, by: trust, at: now)
  }

  func verification(of examined: ExaminedReport, source: Verification.Source, host: String?) -> Verification {
    var verification = Verification(
      source: source, answer: examined.answer, detail: examined.detail, host: host,
      evidence: .report(examined.evidence),
      notes: notes(isDevelopment: examined.evidence.token.key.isDevelopment, source, host) + examined.notes)
    if source == .copy, verification.isValid {
      if verification.answer == .validStatusStale { verification.notes.append(.statusStale) }
      verification.answer = .copyNotCompared
    }
    return verification
  }

  func refused(
    _ token: Token, _ source: Verification.Source, _ refusal: TokenRefusal, host: String? = nil
  ) -> Verification {
    Verification(
      source: source, answer: .token(refusal.reason), detail: refusal.detail, host: host, evidence: .token(token))
  }

  /// For a compromised key, only tokens that the log held before the compromise count. If no proof was supplied, the
  /// registry has it.
  private func authenticated(_ received: ReceivedToken, _ proof: LogProof?) throws(TokenRefusal) -> AuthenticToken {
    do throws(TokenRefusal) { return try received.authenticated(by: trust.keys, at: now, proof: proof) } catch {
      guard error.reason == .keyCompromised, proof == nil, let statuses else { throw error }
      let kept: LogProof?
      do { kept = try statuses.proof(of: received) } catch let problem {
        throw TokenRefusal(
          .keyCompromised, "\(error.detail); the registry could not be asked for a log proof: \(problem)")
      }
      guard let kept else { throw error }
      return try received.authenticated(by: trust.keys, at: now, proof: kept)
    }
  }

  private func status(of token: ReceivedToken, _ fileFormat: String?) -> ReportEvidence.Status {
    guard let statuses else { return .notAsked }
    do { return .found(try statuses.finding(of: token, fileFormat: fileFormat)) } catch {
      return .unavailable(problem: "\(error)")
    }
  }

  /// What a reader must know besides the answer about how the token was received.
  private func notes(
    isDevelopment: Bool, _ source: Verification.Source, _ host: String?
  ) -> [Verification.Note] {
    var notes: [Verification.Note] = []
    if isDevelopment { notes.append(.developmentKey) }
    if source == .image { notes.append(.pictureCodeOnly) }
    if source == .copy { notes.append(.copyCodeOnly) }
    if trust.origin == .unsigned { notes.append(.keySetNotRootSigned) }
    if let host, !trust.hosts.contains(host) { notes.append(trust.hosts.isEmpty ? .hostNotChecked : .hostUnknown) }
    return notes
  }
}
