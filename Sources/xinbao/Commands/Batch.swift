import ArgumentParser
import Batches
import Foundation
import Installation
import Issuing
import Records
import Registry
import ReportKinds
import Reports
import Typeface

struct Batch: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make many reports: one for each row of a manifest, on all cores.",
    discussion: """
      MANIFEST is a table (CSV in UTF-8 or GB18030, or XLSX) with a column `file` (文件) and, where rows differ, columns \
      report, edition, domains, from, to, purpose, recipient, template, output …; or JSON lines (*.jsonl) of the same; or \
      a folder of credit files. Options say what rows do not. A bad row fails alone. The results are in results.csv and \
      results.json in the folder. Ctrl-C ends it after the reports in hand; --resume goes on, after any stop, without \
      issuing anything twice. Exit status 1: some rows failed.
      """)

  @Argument(help: "A table, JSON lines, or a folder of credit files.")
  var manifest: String?

  @Option(name: .shortAndLong, help: "Folder for the PDFs and the results; made if need be.")
  var output: String

  @Flag(help: "Go on with the batch that was begun in the folder.")
  var resume = false

  @Flag(help: "With --resume: try rows once more that have failed, such as after mending their credit files.")
  var retryFailed = false

  @Flag(
    help: """
      With --resume: end the batch though rows have failed. They cannot be tried again, and the database keeps nothing of \
      the batch; reports that are out stay.
      """)
  var giveUp = false

  @Option(help: "Instead of a manifest: issue again what an earlier batch's results.json lists, up to a new --to.")
  var renew: String?

  @Flag(
    help: """
      The rows are an issuer of securities and its group (column role): no-violation reports on the same question, and a \
      summary of them (汇总表), itself a report, when all are done.
      """)
  var group = false

  @Flag(
    help: "Only begin the batch: `xinbao worker` on any machines does the work. --resume waits for it and works along.")
  var queue = false

  @Flag(
    help: """
      With --queue: the database carries the credit files and the PDFs, for workers that do not see the folders. --resume \
      fetches the PDFs.
      """)
  var carry = false

  @Option(help: "Threads that set reports; by default one for each core.")
  var jobs: Int?

  @Option(help: "For rows that do not say it: \(ReportKind.orderedNames); by default what fits the subject.")
  var report: String?

  @Option(help: "For rows that do not say it: edition of the report standard.")
  var edition: String?

  @Option(help: "For rows that do not say it: a template of your own.")
  var template: String?

  @Option(help: "For rows that do not say it: a mask profile.")
  var masks: String?

  @Flag(help: "Do not mark earlier reports of the same kind on a subject as superseded.")
  var keepEarlier = false

  @OptionGroup(title: "All reports in one file") var delivery: DeliveryOptions
  @OptionGroup(title: "Options of no-violation reports") var noViolation: NoViolationOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var places: PlaceOptions
  @OptionGroup var registry: RegistryOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  func validate() throws {
    if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs takes a number from 1 to 256, not \(jobs)") }
    if carry, !queue { throw ValidationError("--carry goes with --queue") }
    if resume {
      guard renew == nil, !queue, !group else {
        throw ValidationError("--resume goes on with what was begun: leave --renew, --queue and --group out")
      }
      if noViolation.trustDeclaredCoverage {
        throw ValidationError(
          "--resume goes on with what was begun: begin anew with --trust-declared-coverage, or set trustDeclaredCoverage: "
            + "true in config.yaml")
      }
    } else {
      guard (manifest == nil) != (renew == nil) else {
        throw ValidationError("name a MANIFEST, or --renew RESULTS.json, or go on with --resume")
      }
      if retryFailed || giveUp { throw ValidationError("--retry-failed and --give-up go with --resume") }
    }
    if renew != nil, noViolation.to == nil { throw ValidationError("--renew needs a new last day: --to 2026-11-30") }
  }

  func run() throws {
    let resources = try places.findResources()
    let catalogue = try Catalogue.load(directory: resources.catalogue)
    let manifest = try readManifest()
    if let manifest { try delivery.check(reports: manifest.rows.count + (group || manifest.isGroup ? 1 : 0)) }
    let home = try places.makeHome()
    let registry = try registry.make(home).waiting(upTo: BatchQueue.patience)
    let folder = try BatchFolder(path: output)
    let lock = try folder.lock()
    defer { withExtendedLifetime(lock) {} }
    let queue = BatchQueue(registry)
    let office = ReportOffice(home: home, resources: resources, catalogue: catalogue)
    let clock: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970) }

    var state: BatchFolder.State
    if resume {
      state = try goOn(folder, manifest, registry, queue, now: clock())
    } else {
      state = try begin(manifest, checkedBy: office.maker, folder, registry, queue, now: clock())
    }
    if try delivery.add(to: &state) { try folder.save(state) }
    if self.queue {
      Console.result(
        "\(output): \(state.rows) rows wait for workers; collect the results with: xinbao batch --resume -o \(output)")
      return
    }
    if !state.isFinished {
      guard let description = try queue.description(of: state.batch) else {
        throw BatchFolderError("\(output): its batch is no longer in \(state.registry)")
      }
      let shared = try SharedBatch(description: description, batch: state.batch)
      let printing = office.printing(with: try places.openFonts(resources, home))
      let rowMaker = RowMaker(
        office: printing, issuer: try printing.issuer(registry: registry, issuedAt: clock(), clock: clock),
        batch: shared)
      for note in printing.fonts.notes + rowMaker.notes { Console.error("note: \(note)") }
      var options = BatchWorker.Options()
      if let jobs { options.jobs = jobs }
      let worker = BatchWorker(
        queue: queue, maker: rowMaker, name: "batch-\(UUID().uuidString)", options: options, clock: clock)
      try work(worker, to: shared.target, queue, &state, folder)
    }
    // Whatever becomes of the files that hold all reports, what became of the reports is told.
    let delivered = Result { try DeliveryOptions.deliver(&state, folder, shown: output) }
    let told = Result { try tell(folder, state) }
    try delivered.get()
    try told.get()
  }

  // MARK: Beginning

  private func readManifest() throws -> Manifest? {
    if let renew { return try Manifest(renewing: renew, to: noViolation.to ?? "") }
    return try manifest.map { try Manifest(path: $0, defaults: defaults) }
  }

  private var defaults: BatchOrder {
    var order = BatchOrder(file: "")
    (order.report, order.edition, order.template, order.masks) = (report, edition, template, masks)
    if group { order.report = order.report ?? Report.Kind.noViolation.name }
    (order.domains, order.from, order.to) = (noViolation.domains, noViolation.from, noViolation.to)
    (order.purpose, order.recipient) = (noViolation.purpose, noViolation.recipient)
    (order.profile, order.catalogue) = (noViolation.profile, noViolation.catalogue)
    if let template { order.template = URL(fileURLWithPath: template).standardizedFileURL.path }
    return order
  }

  private func begin(
    _ manifest: Manifest?, checkedBy maker: ReportMaker, _ folder: BatchFolder, _ registry: Registry,
    _ queue: BatchQueue, now: Int64
  ) throws -> BatchFolder.State {
    guard var manifest else { throw InputError("no manifest was given") }
    if let old = try folder.state() {
      // Stopped between the folder and the queue, below, it was not begun: the same command begins it.
      guard !old.isFinished, old.registry == registry.location, try queue.description(of: old.batch) == nil else {
        throw BatchFolderError(
          "\(output): a batch was begun here; go on with --resume, or choose another folder with -o")
      }
    } else {
      try folder.mustBeEmpty()
    }
    try manifest.check(maker.check)
    var state = BatchFolder.State(
      batch: UUID().uuidString.lowercased(), manifest: manifest, registry: registry.location, begunAt: now,
      isShared: self.queue)
    if group || manifest.isGroup {
      try manifest.checkGroup()
      state.summary = .init(renews: manifest.renewedSummary)
    }
    try delivery.add(to: &state)
    // The folder first: a batch in the queue that no folder knows would never be ended.
    try folder.save(state)
    let shared = SharedBatch(
      target: BatchTarget(folder: carry ? nil : folder.path, rows: state.rows), supersedes: !keepEarlier,
      reading: reading.options, trustsDeclaredCoverage: noViolation.trustDeclaredCoverage)
    let carry = carry
    try queue.begin(
      state.batch, description: shared.description,
      tasks: manifest.rows.lazy.map { carry ? $0.carryingTask : $0.task }, at: now)
    return state
  }

  private func goOn(
    _ folder: BatchFolder, _ manifest: Manifest?, _ registry: Registry, _ queue: BatchQueue, now: Int64
  ) throws -> BatchFolder.State {
    guard let state = try folder.state() else {
      throw BatchFolderError("\(output): no batch was begun here; leave --resume out")
    }
    if let manifest, manifest.digest != state.digest {
      throw BatchFolderError(
        "\(output): was begun with another manifest, or other options; begin anew in another folder with -o")
    }
    guard registry.location == state.registry else {
      throw BatchFolderError("\(output): was begun with the registry \(state.registry), not \(registry.location)")
    }
    if state.isFinished {
      // Where the last run was stopped just before.
      try queue.remove(state.batch)
      if retryFailed { Console.error("note: the batch has ended; nothing is tried once more") }
      return state
    }
    guard try queue.description(of: state.batch) != nil else {
      throw BatchFolderError("\(output): was stopped before it began; run the command that began it once more")
    }
    // What workers are writing just now must stay.
    var recovered = BatchFolder.Recovered()
    if !state.isShared { recovered = try folder.recover(registry, at: now) }
    if recovered.placed + recovered.removed > 0 {
      Console.error(
        "note: \(recovered.placed) files of registered reports were put in place, \(recovered.removed) unfinished ones "
          + "removed")
    }
    // The folder's lock is ours: unless workers are about, nobody else has rows of this batch in hand.
    if !state.isShared { try queue.endLeases(state.batch, now: now) }
    if retryFailed {
      try CarriedFiles.readAgain(queue, batch: state.batch)
      Console.error("note: \(try queue.tryAgain(state.batch, now: now)) rows are tried once more")
    }
    return state
  }

  // MARK: Work

  private func work(
    _ worker: BatchWorker, to target: BatchTarget, _ queue: BatchQueue, _ state: inout BatchFolder.State,
    _ folder: BatchFolder
  ) throws {
    try Interruption.hold()
    var progress = BatchProgress(
      rows: state.reports, counts: try queue.counts(state.batch))
    var stops = 0
    func work() throws -> Bool {
      try worker.work(on: state.batch, to: target) {
        if Interruption.came(withinMilliseconds: 0) {
          stops += 1
          // Whoever asks twice does not want to wait; what is not registered is as if it had never been begun.
          if stops > 1 { _exit(130) }
          Console.error("\nstopping after the reports in hand; Ctrl-C once more ends at once")
        }
        return stops > 0
      } tell: { event in
        progress.take(event)
      }
    }
    var isEnded = try work()
    // A killed worker may have left a report under its hidden name, where the summary would not find it.
    if isEnded, state.summary != nil { try folder.recover(queue.registry, at: currentSeconds()) }
    if isEnded, let summary = state.summary,
      try GroupRow.append(
        to: queue, batch: state.batch, after: state.rows, renews: summary.renews, at: currentSeconds())
    {
      isEnded = try work()
    }
    progress.end()
    // Of a shared batch, rows may still be in workers' hands, and their files not registered yet.
    var occupied: [Recovery] = []
    if isEnded || !state.isShared { occupied = try folder.recover(queue.registry, at: currentSeconds()).occupied }
    for file in occupied { Console.error("report \(file.number): another file has its name: \(file.path)") }
    guard isEnded else {
      throw BatchStopped(
        "stopped: \(progress.done) of \(state.reports) reports are out; go on with: xinbao batch --resume -o \(output)")
    }
    if target.folder == nil { try CarriedReports(queue: queue, batch: state.batch).fetch(into: folder) }
    try ResultTable(queue: queue, batch: state.batch).write(to: folder.path)
    let counts = try queue.counts(state.batch)
    state.counts = .init(
      done: counts[.done, default: 0], failed: counts[.failed, default: 0], setAside: counts[.setAside, default: 0],
      neverTried: try queue.neverTried(state.batch))
    // Rows that failed may be mended and tried again: as long as there are any, the queue keeps the batch.
    state.isFinished = occupied.isEmpty && (giveUp || state.counts?.failed == 0 && state.counts?.setAside == 0)
    try folder.save(state)
    if state.isFinished { try queue.remove(state.batch) }
    guard occupied.isEmpty else {
      throw BatchFolderError(
        "\(output): \(occupied.count) reports are issued, but other files have their names, which may be issued reports "
          + "too; move those away and run: xinbao batch --resume -o \(output)")
    }
  }

  private func tell(_ folder: BatchFolder, _ state: BatchFolder.State) throws {
    let counts = state.counts ?? .init(done: 0, failed: 0, setAside: 0)
    if json {
      let files = DeliveryOptions.made(state, folder)
      try Console.json(Outcome(folder: folder.path, rows: state.reports, counts: counts, files: files))
    } else {
      Console.result(
        "\(output): \(counts.done) of \(state.reports) reports, see \(ResultTable.csvName) and \(ResultTable.jsonName)")
      for file in DeliveryOptions.made(state, folder) ?? [] { Console.result("  \(file.line)") }
      if counts.failed + counts.setAside > 0 {
        Console.result("  failed   \(counts.failed) rows, their reasons in \(ResultTable.csvName)")
        if counts.setAside > 0 { Console.result("  set aside \(counts.setAside) rows after several tries") }
        let isWithoutSummary = counts.done + counts.failed + counts.setAside < state.reports
        guard !state.isFinished else {
          if isWithoutSummary { Console.result("  no summary (汇总表) was made") }
          throw AnswerIsNo()
        }
        let neverTried = counts.neverTried ?? 0
        if neverTried > 0 {
          Console.result(
            "  \(neverTried) of them cannot be made as they stand in the manifest: mend it, and begin anew with them"
          )
        }
        if isWithoutSummary { Console.result("  the summary (汇总表) is made when all other rows are done") }
        guard counts.failed + counts.setAside > neverTried else { throw AnswerIsNo() }
        Console.result("  mend them and run: xinbao batch --resume --retry-failed -o \(output)")
      }
    }
    if counts.failed + counts.setAside > 0 { throw AnswerIsNo() }
  }

  struct Outcome: Encodable {
    var folder: String
    var rows: Int
    var counts: BatchFolder.State.Counts
    var files: [DeliveryOptions.MadeFile]?
  }
}

/// The batch was stopped by its user.
struct BatchStopped: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
