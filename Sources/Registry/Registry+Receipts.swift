import Attestation

extension Registry {
  /// A verification by its place in the journal; nil where there is none.
  public func verification(sequence: UInt64) throws -> (entry: JournalEntry, receipt: JournalReceipt)? {
    // Places are counted from 1, and kept as signed numbers.
    guard sequence > 0, sequence <= UInt64(Int64.max) else { return nil }
    return try database.read { session in
      let rows = try session.query(
        "SELECT asked_at, channel, agency, leaf, result, hash FROM journal WHERE sequence = $1", [.unsigned(sequence)])
      return try rows.first.map { row in
        let leaf = try row.blob(3)
        let entry = JournalEntry(
          at: try row.integer(0), channel: try row.text(1), agency: try row.text(2),
          leaf: leaf.isEmpty ? nil : LogHash(leaf), result: try row.text(4))
        return (entry, JournalReceipt(sequence: sequence, hash: try row.blob(5)))
      }
    }
  }
}
