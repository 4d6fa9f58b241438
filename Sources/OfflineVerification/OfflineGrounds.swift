public import Attestation
public import FileFormats
public import Records
public import Verifying

/// What a machine without a home and a registry verifies reports with: published material that can be handed over as
/// files.
public struct OfflineGrounds: Sendable {
  public var trust: Trust
  /// How old they are.
  public let seen: SeenPublications
  /// From a bundle; a trust list alone has no revocation data.
  public let statuses: (any StatusSource)?
  /// The names of the bits of a token's masks; with only a trust list, numbers are shown.
  public let tokenNames: TokenNames

  /// - Parameter list: verified against the pinned root.
  public init(_ list: TrustList) {
    trust = Trust(list)
    // After that time a key may have been stolen without this list saying so.
    trust.freshUntil = list.refreshBy
    (seen, statuses, tokenNames) = (SeenPublications(list), nil, TokenNames())
  }

  /// - Parameter bundle: verified against the pinned root.
  /// - Throws: `CatalogueError` if this program cannot read the bundle's catalogue.
  public init(_ bundle: VerifiedBundle) throws(CatalogueError) {
    (trust, seen, statuses) = (Trust(bundle), SeenPublications(bundle), BundledStatuses(bundle))
    tokenNames = TokenNames(of: try Catalogue.load(files: bundle.files, below: "templates/catalogue"))
  }

  /// A verifier that does not make pages again.
  /// - Parameters:
  ///   - now: seconds since 1970.
  ///   - formats: those of the files that it takes.
  public func verifier(at now: Int64, formats: ReadableFormats) -> Verifier {
    Verifier(trust: trust, statuses: statuses, formats: formats, now: now, reproduce: reproducesNothing)
  }
}
