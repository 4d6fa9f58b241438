public import Attestation
public import FileFormats
public import Signatures

extension Verification {
  /// What was found before the answer was given. The issuer's statements are in it only if their signature is valid:
  /// this includes those of an expired report, but never unauthenticated ones.
  public enum Evidence: Sendable, Equatable {
    case nothing
    /// The file differs from the one that its data produce: the first difference.
    case difference(FileDifference)
    /// A token that is not authenticated.
    case token(Token)
    case report(ReportEvidence)
    case file(ReportEvidence, FileEvidence)

    public var report: ReportEvidence? {
      switch self {
      case .nothing, .difference, .token: nil
      case .report(let report), .file(let report, _): report
      }
    }

    public var file: FileEvidence? {
      guard case .file(_, let file) = self else { return nil }
      return file
    }
  }
}

/// A report with the issuer's authenticated statements, and its current status.
public struct ReportEvidence: Sendable, Equatable {
  public let token: AuthenticToken
  /// Identifies the report in the log and in journals.
  public let leaf: LogHash
  public let status: Status
  public let statusTime: StatusTime

  public init(token: AuthenticToken, status: Status, statusTime: StatusTime) {
    (self.token, self.status, self.statusTime) = (token, status, statusTime)
    leaf = MerkleTree.leafHash(token.received.leaf)
  }

  /// Whether it would still answer what it answered. Of a kind that concludes nothing, or a token that does not say under
  /// which profile, nobody could tell.
  public var data: DataState { token.claims.isWatched ? status.known?.data ?? .notWatched : .notWatched }

  /// What is known about revocations.
  public enum Status: Sendable, Equatable {
    /// Nothing: there was no source to ask.
    case notAsked
    /// The source could not answer.
    case unavailable(problem: String)
    case found(StatusFinding)

    var known: KnownStatus? {
      guard case .found(.known(let known)) = self else { return nil }
      return known
    }

    var reason: String? { known?.status == .valid ? nil : known?.reason }

    /// When the report got its status, seconds since 1970; nil: not known, or as issued.
    var since: Int64? { known?.since }

    /// Whether somebody knows that it has not been revoked, superseded or suspended.
    var isKnownValid: Bool { known?.status == .valid }

    var file: IssuedFileDigest {
      switch self {
      case .found(.known(let known)): known.file
      case .notAsked, .found: .unknown
      case .unavailable(let problem): .unavailable("the issued file could not be looked up: \(problem)")
      }
    }
  }

  /// The time to which the status refers.
  public enum StatusTime: Sendable, Equatable {
    case asked
    /// From lists made at a time, seconds since 1970.
    case listed(Int64)
  }
}

/// A file that belongs to its report.
public struct FileEvidence: Sendable, Equatable {
  public let signer: VerifiedSignature
  public let seal: Seal
  /// As attached; their digest is the one in the token.
  public let canonicalData: [UInt8]
  public let pages: PageComparison

  public init(signer: VerifiedSignature, seal: Seal, canonicalData: [UInt8], pages: PageComparison) {
    (self.signer, self.seal, self.canonicalData, self.pages) = (signer, seal, canonicalData, pages)
  }

  /// How the signer is linked to the issuer.
  public enum Seal: Sendable, Equatable {
    /// The certificate itself is in the trust list.
    case pinned
    /// Only its authority is in the list: another customer of it could have sealed other pages.
    case ofAuthority
  }
}
