/// All that a machine without a network needs to verify reports, in one file.
public struct VerificationBundle: Sendable, Equatable {
  public var trustList: SignedTrustList
  public var statusLists: [SignedStatusList]
  /// At most one beside each status list.
  public var changeLists: [SignedChangeList]
  public var checkpoint: SignedCheckpoint?
  /// Catalogues and templates by path (`templates/…`): they name the domains and render pages again.
  public var files: [String: [UInt8]]
  /// Seconds since 1970.
  public var issuedAt: Int64
  public var refreshBy: Int64

  public init(
    trustList: SignedTrustList, statusLists: [SignedStatusList], changeLists: [SignedChangeList],
    checkpoint: SignedCheckpoint?, files: [String: [UInt8]], issuedAt: Int64, refreshBy: Int64
  ) {
    (self.trustList, self.statusLists, self.changeLists) = (trustList, statusLists, changeLists)
    self.checkpoint = checkpoint
    (self.files, self.issuedAt, self.refreshBy) = (files, issuedAt, refreshBy)
  }

  /// A path must stay below the folder into which a bundle is unpacked.
  /// Scalar by scalar, as the system reads it: to Swift, a slash with a mark over it is another character.
  static func isPath(_ path: String) -> Bool {
    let parts = path.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false)
    return path.utf8.count <= 255
      && parts.allSatisfy { part in
        !part.isEmpty && !part.elementsEqual(["."]) && !part.elementsEqual([".", "."])
          && part.allSatisfy { $0.properties.generalCategory != .control && $0 != "\\" }
      }
  }
}

/// A bundle whose every part was verified.
public struct VerifiedBundle: Sendable, Equatable {
  public let trustList: TrustList
  public let statusLists: [Published<StatusList>]
  /// None: the bundle is from before lists of changes.
  public let changeLists: [Published<ChangeList>]
  public let checkpoint: Checkpoint?
  public let files: [String: [UInt8]]
  /// Seconds since 1970. A clock that shows an earlier time is slow.
  public let issuedAt: Int64
  /// From when on its answers may be out of date; seconds since 1970.
  public let refreshBy: Int64
}
