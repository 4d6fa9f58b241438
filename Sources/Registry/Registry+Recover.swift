/// The result of recovering a report whose file was not renamed.
public struct Recovery: Sendable, Equatable {
  public enum Outcome: String, Sendable {
    /// The file now has its name.
    case placed
    /// The hidden file differs from the registered one: it was left alone.
    case damaged
    /// A later report has the path: the file was left under its hidden name.
    case replaced
    /// Another file has the path, whether an earlier report's or not: both were left alone.
    case occupied
  }
  public let number: String
  public let path: String
  public let part: String
  public let outcome: Outcome
}

extension Registry {
  /// Renames the hidden file of every issued report whose process ended between the commit and the renaming. Safe to
  /// repeat.
  public func recover(_ files: ReportFiles) throws -> [Recovery] {
    try fileRows().compactMap { row in
      guard let part = row.part, let digest = try files.digest(part) else { return nil }
      return try recover(row, from: part, digest, files)
    }
  }

  /// The same for one file of a report: the one that it is, or else the first.
  /// - Parameter hidden: where the file is now.
  /// - Returns: nil if there is no such file, or none of the report's has a known path.
  public func recover(_ number: String, from hidden: String, _ files: ReportFiles) throws -> Recovery? {
    let rows = try fileRows(of: number)
    guard let first = rows.first, let digest = try files.digest(hidden) else { return nil }
    return try recover(rows.first { $0.sha256 == digest } ?? first, from: hidden, digest, files)
  }

  private func recover(
    _ row: FileRow, from hidden: String, _ digest: [UInt8], _ files: ReportFiles
  ) throws -> Recovery {
    let outcome = try outcome(row, hidden: digest, files)
    if outcome == .placed { try files.rename(hidden, row.path) }
    return Recovery(number: row.number, path: row.path, part: hidden, outcome: outcome)
  }

  private func outcome(
    _ row: FileRow, hidden digest: [UInt8], _ files: ReportFiles
  ) throws -> Recovery.Outcome {
    if digest != row.sha256 { return .damaged }
    if row.replacedBy != nil { return .replaced }
    guard let there = try files.digest(row.path) else { return files.isTaken(row.path) ? .occupied : .placed }
    // Another report's file may be the only copy: a person must decide whether this one may replace it.
    return there == row.sha256 ? .placed : .occupied
  }

  /// Withdraws the reports whose making was interrupted between the two steps: revokes them, and removes what exists of
  /// their files. Even a complete file is not issued, because anyone who can write to its folder could have put it
  /// there.
  /// - Parameters:
  ///   - before: reports that became pending then or later may still be in progress. Seconds since 1970, like `now`.
  /// - Returns: the reports.
  public func withdrawPending(before: Int64, at now: Int64, _ files: ReportFiles) throws -> [PendingReport] {
    let withdrawn = try withdraw(pendingReports(before: before).map(\.number), at: now)
    for part in withdrawn.flatMap(\.files).compactMap(\.part) { try files.remove(part) }
    return withdrawn
  }
}
