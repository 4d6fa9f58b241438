/// What became of a report whose file was not put in place.
public struct Recovery: Sendable, Equatable {
  public enum Outcome: String, Sendable {
    /// The file is in place now.
    case placed
    /// The file under the hidden name is not the one that was registered: it was left alone.
    case damaged
    /// A later report has the path: the file was left under its hidden name.
    case replaced
  }
  public let number: String
  public let path: String
  public let part: String
  public let outcome: Outcome
}

extension Registry {
  /// Puts the file of every registered report in its place that was left under its hidden name because the process
  /// ended between the commit and the renaming. Doing it twice is harmless.
  public func recover(_ files: ReportFiles) throws -> [Recovery] {
    var recovered: [Recovery] = []
    for row in try fileRows() {
      guard let part = row.part, let digest = try files.digest(part) else { continue }
      let outcome: Recovery.Outcome =
        if digest != row.sha256 { .damaged } else if row.replacedBy != nil { .replaced } else { .placed }
      if outcome == .placed { try files.rename(part, row.path) }
      recovered.append(Recovery(number: row.number, path: row.path, part: part, outcome: outcome))
    }
    return recovered
  }
}
