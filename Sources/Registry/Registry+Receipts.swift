import Attestation
import Database

extension Registry {
  /// A verification by its number in the journal; nil if there is none, or if several were counted under that number.
  public func verification(sequence: UInt64) throws -> (entry: JournalEntry, receipt: JournalReceipt)? {
    // Sequence numbers start at 1 and are stored as signed integers.
    guard sequence > 0, sequence <= UInt64(Int64.max) else { return nil }
    return try database.read { session in
      let rows = try session.query(
        "SELECT asked_at, channel, agency, leaf, result, hash FROM journal WHERE sequence = $1 AND counted IS NULL",
        [.unsigned(sequence)])
      return try rows.first.map { row in
        let leaf = try row.blob("leaf")
        let entry = JournalEntry(
          at: try row.integer("asked_at"), channel: try row.text("channel"), agency: try row.text("agency"),
          leaf: leaf.isEmpty ? nil : LogHash(leaf), result: try row.text("result"))
        return (entry, JournalReceipt(sequence: sequence, hash: try row.blob("hash")))
      }
    }
  }
}
