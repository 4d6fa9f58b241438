import SwiftASN1

/// The time stamp on a signature (RFC 3161, appendix A), if there is one: over this signature, by an authority from a
/// pinned root.
/// - Parameters:
///   - roots: nil: not looked at.
///   - now: seconds since 1970.
func checkTimeStamp(
  of received: ReceivedSignature, roots: CertificateRoots?, now: Int64
) throws(SignatureRefusal) -> VerifiedSignature.TimeStamp {
  guard let attributes = received.signer.unsignedAttributes else { return .none }
  // Nothing else is ever attached; what nobody reads has no place in a signature.
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
