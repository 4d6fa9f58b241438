/// A well-formed token. Its claims are whatever its maker wrote: only an `AuthenticToken` may be believed.
public struct ReceivedToken: Sendable, Equatable {
  public let token: Token
  /// From the protected header. The algorithm's number is only compared with the key's.
  public let algorithm: Int64
  public let kid: KeyID
  public let claims: ReportClaims

  let header: [UInt8]
  let payload: [UInt8]
  /// What the log holds of this report: the claims without the signature, so that a second signature over the same
  /// claims does not make a second report.
  public var leaf: [UInt8] { payload }
  /// r ‖ s, 32 bytes each.
  let signature: [UInt8]

  /// - Throws: `MALFORMED` for anything that is not a CRT1 token in its only encoding.
  public init(_ token: Token) throws(TokenRefusal) {
    guard token.bytes.count <= Token.maximumSize else { throw .malformed("too long for a token") }
    let message: CBOR
    do { message = try CBOR(decoding: token.bytes) } catch { throw .malformed("\(error)") }
    guard case .tagged(COSE.sign1Tag, .array(let parts)) = message, parts.count == 4,
      case .bytes(let header) = parts[0], parts[1] == .map([]),
      case .bytes(let payload) = parts[2], case .bytes(let signature) = parts[3], signature.count == 64
    else { throw .malformed("not a COSE_Sign1 message with an empty unprotected header and a signature of 64 bytes") }

    (algorithm, kid) = try Self.read(header: header)
    claims = try ReportClaims(payload: payload)
    (self.token, self.header, self.payload, self.signature) = (token, header, payload, signature)
  }

  private static func read(header: [UInt8]) throws(TokenRefusal) -> (algorithm: Int64, kid: KeyID) {
    let map: CBOR
    do { map = try CBOR(decoding: header) } catch { throw .malformed("header: \(error)") }
    guard case .map(let entries) = map, entries.map(\.key.integer) == [COSE.algorithmLabel, COSE.keyIDLabel],
      let algorithm = entries[0].value.integer, case .bytes(let bytes) = entries[1].value, let kid = KeyID(bytes)
    else { throw .malformed("header: not exactly an algorithm and a key id of 4 bytes") }
    return (algorithm, kid)
  }

  /// Verifies who signed: the key is in the key set and for reports, was allowed to sign at the token's time, and made
  /// this signature.
  /// - Parameters:
  ///   - now: seconds since 1970.
  ///   - proof: that the token is in the log; required if its key was compromised.
  /// - Throws: the first check that fails.
  public func authenticated(
    by keys: KeySet, at now: Int64, proof: LogProof? = nil
  ) throws(TokenRefusal) -> AuthenticToken {
    guard let key = keys[kid] else { throw TokenRefusal(.unknownKey, "no key \(kid) in the key set") }
    guard key.uses.contains(.reports) else { throw TokenRefusal(.unknownKey, "key \(kid) is not for reports") }
    let circumstances = KeyCheck.Circumstances(key: key, keys: keys, now: now, proof: proof)
    for check in KeyCheck.all { try check.run(self, circumstances) }
    return AuthenticToken(received: self, key: key)
  }
}

/// A token whose claims the issuer made. They may be out of date.
public struct AuthenticToken: Sendable, Equatable {
  public let received: ReceivedToken
  public let key: KeySet.Entry
  public var claims: ReportClaims { received.claims }

  /// - Parameter now: seconds since 1970.
  /// - Throws: `NOT_YET_VALID`, `EXPIRED`.
  public func verified(at now: Int64) throws(TokenRefusal) -> VerifiedToken {
    try checkPeriod(of: claims, at: now)
    return VerifiedToken(authentic: self)
  }
}

/// A token that is valid at the given time. Revocation is not checked: that takes a status list.
public struct VerifiedToken: Sendable, Equatable {
  public let authentic: AuthenticToken
  public var claims: ReportClaims { authentic.claims }
}
