public import Attestation
import Signatures
public import Verifying

// The trust that published lists give a verifier. Nothing here asks a registry, a home or a network.

extension Trust {
  /// - Parameter list: verified against the pinned root.
  public init(_ list: TrustList) {
    self.init(
      keys: list.keys, origin: .root, certificateRoots: CertificateRoots(fingerprints: list.certificateRoots),
      clockFloor: SeenPublications(list).newest)
    seals = list.seals
  }

  /// - Parameter bundle: verified against the pinned root.
  public init(_ bundle: VerifiedBundle) {
    self.init(bundle.trustList)
    clockFloor = SeenPublications(bundle).newest
    statusTime = (bundle.statusLists.map(\.issuedAt) + bundle.changeLists.map(\.issuedAt)).min() ?? bundle.issuedAt
    freshUntil = min(bundle.refreshBy, bundle.trustList.refreshBy, bundle.statusLists.map(\.refreshBy).min() ?? .max)
  }
}

extension BundledStatuses {
  public init(_ bundle: VerifiedBundle) {
    self.init(
      bundle.statusLists.map(\.content), changes: bundle.changeLists.map(\.content),
      madeAt: bundle.statusLists.map(\.issuedAt).min() ?? bundle.issuedAt)
  }
}
