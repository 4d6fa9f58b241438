public import Attestation
import Database

/// What an audit looked at and what it found.
public struct Audit: Sendable, Equatable {
  public struct Finding: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
      /// The journal of verifications differs from what was written.
      case journal
      /// A status differs from its history, or the history was changed.
      case status
      /// A mark of changed data differs from its history, or the history was changed.
      case change
      /// A report's row does not agree with its token.
      case report
      /// A leaf of the log differs from that of the report's token.
      case leaf
      /// A hash inside the log is wrong, missing or superfluous.
      case node
      /// A checkpoint is missing, not signed by the log, or of another tree.
      case checkpoint
      /// A checkpoint or receipt that somebody else kept does not match: history was rewritten.
      case history
      /// A report's file is missing, moved or has other bytes, or its registered SHA-256 was changed.
      case file
      /// A row was changed by another program, or made by it.
      case row
      /// An action that two persons decide differs from its history, or one person decided it.
      case action
    }
    public let kind: Kind
    /// Such as `report 2026…`, `leaf 3`, `verification 12`.
    public let subject: String
    public let problem: String
  }

  /// In the order found; at most 100 of each kind.
  public internal(set) var findings: [Finding] = []
  /// How many findings were left out beyond that limit.
  public internal(set) var omitted = 0
  public internal(set) var reports = 0
  public internal(set) var checkpoints = 0
  public internal(set) var statusChanges = 0
  /// Those that have rows of their own in the journal, and looks.
  public internal(set) var verifications = 0
  /// Those that share rows: the sum of their counts.
  public internal(set) var countedVerifications: Int64 = 0
  /// Segments of the journal that stand in files.
  public internal(set) var segments = 0
  public internal(set) var files = 0
  public internal(set) var actions = 0
  /// Files whose path a later report has taken: they are not checked.
  public internal(set) var replacedFiles = 0
  /// Reports that wait for their files. Not a finding: they may still be in progress.
  public internal(set) var pending = 0
  /// The log's root, recomputed from its reports.
  public internal(set) var root = MerkleTree.emptyRoot

  public var isClean: Bool { findings.isEmpty }

  static let limit = 100

  mutating func add(_ kind: Finding.Kind, _ subject: String, _ problem: String) {
    guard findings.count(where: { $0.kind == kind }) < Self.limit else {
      omitted += 1
      return
    }
    findings.append(Finding(kind: kind, subject: subject, problem: problem))
  }

  /// What others kept of earlier states: an insider who holds database and log key cannot rewrite it.
  public struct Held: Sendable {
    public var checkpoints: [SignedCheckpoint]
    public var receipts: [JournalReceipt]
    /// The folder of the files into which rows of the journal were moved; nil: the files are not looked at.
    public var journalFolder: String?
    public init(
      checkpoints: [SignedCheckpoint] = [], receipts: [JournalReceipt] = [], journalFolder: String? = nil
    ) {
      (self.checkpoints, self.receipts, self.journalFolder) = (checkpoints, receipts, journalFolder)
    }
  }
}

extension Registry {
  /// Checks everything: the chains of journal, statuses, changes of data, issued files and actions row by row; the seals
  /// of all other rows (`SealedTable`); every report against its leaf;
  /// every hash of the log, recomputed from the reports; every stored checkpoint, its signature, and that each is a
  /// prefix of the next.
  /// - Parameters:
  ///   - keys: the log's public keys, past ones too.
  ///   - held: what others kept. Without it, an insider who has the log's key could have rewritten everything.
  ///   - files: access to the reports' files; nil: they are not checked.
  ///   - folders: where to look for files that are no longer in their own folders.
  /// - Throws: if the database cannot be read. What is wrong with its contents is a finding.
  public func audit(
    keys: [LogPublicKey], held: Audit.Held = Audit.Held(), files: ReportFiles? = nil, lookingIn folders: [String] = []
  ) throws -> Audit {
    var audit = Audit()
    try database.read { session in
      var journal = JournalAudit(session: session, receipts: held.receipts, folder: held.journalFolder)
      try journal.run(&audit)
      try IssuedFilesAudit(session: session).run(&audit)
      let done = try ActionAudit(session: session).run(&audit)
      try RaisedTrustAudit(session: session, done: done).run(&audit)
      try ChangeAudit(session: session).run(&audit)
      try SealAudit(session: session, secret: secret).run(&audit)
      let statuses = try StatusAudit(session: session).run(&audit)
      var log = LogAudit(session: session, location: database.location, keys: keys, statuses: statuses)
      try log.run(held.checkpoints, &audit)
    }
    if let files {
      var look = FileAudit(rows: try fileRows(), files: files, otherFolders: folders)
      try look.run(&audit)
    }
    return audit
  }
}
