public import Attestation
import ErrorCauses
import Issuing
import Registry
import Signatures

extension Home {
  /// Keys and trust list; development ones are created if there are none.
  /// - Parameter now: seconds since 1970.
  public func openKeys(now: Int64) throws -> KeyStore.Contents {
    try openKeys(now: now, signer: documentSigner { now })
  }

  /// What signs publications and receipts here. A home that only verifies needs no key for reports and no seal.
  /// - Parameter now: seconds since 1970.
  public func openPublishingKeys(now: Int64) throws -> KeyStore.PublishingKeys {
    let store = KeyStore(directory: keys)
    return store.makesDevelopmentKeys ? .init(try openKeys(now: now)) : try store.publishingKeys(now: now)
  }

  /// The signer of files that must verify: a verifier knows the root only by its digest, so the file's signature must
  /// contain the root's certificate.
  func issuingSigner(now: @escaping @Sendable () -> Int64) throws -> DocumentSigner {
    let signer = try documentSigner(now: now)
    if let issuer = signer.missingIssuer {
      throw InstallationError.noKey(
        path: configuration.certificate ?? keys,
        problem:
          "the chain of the certificate \(signer.name) misses the certificate of its issuer \(issuer), so that no "
          + "verifier would accept the files; add the certificates up to the root to the file (PEM: append them)")
    }
    return signer
  }

  private func openKeys(now: Int64, signer: DocumentSigner) throws -> KeyStore.Contents {
    let roots = signer.rootFingerprints
    return try KeyStore(directory: keys).open(
      now: now, logName: "\(configuration.host)/log", certificateRoots: roots, seal: signer.sealFingerprint)
  }

  /// Whether what somebody typed about deliveries counts, in reports and in what is said of reports.
  public func trustsDeclaredCoverage(_ keys: KeyStore.Contents) -> Bool {
    keys.isDevelopment || configuration.trustDeclaredCoverage
  }

  /// All that is needed to issue reports.
  /// - Parameters:
  ///   - catalogueVersion: version of the catalogue that the reports are made with.
  ///   - issuedAt: the reports' time of issue, seconds since 1970; the keys must be allowed to sign then.
  ///   - clock: the time at which the file is signed, seconds since 1970.
  func issuer(
    registry: Registry, catalogueVersion: UInt16, issuedAt: Int64, clock: @escaping @Sendable () -> Int64
  ) throws -> Issuer {
    try registry.checkIsFitToIssue()
    let signer = try issuingSigner(now: clock)
    let contents = try openKeys(now: issuedAt, signer: signer)
    // A file that no verifier would accept is worse than none.
    if let root = signer.rootFingerprint, !contents.trustList.certificateRoots.contains(root) {
      throw InstallationError.noKey(
        path: configuration.certificate ?? keys,
        problem:
          "the root of the certificate \(signer.name) is not in the trust list, so that no verifier would accept "
          + "the files", remedy: .signCertificateRoot)
    }
    if let seals = contents.trustList.seals, issuedAt >= seals.since, !seals.digests.contains(signer.sealFingerprint) {
      throw InstallationError.noKey(
        path: configuration.certificate ?? keys,
        problem:
          "the certificate \(signer.name) is none of the seals in the trust list, so that no verifier would accept the "
          + "files", remedy: .signSeal)
    }
    guard signer.rootFingerprints.allSatisfy(contents.trustList.certificateRoots.contains) else {
      throw InstallationError.noKey(
        path: configuration.timeStampRoots ?? keys,
        problem:
          "a root of the time stamps is not in the trust list, so that no verifier would accept the files",
        remedy: .signCertificateRoot)
    }
    if !contents.isDevelopment { try registry.requireTwoPersons(at: clock()) }
    return Issuer(
      registry: registry, key: contents.reports, log: LogSigner(key: contents.log), signer: signer,
      host: configuration.host, validityDays: configuration.validityDays, catalogueVersion: catalogueVersion,
      trustsDeclaredCoverage: trustsDeclaredCoverage(contents), clock: clock,
      notes: contents.isDevelopment
        ? ["development key \(contents.reports.kid): for trying out, not for real reports"] : [])
  }
}
