import ArgumentParser
import Batches
import Foundation
import Installation
import Records
import Registry
import ReportKinds
import Reports

struct Batch: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make many reports: one for each row of a manifest, on all cores.",
    discussion: """
      MANIFEST is a table (CSV in UTF-8 or GB18030, XLSX or XLS) with a column `file` (文件) and, where rows differ, columns \
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

  @Option(help: "For rows that do not say it: \(ReportKind.orderableNames); by default what fits the subject.")
  var report: String?

  @Option(help: "For rows that do not say it: edition of the report standard.")
  var edition: String?

  @Option(help: "For rows that do not say it: a template of your own.")
  var template: String?

  @Option(help: "For rows that do not say it: a mask profile.")
  var masks: String?

  @Flag(help: "Do not mark earlier reports that answer the same question as superseded.")
  var keepEarlier = false

  @OptionGroup(title: "All reports in one file") var delivery: DeliveryOptions
  @OptionGroup(title: "Options of no-violation reports") var noViolation: NoViolationOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var installation: InstallationOptions
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
    let resources = try installation.findResources()
    let catalogue = try Catalogue.load(directory: resources.catalogue)
    let manifest = try readManifest()
    let order = manifest.map(order(of:))
    try order?.check()
    let home = try installation.makeHome()
    let registry = try registry.make(home).waiting(upTo: BatchQueue.patience)
    let folder = try BatchFolder(path: output)
    let office = ReportOffice(home: home, resources: resources, catalogue: catalogue)
    var told = BatchProgress()
    var run =
      if resume {
        try BatchRun.resume(
          in: folder, manifest: manifest, triesAgain: retryFailed, deliveries: delivery.wanted, registry: registry,
          now: currentSeconds()
        ) { told.take($0) }
      } else if let order {
        try BatchRun.begin(order, in: folder, registry: registry, checkedBy: office.maker, now: currentSeconds())
      } else {
        throw InputError("no manifest was given")
      }
    if queue {
      Console.result(
        "\(output): \(run.state.rows) rows wait for workers; collect the results with: xinbao batch --resume -o \(output)"
      )
      return
    }
    if !run.isFinished {
      let printing = office.printing(with: try installation.openFonts(resources, home))
      try work(&run, by: printing, &told)
    }
    // Even if the combined file fails, the results of the reports are printed.
    let delivered = Result { try deliver(&run, &told) }
    let answered = Result { try answer(run) }
    try delivered.get()
    try answered.get()
  }

  // MARK: What is asked for

  private func readManifest() throws -> Manifest? {
    if let renew { return try Manifest(renewing: renew, to: noViolation.to ?? "") }
    return try manifest.map { try Manifest(path: $0, defaults: defaults) }
  }

  /// What rows do not say themselves.
  var defaults: BatchOrder {
    var order = BatchOrder(file: "")
    (order.report, order.edition, order.template, order.masks) = (report, edition, template, masks)
    if group { order.report = order.report ?? Report.Kind.noViolation.name }
    (order.domains, order.from, order.to) = (noViolation.domains, noViolation.from, noViolation.to)
    (order.purpose, order.recipient) = (noViolation.purpose, noViolation.recipient)
    (order.profile, order.catalogue) = (noViolation.profile, noViolation.catalogue)
    if let template { order.template = URL(fileURLWithPath: template).standardizedFileURL.path }
    return order
  }

  func order(of manifest: Manifest) -> BatchRun.Order {
    var order = BatchRun.Order(manifest)
    (order.isGroup, order.supersedes, order.reading) = (group, !keepEarlier, reading.options)
    order.trustsDeclaredCoverage = noViolation.trustDeclaredCoverage
    order.workers = carry ? .withoutFolders : queue ? .elsewhere : .here
    order.deliveries = delivery.wanted
    return order
  }

  // MARK: Work

  private func work(_ run: inout BatchRun, by office: PrintingOffice, _ told: inout BatchProgress) throws {
    var options = BatchWorker.Options()
    if let jobs { options.jobs = jobs }
    try Interruption.hold()
    let clock: @Sendable () -> Int64 = { currentSeconds() }
    var stops = 0
    let rest = try run.work(by: office, options: options, givesUp: giveUp, clock: clock) {
      if Interruption.came(withinMilliseconds: 0) {
        stops += 1
        // A second Ctrl-C ends at once; reports that are not registered count as never begun.
        if stops > 1 { _exit(130) }
        Console.error("\nstopping after the reports in hand; Ctrl-C once more ends at once")
      }
      return stops > 0
    } tell: { event in
      told.take(event)
    }
    if case .stopped(let done, let reports) = rest {
      throw WorkStopped(
        "stopped: \(done) of \(reports) reports are out; go on with: xinbao batch --resume -o \(output)")
    }
  }

  private func deliver(_ run: inout BatchRun, _ told: inout BatchProgress) throws {
    guard run.state.deliveries != nil else { return }
    try Interruption.hold()
    let unmade = try run.deliver {
      Interruption.came(withinMilliseconds: 0)
    } tell: { event in
      told.take(event)
    }
    if let unmade {
      throw WorkStopped("stopped: \(unmade.fileName) is not made yet; go on with: xinbao batch --resume -o \(output)")
    }
  }

  // MARK: The answer

  private func answer(_ run: BatchRun) throws {
    let outcome = run.outcome
    if json { try Console.json(outcome) } else { tell(outcome, isFinished: run.isFinished) }
    if outcome.missing > 0 { throw AnswerIsNo() }
  }

  private func tell(_ outcome: BatchRun.Outcome, isFinished: Bool) {
    let counts = outcome.counts
    Console.result(
      "\(output): \(counts.done) of \(outcome.rows) reports, see \(ResultTable.csvName) and \(ResultTable.jsonName)")
    for file in outcome.files ?? [] { Console.result("  \(line(of: file))") }
    guard outcome.missing > 0 else { return }
    Console.result("  failed   \(counts.failed) rows, their reasons in \(ResultTable.csvName)")
    if counts.setAside > 0 { Console.result("  set aside \(counts.setAside) rows after several tries") }
    guard !isFinished else {
      if outcome.isWithoutSummary { Console.result("  no summary (汇总表) was made") }
      return
    }
    if let neverTried = counts.neverTried, neverTried > 0 {
      Console.result(
        "  \(neverTried) of them cannot be made as the manifest has them: mend it, and begin anew with them")
    }
    if outcome.isWithoutSummary { Console.result("  the summary (汇总表) is made when all other rows are done") }
    if outcome.retriable > 0 {
      Console.result("  mend them and run: xinbao batch --resume --retry-failed -o \(output)")
    }
  }

  private func line(of file: BatchRun.MadeFile) -> String {
    let rows = file.missing == 0 ? "" : "; \(file.missing) rows have none, see \(ResultTable.csvName)"
    return "\((file.path as NSString).lastPathComponent) holds \(file.reports) reports\(rows)"
  }
}

/// Long work was stopped by its user.
struct WorkStopped: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
