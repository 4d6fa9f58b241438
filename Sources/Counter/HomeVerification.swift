public import Attestation
public import Issuing
import Registry
import Signatures
public import Verifying

extension Trust {
  /// What a home believes: the list that its pinned root signed.
  /// - Throws: `AttestationError` where the home has none, or a damaged one.
  public init(of home: Home) throws {
    let store = KeyStore(directory: home.keys)
    guard let list = try store.trustList() else {
      throw AttestationError.file(
        path: home.keys,
        problem: "there is no trust list; install the issuer's (xinbao key install), or give --bundle and --root")
    }
    self.init(list)
    hosts = [home.configuration.host]
  }

  /// - Parameter list: checked against the pinned root.
  public init(_ list: TrustList) {
    self.init(
      keys: list.keys, origin: .root, certificateRoots: CertificateRoots(fingerprints: list.certificateRoots),
      clockFloor: list.issuedAt)
    seals = list.seals
  }

  /// - Parameter bundle: checked against the pinned root.
  public init(_ bundle: VerifiedBundle) {
    self.init(bundle.trustList)
    clockFloor = max(bundle.issuedAt, bundle.statusLists.map(\.issuedAt).max() ?? 0, bundle.trustList.issuedAt)
    statusTime = bundle.statusLists.map(\.issuedAt).min() ?? bundle.issuedAt
    freshUntil = min(bundle.refreshBy, bundle.trustList.refreshBy, bundle.statusLists.map(\.refreshBy).min() ?? .max)
  }
}

extension BundledStatuses {
  public init(_ bundle: VerifiedBundle) {
    self.init(bundle.statusLists.map(\.content), madeAt: bundle.statusLists.map(\.issuedAt).min() ?? bundle.issuedAt)
  }
}
