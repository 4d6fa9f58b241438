/// A bundle signed by a key for publications, which the bundle's own trust list contains: pinned root → trust list →
/// key → bundle and status lists; log key → checkpoint.
public struct SignedBundle: Sendable, Hashable {
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) { self.bytes = bytes }

  /// Lists of changes are among the files, below this folder: a program from before them reads the bundle all the same.
  private static let changesFolder = "changes/"

  /// - Throws: `AttestationError.claim` for a path that leaves its folder, or too much content.
  public static func sign(
    _ bundle: VerificationBundle, with key: SigningKey
  ) throws(AttestationError) -> SignedBundle {
    for path in bundle.files.keys where !VerificationBundle.isPath(path) {
      throw .claim(name: "files", problem: "`\(path)` is no relative path without `.` and `..`")
    }
    var all = bundle.files
    for (place, list) in bundle.changeLists.enumerated() { all["\(changesFolder)\(place)"] = list.bytes }
    let files = CBOR.map(all.map { .init(.text($0.key), .bytes($0.value)) })
    let envelope = Envelope(
      issuedAt: bundle.issuedAt, refreshBy: bundle.refreshBy,
      content: [
        .bytes(bundle.trustList.bytes), .array(bundle.statusLists.map { .bytes($0.bytes) }),
        .text(bundle.checkpoint?.text ?? ""), files,
      ])
    return SignedBundle(bytes: try SignedMessage.sign(envelope.payload, as: .bundle, with: key))
  }

  /// Checks everything: if one part is wrong, nothing of the bundle is used. A stale bundle is not refused: compare
  /// `refreshBy`.
  /// - Parameters:
  ///   - list: another list of the same root; if it is newer than the bundle's, it replaces that: signatures of a key
  ///     that it calls stolen do not count.
  ///   - now: seconds since 1970.
  /// - Throws: `MALFORMED`, `WRONG_KIND`, `WRONG_ROOT`, `UNKNOWN_KEY`, `BAD_SIGNATURE`, `KEY_COMPROMISED`,
  ///   `KEY_OUT_OF_WINDOW`.
  public func verified(
    byRoot fingerprint: RootFingerprint, knowing list: TrustList? = nil, at now: Int64
  ) throws(TrustRefusal) -> VerifiedBundle {
    let message = try SignedMessage(reading: bytes, as: .bundle)
    let envelope = try Envelope(payload: message.payload, count: 4)
    guard case .bytes(let ownList) = envelope.content[0], case .array(let statuses) = envelope.content[1],
      case .text(let note) = envelope.content[2], case .map(let entries) = envelope.content[3]
    else { throw .malformed("payload: not trust list, status lists, checkpoint and files") }

    let own = try SignedTrustList(bytes: ownList).verified(byRoot: fingerprint)
    let trustList = list.flatMap { $0.sequence > own.sequence ? $0 : nil } ?? own
    try message.check(publishedBy: trustList.keys, issuedAt: envelope.issuedAt, now: now)

    var statusLists: [Published<StatusList>] = []
    for item in statuses {
      guard case .bytes(let bytes) = item else { throw .malformed("payload: a status list that is none") }
      let list = try SignedStatusList(bytes: bytes).verified(by: trustList.keys, at: now)
      guard !statusLists.contains(where: { $0.content.list == list.content.list }) else {
        throw .malformed("payload: two status lists of the number \(list.content.list)")
      }
      statusLists.append(list)
    }
    var files = try Self.files(entries)
    var changeLists: [Published<ChangeList>] = []
    for path in files.keys.filter({ $0.hasPrefix(Self.changesFolder) }).sorted() {
      guard let bytes = files.removeValue(forKey: path) else { continue }
      let list = try SignedChangeList(bytes: bytes).verified(by: trustList.keys, at: now)
      guard !changeLists.contains(where: { $0.content.list == list.content.list }) else {
        throw .malformed("payload: two lists of changes of the number \(list.content.list)")
      }
      changeLists.append(list)
    }
    let checkpoint =
      note.isEmpty ? nil : try SignedCheckpoint(text: note).verified(by: trustList.keys.logKeys(at: now))
    return VerifiedBundle(
      trustList: trustList, statusLists: statusLists, changeLists: changeLists, checkpoint: checkpoint, files: files,
      issuedAt: envelope.issuedAt, refreshBy: envelope.refreshBy)
  }

  private static func files(_ entries: [CBOR.Entry]) throws(TrustRefusal) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for entry in entries {
      guard case .text(let path) = entry.key, case .bytes(let bytes) = entry.value, VerificationBundle.isPath(path),
        files.updateValue(bytes, forKey: path) == nil
      else { throw .malformed("payload: a file whose path does not stay below its folder, or comes twice") }
    }
    return files
  }
}
