import Attestation
import Database
import ReportKinds

// What a report answers, so that only the same question supersedes it, and so that it is noticed when its answer would
// be another one now.

extension SchemaStep {
  /// Reports from before this step have no question: only a report that names them supersedes them.
  static let questions = SchemaStep(name: "questions and changes of data") { dialect in
    let (integer, blob) = (dialect.integer, dialect.blob)
    return [
      // An HMAC, like the subject.
      ("ALTER TABLE report ADD COLUMN question \(blob)", []),
      // The period that was asked about: days since 1970.
      ("ALTER TABLE report ADD COLUMN first_day \(integer)", []),
      ("ALTER TABLE report ADD COLUMN last_day \(integer)", []),
      // Whether changes of its data are noticed, and since which day there is one; nil: there is none.
      ("ALTER TABLE report ADD COLUMN is_watched \(integer) NOT NULL DEFAULT 0", []),
      ("ALTER TABLE report ADD COLUMN changed_on \(integer)", []),
      ("CREATE INDEX report_by_question ON report (question) WHERE question IS NOT NULL", []),
      ("CREATE INDEX report_changed ON report (changed_on) WHERE changed_on IS NOT NULL", []),
      ("ALTER TABLE self_print ADD COLUMN question \(blob)", []),
      // What a report answered about each of its subjects.
      table(
        """
        watched_answer (
          log_index \(integer) NOT NULL,
          subject \(blob) NOT NULL,
          first_day \(integer) NOT NULL,
          last_day \(integer) NOT NULL,
          hits \(blob) NOT NULL,
          no_data \(blob) NOT NULL,
          as_of \(integer) NOT NULL,
          is_moved \(integer) NOT NULL DEFAULT 0,
          PRIMARY KEY (log_index, subject)
        )
        """, dialect),
      ("CREATE INDEX watched_answer_by_subject ON watched_answer (subject)", []),
      table(
        """
        data_change (
          sequence \(integer) NOT NULL PRIMARY KEY,
          log_index \(integer) NOT NULL,
          changed_at \(integer) NOT NULL,
          changed_on \(integer),
          previous \(blob) NOT NULL,
          hash \(blob) NOT NULL
        )
        """, dialect),
      ("CREATE INDEX data_change_by_report ON data_change (log_index)", []),
      head(.change, hash: HashChain.start),
    ]
  } fill: { session, _ in
    try WatchedAnswers.fill(session)
  }
}
