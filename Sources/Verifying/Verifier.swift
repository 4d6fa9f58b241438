public import Attestation
public import FileFormats

/// Gives one answer to digits, a link, a picture or a file. When in doubt, the answer is no.
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

  /// - Parameters:
  ///   - bytes: a PNG or JPEG picture of the QR code: a photo, a scan, a screenshot.
  ///   - reader: reads the code.
  public func verify(image bytes: [UInt8], readBy reader: PictureReader) -> Verification {
    do throws(PictureRefusal) { return verify(pictureTexts: try reader.texts(in: bytes)) } catch {
      return Verification(refusing: error)
    }
  }

  /// - Parameter texts: of the QR symbols in one picture.
  public func verify(pictureTexts texts: [String]) -> Verification {
    guard !texts.isEmpty else { return Verification(refusing: PictureRefusal(.withoutCode)) }
    let links = texts.compactMap(FoundLink.init)
    guard let link = links.first else {
      return Verification(
        source: .image, answer: .token(.malformed), detail: "the picture's QR code is not a verification link")
    }
    guard links.allSatisfy({ $0.token.token == link.token.token }) else {
      return Verification(refusing: PictureRefusal(.ambiguous))
    }
    return verification(of: link.token, source: .image, host: link.host, proof: nil)
  }

  /// - Parameters:
  ///   - bytes: of a report's file, PNG or JPEG. The bytes themselves show which, and nothing may contradict them.
  ///   - name: of the file; nil: it has none.
  ///   - mediaType: as declared by the sender; nil: not declared.
  ///   - reader: nil: pictures are not read here.
  public func verify(
    file bytes: [UInt8], name: String? = nil, mediaType: String? = nil, readBy reader: PictureReader? = nil
  ) -> Verification {
    do throws(FileRefusal) {
      switch try FileKind(of: bytes, name: name, mediaType: mediaType, among: formats) {
      case .document(let format): return verify(document: bytes, as: format)
      case .picture:
        guard let reader else { return Verification(refusing: PictureRefusal(.readingStopped)) }
        return verify(image: bytes, readBy: reader)
      }
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
    Verification(
      source: source, answer: examined.answer, detail: examined.detail, host: host,
      evidence: .report(examined.evidence),
      notes: notes(isDevelopment: examined.evidence.token.key.isDevelopment, source, host) + examined.notes)
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
      guard error.reason == .keyCompromised, proof == nil, let kept = try? statuses?.proof(of: received) else {
        throw error
      }
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
    if trust.origin == .unsigned { notes.append(.keySetNotRootSigned) }
    if let host, !trust.hosts.contains(host) { notes.append(trust.hosts.isEmpty ? .hostNotChecked : .hostUnknown) }
    return notes
  }
}

/// A link to a token found in a picture, and the token.
private struct FoundLink {
  let token: ReceivedToken
  let host: String?

  /// Nil if the text is not a link to a token.
  init?(_ text: String) {
    guard let link = try? VerificationLink(reading: text), let token = try? ReceivedToken(link.token) else {
      return nil
    }
    (self.token, host) = (token, link.host)
  }
}
