extension BatchRun {
  /// Makes the requested files that hold all reports and are not current, for a batch whose rows have ended.
  /// - Returns: the file that was not made because the run was stopped.
  /// - Throws: the first problem, after the other files were made.
  public mutating func deliver(shouldStop: () -> Bool, tell: (Event) -> Void) throws -> Delivery.Form? {
    var problem: (any Error)?
    for var delivery in state.deliveries ?? [] where try !delivery.isCurrent(in: folder) {
      let form = delivery.form
      defer { tell(.delivered(form)) }
      do {
        try delivery.make(in: folder, begunAt: state.begunAt) { [reports = state.counts?.done ?? state.rows] done in
          guard !shouldStop() else { throw Stopped() }
          tell(.delivering(form, reports: done, of: reports))
        }
        state.deliveries = state.deliveries?.map { $0.form == form ? delivery : $0 }
      } catch is Stopped {
        return form
      } catch {
        problem = problem ?? error
        // A file that can never be made must not be tried by every run.
        if error is DeliveryRefused { state.deliveries?.removeAll { $0.form == form } }
      }
      try folder.save(state)
    }
    if let problem { throw problem }
    return nil
  }

  private struct Stopped: Error {}

  // MARK: Outcome

  public var outcome: Outcome { Outcome(folder: folder, state: state) }

  /// The outcome of a batch, for the caller. Its encoding is the command's answer.
  public struct Outcome: Encodable, Sendable, Equatable {
    public var folder: String
    /// The rows of the manifest, and the summary.
    public var rows: Int
    public var counts: BatchFolder.State.Counts
    /// Nil if none was requested.
    public var files: [MadeFile]?

    public var missing: Int { counts.failed + counts.setAside }
    /// Whether a summary was requested but is missing because other rows are.
    public var isWithoutSummary: Bool { counts.done + missing < rows }
    /// Rows that failed and may be tried again.
    public var retriable: Int { missing - (counts.neverTried ?? 0) }

    init(folder: BatchFolder, state: BatchFolder.State) {
      (self.folder, rows) = (folder.path, state.reports)
      counts = state.counts ?? .init(done: 0, failed: 0, setAside: 0)
      files = state.deliveries?.compactMap { delivery in
        delivery.made.map { made in
          MadeFile(
            path: folder.path + "/" + delivery.form.fileName, reports: made.reports, missing: made.missing,
            bytes: made.bytes)
        }
      }
    }
  }

  /// A finished file that holds all reports.
  public struct MadeFile: Encodable, Sendable, Equatable {
    public var path: String
    public var reports: Int
    /// Rows without a report.
    public var missing: Int
    public var bytes: Int64
  }
}
