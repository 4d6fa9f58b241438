import ArgumentParser
import Attestation
import Batches
import Foundation
import Installation
import Issuing
import Records
import Registry
import Typeface

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

  @OptionGroup var places: PlaceOptions
  @OptionGroup var registry: RegistryOptions

  func validate() throws {
    if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs takes a number from 1 to 256, not \(jobs)") }
    guard (1...86_400).contains(lease) else {
      throw ValidationError("--lease takes 1 to 86400 seconds, not \(lease)")
    }
  }

  func run() throws {
    let resources = try places.findResources()
    let catalogue = try Catalogue.load(directory: resources.catalogue)
    let home = try places.makeHome()
    let registry = try registry.make(home).waiting(upTo: BatchQueue.patience)
    let office = ReportOffice(home: home, resources: resources, catalogue: catalogue)
      .printing(with: try places.openFonts(resources, home))
    let clock: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970) }
    let queue = BatchQueue(registry)
    let name = "\(ProcessInfo.processInfo.hostName)-\(UUID().uuidString)"
    try Interruption.hold()
    Console.error("worker \(name): \(registry.location)")
    var isStopping = false
    let shouldStop = {
      if Interruption.came(withinMilliseconds: 0) { isStopping = true }
      return isStopping
    }
    var patience = 1.0
    while !shouldStop() {
      do {
        let open = try queue.openBatches()
        for batch in open where !shouldStop() {
          guard let description = try queue.description(of: batch) else { continue }
          let shared = try SharedBatch(description: description, batch: batch)
          // The keys are looked at anew: a batch may go on for days, past the end of one.
          let issuer = try office.issuer(registry: registry, issuedAt: clock(), clock: clock)
          var options = BatchWorker.Options()
          if let jobs { options.jobs = jobs }
          options.lease = lease
          let worker = BatchWorker(
            queue: queue, maker: RowMaker(office: office, issuer: issuer, batch: shared), name: name, options: options,
            clock: clock)
          var done = 0
          _ = try worker.work(on: batch, to: shared.target, shouldStop: shouldStop) { event in
            if case .ended(let ended, _) = event { done += ended }
          }
          Console.error("batch \(batch): \(done) reports issued here")
        }
        patience = 1
        if open.isEmpty {
          if untilEmpty { return }
          if Interruption.came(withinMilliseconds: 1000) { isStopping = true }
        }
      } catch {
        // Disk, database or keys: somebody will mend it, and this worker goes on then.
        for message in messages(of: error) { Console.error("error: \(message); trying again in \(Int(patience)) s") }
        if Interruption.came(withinMilliseconds: Int(patience * 1000)) { isStopping = true }
        patience = min(60, patience * 2)
      }
    }
  }
}
