public import Attestation
public import PDFReading
public import Signatures

extension Verification {
  /// What was found out before the answer was given. The issuer's words stand in it only where their signature was found
  /// good: also those of an expired report, never those that could be anyone's.
  public enum Evidence: Sendable, Equatable {
    case nothing
    /// A file that is not the one that its data make: the first point in which it differs.
    case difference(PDFDifference)
    /// A token that is nobody's word.
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

/// A report that the issuer's own words speak of, and what became of it.
public struct ReportEvidence: Sendable, Equatable {
  public let token: AuthenticToken
  /// The report in the log and in journals.
  public let leaf: LogHash
  public let status: Status
  public let statusTime: StatusTime

  public init(token: AuthenticToken, status: Status, statusTime: StatusTime) {
    (self.token, self.status, self.statusTime) = (token, status, statusTime)
    leaf = MerkleTree.leafHash(token.received.leaf)
  }

  /// What is known of revocations.
  public enum Status: Sendable, Equatable {
    /// Nothing: there was nobody to ask.
    case notAsked
    /// Who was to be asked could not answer.
    case unavailable(problem: String)
    case found(StatusFinding)

    var reason: String? {
      guard case .found(.known(let status, let reason, _, _)) = self, status != .valid else { return nil }
      return reason
    }

    var file: IssuedFileDigest {
      switch self {
      case .found(.known(_, _, _, let file)): file
      case .notAsked, .found: .unknown
      case .unavailable(let problem): .inDoubt("the issued file could not be looked up: \(problem)")
      }
    }
  }

  /// Of what time the status is.
  public enum StatusTime: Sendable, Equatable {
    case asked
    /// Of lists that were made at a time, seconds since 1970.
    case listed(Int64)
  }
}

/// A PDF that is its report's.
public struct FileEvidence: Sendable, Equatable {
  public let signer: VerifiedSignature
  public let seal: Seal
  /// As attached, their digest being the one in the token.
  public let canonicalData: [UInt8]
  public let pages: PageComparison

  public init(signer: VerifiedSignature, seal: Seal, canonicalData: [UInt8], pages: PageComparison) {
    (self.signer, self.seal, self.canonicalData, self.pages) = (signer, seal, canonicalData, pages)
  }

  /// By what the signer is the issuer's.
  public enum Seal: Sendable, Equatable {
    /// The certificate itself is in the trust list.
    case pinned
    /// Only its authority is: another customer of that could have sealed other pages.
    case ofAuthority
  }
}
