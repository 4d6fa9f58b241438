/// What became of a report whose file was not put in place.
public struct Recovery: Sendable, Equatable {
  public enum Outcome: String, Sendable {
    /// The file is in place now.
    case placed
    /// The file under the hidden name is not the one that was registered: it was left alone.
    case damaged
    /// A later report has the path: the file was left under its hidden name.
    case replaced
    /// Another file has the path, an earlier report's or any other: both were left alone.
    case occupied
  }
  public let number: String
  public let path: String
  public let part: String
  public let outcome: Outcome
}

extension Registry {
  /// Puts the file of every issued report in its place that was left under its hidden name because the process ended
  /// between the commit and the renaming. Doing it twice is harmless.
  public func recover(_ files: ReportFiles) throws -> [Recovery] {
    try fileRows().compactMap { try recover($0, from: $0.part, files) }
  }

  /// The same for one report.
  /// - Parameter hidden: where its file is now.
  /// - Returns: nil where there is no such file, or the report went to no known place.
  public func recover(_ number: String, from hidden: String, _ files: ReportFiles) throws -> Recovery? {
    try fileRow(number).flatMap { try recover($0, from: hidden, files) }
  }

  private func recover(_ row: FileRow, from hidden: String?, _ files: ReportFiles) throws -> Recovery? {
    guard let hidden, let digest = try files.digest(hidden) else { return nil }
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
    // Another report's file may be the only copy of it there is: whether this one may take its place, a person says.
    return there == row.sha256 ? .placed : .occupied
  }

  /// Gives up the reports whose making was broken off between its two steps: they are revoked, and what there is of their
  /// files is removed. A file that is whole by chance is not issued, for whoever can write to its folder could have put it
  /// there.
  /// - Parameters:
  ///   - before: what is pending since then or later may still be at work. Seconds since 1970, as `now`.
  /// - Returns: the reports.
  public func withdrawPending(before: Int64, at now: Int64, _ files: ReportFiles) throws -> [PendingReport] {
    let withdrawn = try withdraw(pendingReports(before: before).map(\.number), at: now)
    for part in withdrawn.compactMap(\.part) { try files.remove(part) }
    return withdrawn
  }
}
