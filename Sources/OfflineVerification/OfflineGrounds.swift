public import Attestation
public import Records
public import Verifying

/// By what a machine without a home and a registry checks reports: what was published and can be handed over as files.
public struct OfflineGrounds: Sendable {
  public var trust: Trust
  /// Of a bundle; a trust list alone knows nothing of revocations.
  public let statuses: (any StatusSource)?
  /// What the bits of a token's masks are called; by a trust list alone, numbers stand for them.
  public let domainNames: DomainNames

  /// - Parameter list: checked against the pinned root.
  public init(_ list: TrustList) {
    trust = Trust(list)
    // Beyond it, a key may have been stolen of which this list does not know.
    trust.freshUntil = list.refreshBy
    (statuses, domainNames) = (nil, DomainNames())
  }

  /// - Parameter bundle: checked against the pinned root.
  /// - Throws: `CatalogueError` where the bundle's catalogue is none that this program reads.
  public init(_ bundle: VerifiedBundle) throws(CatalogueError) {
    (trust, statuses) = (Trust(bundle), BundledStatuses(bundle))
    domainNames = DomainNames(of: try Catalogue.load(files: bundle.files, below: "templates/catalogue"))
  }

  /// A verifier that makes no pages again.
  /// - Parameter now: seconds since 1970.
  public func verifier(at now: Int64) -> Verifier {
    Verifier(trust: trust, statuses: statuses, now: now, reproduce: reproducesNothing)
  }
}
