import SwiftASN1

/// A valid token of a time-stamping authority.
struct VerifiedTimeStamp {
  /// Seconds since 1970.
  let time: Int64
  let authority: String
  /// From the request.
  let nonce: ArraySlice<UInt8>?

  /// Clocks may differ by this many seconds (`verification.md` §4).
  private static let clockSkew: Int64 = 300

  /// - Parameters:
  ///   - token: ContentInfo in DER.
  ///   - bytes: what was stamped.
  ///   - now: seconds since 1970; the authority's certificates must be valid then.
  init(token: [UInt8], over bytes: ArraySlice<UInt8>, roots: CertificateRoots, now: Int64) throws(SignatureRefusal) {
    let received = try ReceivedSignature(timeStamp: token)
    guard let content = received.content else { throw SignatureRefusal(.malformed, "a time stamp without content") }
    for check in SignatureCheck.all { try check.run(received, [content]) }
    let info: TimeStampInfo
    do { info = try TimeStampInfo(derEncoded: content) } catch { throw SignatureRefusal(.malformed, "\(error)") }
    guard let digest = MessageDigest(info.digestAlgorithm) else {
      throw SignatureRefusal(.algorithm, "a time stamp over \(info.digestAlgorithm.algorithm)")
    }
    guard digest.of([bytes]) == Array(info.digest) else {
      throw SignatureRefusal(.digest, "the time stamp is of another signature")
    }
    guard info.time <= now + Self.clockSkew else {
      throw SignatureRefusal(.timeStamp, "the time stamp is of \(info.time), the clock says \(now)")
    }
    _ = try checkChain(of: received, for: .timeStamps, roots: roots, at: now)
    (time, nonce) = (min(info.time, now), info.nonce)
    authority = received.signerCertificate.certificate.subjectName
  }
}
