import ArgumentParser
import Batches
import Foundation
import Installation
import Records
import Registry

struct Worker: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Work on batches that were begun with `xinbao batch --queue`, on any number of machines.",
    discussion: """
      Takes rows of all open batches from the registry's database, issues their reports, and waits for more. Credit files, \
      templates and the batch's folder must be where they are for whoever began the batch. Workers need the same keys. Ctrl-C \
      or SIGTERM ends it after the reports in hand; a worker that dies loses nothing, its rows are taken by others.
      """)

  @Option(help: "Threads that set reports; by default one for each core.")
  var jobs: Int?

  @Flag(help: "End when no batch is open, instead of waiting for more.")
  var untilEmpty = false

  @Option(help: "Seconds for which rows are taken; whoever takes longer loses them to another worker.")
  var lease: Int64 = 120

  @OptionGroup var installation: InstallationOptions
  @OptionGroup var registry: RegistryOptions

  func validate() throws {
    if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs takes a number from 1 to 256, not \(jobs)") }
    guard (1...86_400).contains(lease) else {
      throw ValidationError("--lease takes 1 to 86400 seconds, not \(lease)")
    }
  }

  func run() throws {
    let resources = try installation.findResources()
    let catalogue = try Catalogue.load(directory: resources.catalogue)
    let home = try installation.makeHome()
    let registry = try registry.make(home).waiting(upTo: BatchQueue.patience)
    let office = ReportOffice(home: home, resources: resources, catalogue: catalogue)
      .printing(with: try installation.openFonts(resources, home))
    var options = BatchWorker.Options()
    if let jobs { options.jobs = jobs }
    options.lease = lease
    let worker = QueueWorker(
      office: office, registry: registry, host: ProcessInfo.processInfo.hostName, options: options,
      clock: { currentSeconds() })
    try Interruption.hold()
    Console.error("worker \(worker.name): \(registry.location)")
    worker.run(untilEmpty: untilEmpty, shouldStop: Interruption.came(withinMilliseconds:)) { event in
      switch event {
      case .issued(let batch, let reports): Console.error("batch \(batch): \(reports) reports issued here")
      case .troubled(let error, let seconds):
        for message in messages(of: error) { Console.error("error: \(message); trying again in \(seconds) s") }
      }
    }
  }
}
