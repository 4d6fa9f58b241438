import Database

extension Registry {
  /// Refuses what a report would answer by data from before those that showed an earlier report's answers to be otherwise:
  /// it would say again what is known not to hold.
  /// - Throws: `RegistryError.olderData`.
  public func refuseOlderData(_ answers: [WatchedAnswer]) throws {
    try database.read { try refuseOlderData(answers, $0) }
  }

  /// A caller that issues holds the head of the changes, so that nothing is judged meanwhile.
  func refuseOlderData(_ answers: [WatchedAnswer], _ session: any SQLSession) throws {
    guard !answers.isEmpty else { return }
    let hashes = Set(answers.map { secret.hash(subject: $0.subject) })
    // Of reports that no longer count, too: what was found about the subject stays found.
    let rows = try session.query(
      """
      SELECT w.subject AS subject, MAX(w.as_of) AS newest FROM watched_answer w
      JOIN report ON report.log_index = w.log_index
      WHERE w.is_moved = 1 AND report.issuer = $1
        AND w.subject IN (\(hashes.indices.enumerated().map { "$\($0.offset + 2)" }.joined(separator: ", ")))
      GROUP BY w.subject
      """, [.text(issuer)] + hashes.map { .blob($0) })
    guard !rows.isEmpty else { return }
    let newest = try Dictionary(
      uniqueKeysWithValues: rows.map { (try $0.blob("subject"), try $0.integer("newest")) })
    for answer in answers {
      if let known = newest[secret.hash(subject: answer.subject)], answer.asOf < known {
        throw RegistryError.olderData(asOf: answer.asOf, known: known)
      }
    }
  }
}
