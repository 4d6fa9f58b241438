import SwiftASN1
import X509

/// Whether a signature names a signer under these roots, whatever it signs and whether or not it is valid. That proves
/// nothing for a file; it says whose file it gives itself for.
/// - Parameters:
///   - cms: ContentInfo in DER.
///   - now: seconds since 1970.
public func namesSigner(cms: [UInt8], under roots: CertificateRoots, now: Int64) -> Bool {
  guard let received = try? ReceivedSignature(document: cms) else { return false }
  return (try? checkChain(of: received, for: .documents, roots: roots, at: now)) != nil
}
