import SwiftASN1

/// Checks the time stamp on a signature (RFC 3161, appendix A), if there is one: over this signature, by an authority
/// that chains to a pinned root.
/// - Parameters:
///   - roots: nil: the time stamp is not checked.
///   - now: seconds since 1970.
func checkTimeStamp(
  of received: ReceivedSignature, roots: CertificateRoots?, now: Int64
) throws(SignatureRefusal) -> VerifiedSignature.TimeStamp {
  guard let attributes = received.signer.unsignedAttributes else { return .none }
  // Nothing else is ever attached: a signature must hold nothing that nobody reads.
  guard attributes.count == 1, attributes[0].type == OID.timeStampToken, attributes[0].values.count == 1 else {
    throw SignatureRefusal(.attributes, "unsigned attributes other than one time stamp")
  }
  guard let roots else { return .notChecked }
  let stamp: VerifiedTimeStamp
  do {
    stamp = try VerifiedTimeStamp(
      token: try attributes[0].values[0].encoded(), over: received.signer.signature, roots: roots, now: now)
  } catch {
    throw SignatureRefusal(.timeStamp, (error as? SignatureRefusal)?.description ?? "\(error)")
  }
  return .verified(time: stamp.time, authority: stamp.authority)
}
