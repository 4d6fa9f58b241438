import ErrorCauses

extension KeyStore {
  /// The list that the root is to sign: the keys as they are now, to follow the installed list.
  /// - Parameters:
  ///   - certificateRoots: SHA-256 of certificates, in addition to those of the installed list.
  ///   - seals: SHA-256 of the certificates that may seal, in addition to those of the installed list.
  ///   - sealsSince: from when on reports need one of the seals; nil: as the installed list says. If that pins no
  ///     seals: from `now` on, because earlier reports were checked without seals; without an installed list: for all
  ///     reports.
  ///   - now, refreshBy: seconds since 1970.
  /// - Throws: `AttestationError.refused` in a development home, or without keys.
  public func draftTrustList(
    certificateRoots: [[UInt8]], seals: [[UInt8]] = [], sealsSince: Int64? = nil, now: Int64, refreshBy: Int64
  ) throws(AttestationError) -> TrustList {
    guard let keys = try keySetIfPresent(), !keys.entries.isEmpty else {
      throw .refused(location: keySetPath, problem: "there are no keys to export", remedy: .makeKey(use: nil))
    }
    try refuseTryingOut(keys)
    let installed = try trustList()
    var roots = installed?.certificateRoots ?? []
    for root in certificateRoots where !roots.contains(root) { roots.append(root) }
    var pinned = installed?.seals?.digests ?? []
    for seal in seals where !pinned.contains(seal) { pinned.append(seal) }
    let since = sealsSince ?? installed?.seals?.since ?? (installed == nil ? 0 : now)
    return TrustList(
      sequence: (installed?.sequence ?? 0) + 1, issuedAt: now, refreshBy: refreshBy, keys: keys,
      certificateRoots: roots, seals: pinned.isEmpty ? nil : PinnedSeals(digests: pinned, since: since))
  }

  public struct Installation: Sendable {
    public let list: TrustList
    public let root: RootFingerprint
    /// Whether the root was not known here before.
    public let isPinnedNow: Bool
  }

  /// Installs a list that the root signed.
  /// - Parameters:
  ///   - root: to be pinned if none is yet.
  ///   - name: the file's name, for errors.
  ///   - now: seconds since 1970.
  /// - Throws: `AttestationError.refused` for a list of another root, an older one, one from the future, or one that is
  ///   no list; also if no root is pinned or given.
  public func install(
    _ signed: SignedTrustList, root given: RootFingerprint?, name: String, now: Int64
  ) throws(AttestationError) -> Installation {
    try ProtectedFile(directory).makePrivateFolder()
    return try ProtectedFile("\(directory)/lock").locked { () throws(AttestationError) -> Installation in
      let pinned = try pinnedRoot()
      let root = try rootToTrust(pinned: pinned, given: given, signed, name)
      let list: TrustList
      do throws(TrustRefusal) {
        list = try signed.verified(byRoot: root)
        if let earlier = try? signedTrustList(), earlier != signed, let earlier = try? earlier.verified(byRoot: root),
          list.sequence <= earlier.sequence
        {
          throw TrustRefusal(
            .outdated, "its number \(list.sequence) is not above \(earlier.sequence), which is installed")
        }
      } catch {
        throw .refused(location: name, problem: "is not believed: \(error)")
      }
      guard list.issuedAt <= now + clockSkew else {
        throw .refused(location: name, problem: "was issued in the future; set the clock of this machine")
      }
      if list.keys.isDevelopment, try keySetIfPresent()?.isAnOperators ?? false {
        throw .refused(location: name, problem: "names keys for trying out, and this home has real ones")
      }
      if pinned == nil { try pin(root) }
      try ProtectedFile(trustListPath).write(signed.bytes, mode: 0o644)
      return Installation(list: list, root: root, isPinnedNow: pinned == nil)
    }
  }

  private func rootToTrust(
    pinned: RootFingerprint?, given: RootFingerprint?, _ signed: SignedTrustList, _ name: String
  ) throws(AttestationError) -> RootFingerprint {
    if let pinned {
      guard given ?? pinned == pinned else {
        throw .refused(
          location: rootFingerprintPath,
          problem: "another root is pinned here, \(pinned); use a fresh home for a new root"
        )
      }
      return pinned
    }
    if let given { return given }
    let claimed: RootFingerprint
    do throws(TrustRefusal) { claimed = try signed.claimedRoot() } catch {
      throw .refused(location: name, problem: "is not believed: \(error)")
    }
    throw .refused(
      location: name,
      problem: "says that it is of the root \(claimed), and none is pinned here yet; compare that with what the root's "
        + "keepers told you by another way", remedy: .rootFingerprint)
  }
}
