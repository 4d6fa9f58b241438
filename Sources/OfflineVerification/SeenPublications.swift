public import Attestation

/// What an issuer's publications say of their own age: of those at hand, or of the newest that a verifier has seen.
public struct SeenPublications: Sendable, Equatable, Codable {
  /// The newest time that a key of the issuer's signed, seconds since 1970: no right clock shows an earlier one.
  public var newest: Int64
  /// When the bundle was made, seconds since 1970; nil: there is none.
  public var bundle: Int64?
  /// The number of the trust list, which grows with every list (`TrustList.sequence`); nil: it does not matter.
  public var list: UInt64?

  public init(newest: Int64, bundle: Int64? = nil, list: UInt64? = nil) {
    (self.newest, self.bundle, self.list) = (newest, bundle, list)
  }

  /// - Parameter list: verified against the pinned root.
  public init(_ list: TrustList) { self.init(newest: list.issuedAt, list: list.sequence) }

  /// - Parameter bundle: verified against the pinned root.
  public init(_ bundle: VerifiedBundle) {
    let newest = max(bundle.issuedAt, bundle.statusLists.map(\.issuedAt).max() ?? 0, bundle.trustList.issuedAt)
    self.init(newest: newest, bundle: bundle.issuedAt, list: bundle.trustList.sequence)
  }

  /// The newer of both, each for itself: a list may be younger than the bundle that it was given with.
  func merged(_ other: SeenPublications) -> SeenPublications {
    SeenPublications(
      newest: max(newest, other.newest), bundle: [bundle, other.bundle].compactMap(\.self).max(),
      list: [list, other.list].compactMap(\.self).max())
  }
}
