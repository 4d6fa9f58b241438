extension BatchRun {
  /// Makes the files that hold all reports, those that are wanted and not there yet, of a batch whose rows have ended.
  /// - Returns: the one that is not made because the run was to stop.
  /// - Throws: the first problem, after the other files are made.
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
        // What can never be made is not tried by every run.
        if error is DeliveryRefused { state.deliveries?.removeAll { $0.form == form } }
      }
      try folder.save(state)
    }
    if let problem { throw problem }
    return nil
  }

  private struct Stopped: Error {}

  // MARK: What became of it

  public var outcome: Outcome { Outcome(folder: folder, state: state) }

  /// What became of a batch, for whoever asked for it. Its coding is the answer of the command.
  public struct Outcome: Encodable, Sendable, Equatable {
    public var folder: String
    /// Of the manifest, and the summary.
    public var rows: Int
    public var counts: BatchFolder.State.Counts
    /// Nil where none was asked for.
    public var files: [MadeFile]?

    public var missing: Int { counts.failed + counts.setAside }
    /// Whether a summary was asked for, and there is none since other rows are missing.
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

  /// A file that holds all reports, and is there.
  public struct MadeFile: Encodable, Sendable, Equatable {
    public var path: String
    public var reports: Int
    /// Rows without a report.
    public var missing: Int
    public var bytes: Int64
  }
}
