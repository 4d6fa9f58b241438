import Attestation
import Database

extension Schema {
  /// The registry's tables. A new step is added at the end.
  /// - Parameter secret: seals the rows that are there before there are seals.
  static func registry(_ secret: RegistrySecret) -> Schema {
    Schema(
      stepTable: "schema_step",
      steps: [
        .reportsAndLog, .verificationJournal, .failedLookups, .sizeAtIssue, .batches, .objections, .selfPrints,
        .filesAndPending, .reportFilesAndIssuers, .actions, .questions, .objectionDetails, .seals(secret),
        .countedVerifications, .writeTrial, .journalSegments,
      ])
  }
}

extension SchemaStep {
  /// The token's claims are public; the check code and the subject are HMACs under a secret that is not in the
  /// database. The canonical data are never in it.
  fileprivate static let reportsAndLog = SchemaStep(name: "reports and log") { dialect in
    let (integer, blob) = (dialect.integer, dialect.blob)
    return [
      table(
        """
        registry_value (
          name TEXT NOT NULL PRIMARY KEY,
          value \(blob) NOT NULL
        )
        """, dialect),
      table(
        """
        chain_tail (
          chain TEXT NOT NULL PRIMARY KEY,
          size \(integer) NOT NULL,
          hash \(blob) NOT NULL
        )
        """, dialect),
      table(
        """
        report (
          log_index \(integer) NOT NULL PRIMARY KEY,
          number TEXT NOT NULL UNIQUE,
          kind \(integer) NOT NULL,
          subject \(blob) NOT NULL,
          check_code \(blob) NOT NULL,
          token \(blob) NOT NULL,
          leaf \(blob) NOT NULL UNIQUE,
          status_list \(integer) NOT NULL,
          status_index \(integer) NOT NULL,
          issued_at \(integer) NOT NULL,
          expires_at \(integer) NOT NULL,
          status \(integer) NOT NULL,
          status_reason TEXT,
          status_changed_at \(integer) NOT NULL,
          file_sha256 \(blob),
          file_path TEXT,
          file_part TEXT,
          UNIQUE (status_list, status_index)
        )
        """, dialect),
      ("CREATE INDEX report_by_subject ON report (subject, kind)", []),
      ("CREATE INDEX report_by_status ON report (status) WHERE status <> 0", []),
      ("CREATE INDEX report_by_path ON report (file_path) WHERE file_path IS NOT NULL", []),
      table(
        """
        status_list (
          list \(integer) NOT NULL PRIMARY KEY,
          used \(integer) NOT NULL
        )
        """, dialect),
      table(
        """
        status_change (
          sequence \(integer) NOT NULL PRIMARY KEY,
          log_index \(integer) NOT NULL,
          changed_at \(integer) NOT NULL,
          from_status \(integer) NOT NULL,
          to_status \(integer) NOT NULL,
          reason TEXT NOT NULL,
          previous \(blob) NOT NULL,
          hash \(blob) NOT NULL
        )
        """, dialect),
      ("CREATE INDEX status_change_by_report ON status_change (log_index)", []),
      table(
        """
        log_node (
          level \(integer) NOT NULL,
          place \(integer) NOT NULL,
          hash \(blob) NOT NULL,
          PRIMARY KEY (level, place)
        )
        """, dialect),
      table(
        """
        log_checkpoint (
          size \(integer) NOT NULL PRIMARY KEY,
          note TEXT NOT NULL
        )
        """, dialect),
      head(.log, hash: LogStore.emptyRoot), head(.status, hash: HashChain.start),
    ]
  }

  fileprivate static let verificationJournal = SchemaStep(name: "verification journal") { dialect in
    [
      table(
        """
        journal (
          sequence \(dialect.integer) NOT NULL PRIMARY KEY,
          asked_at \(dialect.integer) NOT NULL,
          channel TEXT NOT NULL,
          agency TEXT NOT NULL,
          leaf \(dialect.blob) NOT NULL,
          result TEXT NOT NULL,
          previous \(dialect.blob) NOT NULL,
          hash \(dialect.blob) NOT NULL
        )
        """, dialect),
      head(.journal, hash: HashChain.start),
    ]
  }

  fileprivate static let failedLookups = SchemaStep(name: "failed lookups") { dialect in
    [
      table(
        """
        failed_lookup (
          bucket \(dialect.integer) NOT NULL PRIMARY KEY,
          since \(dialect.integer) NOT NULL,
          failures \(dialect.integer) NOT NULL
        )
        """, dialect),
      ("CREATE INDEX failed_lookup_by_time ON failed_lookup (since)", []),
    ]
  }

  /// Before this step every report had a checkpoint of its own.
  fileprivate static let sizeAtIssue = SchemaStep(name: "size of the log at issue") { dialect in
    [
      ("ALTER TABLE report ADD COLUMN log_size \(dialect.integer)", []),
      ("UPDATE report SET log_size = log_index + 1", []),
    ]
  }

  static func head(_ chain: ChainHead.Chain, hash: [UInt8]) -> Statement {
    ("INSERT INTO chain_tail (chain, size, hash) VALUES ($1, 0, $2)", [.text(chain.rawValue), .blob(hash)])
  }
}
