public import Attestation

/// Gives one answer to digits, a link, a picture or a PDF. Every doubt is a no.
public struct Verifier: Sendable {
  public let trust: Trust
  /// Nil: nothing is known of revocations, and every answer says so.
  public let statuses: (any StatusSource)?
  /// Makes a report's PDF anew: implemented where templates and fonts are, of which a verifier knows nothing.
  public typealias Redraw =
    @Sendable (
      _ canonicalData: [UInt8], _ token: Token, _ proof: [UInt8], _ signatureRoom: Int
    ) throws(RedrawFailure) -> [UInt8]
  /// The file as the issuer must have made it, up to its signature.
  public let redraw: Redraw
  /// Seconds since 1970.
  public let now: Int64

  public init(trust: Trust, statuses: (any StatusSource)?, now: Int64, redraw: @escaping Redraw) {
    (self.trust, self.statuses, self.now, self.redraw) = (trust, statuses, now, redraw)
  }

  /// - Parameter text: what a camera, a scanner or a person gives: a verification link, or its digits.
  public func verify(digits text: String) -> Verification {
    do throws(TokenRefusal) {
      let link = try VerificationLink(reading: text)
      return verify(link.token, source: .digits, host: link.host)
    } catch {
      return refused(.digits, .token(error.reason), error.detail)
    }
  }

  /// - Parameters:
  ///   - bytes: a PNG or JPEG picture with the QR on it: a photo, a scan, a screenshot.
  ///   - reader: who looks for it.
  public func verify(image bytes: [UInt8], readBy reader: PictureReader) -> Verification {
    do throws(PictureRefusal) { return verify(pictureTexts: try reader.texts(in: bytes)) } catch {
      return Verification(refusing: error)
    }
  }

  /// - Parameter texts: of the QR symbols in one picture.
  public func verify(pictureTexts texts: [String]) -> Verification {
    guard !texts.isEmpty else { return refused(.image, .file(.imageWithoutCode)) }
    let links = texts.compactMap(VerificationLink.init(found:))
    guard let link = links.first else {
      return refused(.image, .token(.malformed), "the picture's QR code is not a verification link")
    }
    guard links.allSatisfy({ $0.token == link.token }) else { return refused(.image, .file(.imageAmbiguous)) }
    return verify(link.token, source: .image, host: link.host)
  }

  /// - Parameters:
  ///   - bytes: of a PDF, PNG or JPEG; which of them, they say themselves, and nothing may say otherwise.
  ///   - name: of the file; nil: it has none.
  ///   - mediaType: as which it was sent; nil: nothing was said.
  ///   - reader: nil: no pictures are read here.
  public func verify(
    file bytes: [UInt8], name: String? = nil, mediaType: String? = nil, readBy reader: PictureReader? = nil
  ) -> Verification {
    do throws(FileRefusal) {
      guard try FileFormat(of: bytes, name: name, mediaType: mediaType).isPicture else { return verify(pdf: bytes) }
      guard let reader else { throw .imageReadingStopped }
      return verify(image: bytes, readBy: reader)
    } catch {
      return Verification(refusing: error)
    }
  }

  /// A token from wherever it was had.
  /// - Parameters:
  ///   - host: of the link in which it stood.
  ///   - proof: that it stands in the log, where one came with it.
  public func verify(
    _ token: Token, source: Verification.Source, host: String? = nil, proof: LogProof? = nil
  ) -> Verification {
    var verification = Verification(
      source: source, answer: .valid, token: token, development: false, host: host, notes: [])
    do throws(TokenRefusal) {
      let received = try ReceivedToken(token)
      let authentic = try authenticated(received, proof)
      (verification.claims, verification.kid) = (authentic.claims, authentic.key.kid)
      verification.statusTime = trust.statusTime
      verification.leaf = MerkleTree.leafHash(received.leaf)
      verification.development = authentic.key.isDevelopment
      verification.notes = notes(of: verification)
      look(up: authentic, hasProof: proof != nil, &verification)
    } catch {
      verification.answer = .token(error.reason)
      verification.detail = error.detail
    }
    return verification
  }

  /// Of a compromised key, only what the log holds from before counts: the registry has the proof where none came along.
  private func authenticated(_ received: ReceivedToken, _ proof: LogProof?) throws(TokenRefusal) -> AuthenticToken {
    do throws(TokenRefusal) { return try received.authenticated(by: trust.keys, at: now, proof: proof) } catch {
      guard error.reason == .keyCompromised, proof == nil, let kept = try? statuses?.proof(of: received) else {
        throw error
      }
      return try received.authenticated(by: trust.keys, at: now, proof: kept)
    }
  }

  /// What holds now: status before dates, since of a report that is both revoked and expired the first matters more.
  private func look(up token: AuthenticToken, hasProof: Bool, _ verification: inout Verification) {
    guard trust.clockFloor <= now + clockSkew else {
      verification.answer = .clockBehindBundle
      verification.detail = "the clock says \(now); a trusted key signed at \(trust.clockFloor)"
      return
    }
    var isLogged = hasProof
    var isStale = trust.freshUntil.map { $0 < now } ?? false
    switch finding(of: token.received, &verification) {
    case .known(let status, let reason, let logged):
      isLogged = isLogged || logged
      if status != .valid {
        verification.answer = .status(status)
        verification.statusReason = reason
      }
    case .notRegistered:
      verification.answer = .notRegistered
      verification.detail = "the registry has no report \(token.claims.number) with this token"
    case .notCovered: isStale = true
    case nil:
      verification.notes.append(.statusNotChecked)
      // Who has a registry and cannot ask it does not know whether the report still holds.
      if statuses != nil { verification.answer = .statusUnavailable }
    }
    if !isLogged { verification.notes.append(.logNotChecked) }
    guard verification.answer == .valid else { return }
    do throws(TokenRefusal) {
      _ = try token.verified(at: now)
      if isStale { verification.answer = .validStatusStale }
    } catch {
      verification.answer = .token(error.reason)
      verification.detail = error.detail
    }
  }

  /// Nil: nobody could be asked.
  private func finding(of token: ReceivedToken, _ verification: inout Verification) -> StatusFinding? {
    do { return try statuses?.status(of: token) } catch {
      verification.detail = "the status could not be looked up: \(error)"
      return nil
    }
  }

  /// What a reader must know beside the answer.
  private func notes(of verification: Verification) -> [Verification.Note] {
    var notes: [Verification.Note] = []
    if verification.development { notes.append(.developmentKey) }
    if verification.source == .image { notes.append(.pictureCodeOnly) }
    if trust.origin == .unsigned { notes.append(.keySetNotRootSigned) }
    if let host = verification.host, !trust.hosts.contains(host) {
      notes.append(trust.hosts.isEmpty ? .hostNotChecked : .hostUnknown)
    }
    return notes
  }

  func refused(_ source: Verification.Source, _ answer: Answer, _ detail: String? = nil) -> Verification {
    Verification(source: source, answer: answer, detail: detail, development: false, notes: [])
  }
}

extension VerificationLink {
  /// Nil for a text that is not a link to a token at all.
  fileprivate init?(found text: String) {
    guard let link = try? VerificationLink(reading: text), (try? ReceivedToken(link.token)) != nil else { return nil }
    self = link
  }
}
