import Foundation
import Installation
import Registry
import ScratchFolders
import Testing

@testable import Batches

/// A batch as somebody asks for it: begun, stopped, gone on with, mended, given up, collected.
/// As long as a run is there, its folder is locked: each has a scope of its own.
@Suite(.scratchFolders) struct BatchRunTests {
  private let workshop: Workshop

  init() throws { workshop = try Workshop() }

  private var given: String { workshop.folder.given }

  @Test func aFolderHoldsOneBatch() throws {
    try workshop.creditFile("1.json", serial: 1)
    let order = try workshop.order("file\n1.json\n")
    #expect(throws: BatchRunError.notBegun(folder: given)) { try workshop.resume() }
    let first = try workshop.begun(order).state
    #expect(throws: BatchRunError.begunBefore(folder: given)) { try workshop.begun(order) }
    #expect(try workshop.folder.state() == first && workshop.queue.openBatches() == [first.batch])
  }

  /// Killed between the folder and the queue, it was not begun.
  @Test func theSameOrderBeginsWhatWasStoppedBeforeItBegan() throws {
    try workshop.creditFile("1.json", serial: 1)
    let order = try workshop.order("file\n1.json\n")
    try workshop.queue.remove(try workshop.begun(order).state.batch)
    #expect(throws: BatchRunError.stoppedBeforeBegun(folder: given)) { try workshop.resume() }
    var run = try workshop.begun(order)
    #expect(try workshop.work(&run) == .ended && run.outcome.counts.done == 1)
  }

  @Test func itGoesOnOnlyWithWhatItWasBegunWith() throws {
    for serial in 1...2 { try workshop.creditFile("\(serial).json", serial: serial) }
    _ = try workshop.begun(workshop.order("file\n1.json\n"))
    let other = try workshop.manifest("file\n1.json\n2.json\n")
    #expect(throws: BatchRunError.otherManifest(folder: given)) { try workshop.resume(manifest: other) }
    let elsewhere = try workshop.home.openRegistry(workshop.write("other.sqlite", ""))
    #expect(
      throws: BatchRunError.otherRegistry(
        folder: given, begunWith: workshop.registry.location, given: elsewhere.location)
    ) { try workshop.resume(registry: elsewhere) }
    let same = try workshop.manifest("file\n1.json\n")
    #expect(try workshop.resume(manifest: same).state.digest == same.digest)
  }

  @Test func stoppedItGoesOnToItsEndAndTheQueueForgetsIt() throws {
    for serial in 1...3 { try workshop.creditFile("\(serial).json", serial: serial) }
    do {
      var run = try workshop.begun(workshop.order("file\n1.json\n2.json\n3.json\n"))
      guard case .stopped(let done, 3) = try workshop.work(&run, stopAfter: 1, group: 1) else {
        Issue.record("it was to stop")
        return
      }
      #expect((1...2).contains(done) && !run.isFinished && run.outcome.counts.done == 0, "nothing is collected yet")
    }
    do {
      var run = try workshop.resume()
      #expect(try workshop.work(&run) == .ended && run.isFinished)
      #expect(run.outcome.counts == .init(done: 3, failed: 0, setAside: 0, neverTried: 0) && run.outcome.missing == 0)
      #expect(try workshop.registry.logSize() == 3 && workshop.queue.description(of: run.state.batch) == nil)
    }
    do {
      var told: [String] = []
      var run = try workshop.resume(triesAgain: true) { told.append("\($0)") }
      #expect(told == ["nothingToTry"])
      #expect(try workshop.work(&run) == .ended && workshop.registry.logSize() == 3, "there is nothing more to do")
    }
  }

  @Test func whatFailedIsTriedAgainOrGivenUp() throws {
    try workshop.creditFile("1.json", serial: 1)
    for name in ["2.json", "3.json"] { try workshop.write(name, "{") }
    do {
      var run = try workshop.begun(workshop.order("file,edition\n1.json,\n2.json,\n3.json,\n2.json,1999\n"))
      #expect(try workshop.work(&run) == .ended && !run.isFinished)
      #expect(run.outcome.missing == 3 && run.outcome.retriable == 2 && run.outcome.counts.neverTried == 1)

      try workshop.creditFile("2.json", serial: 2)
    }
    do {
      var told: [String] = []
      var run = try workshop.resume(triesAgain: true) { told.append("\($0)") }
      #expect(told == ["triedAgain(rows: 2)"])
      #expect(try workshop.work(&run) == .ended && run.outcome.counts.done == 2 && run.outcome.retriable == 1)
    }
    do {
      var run = try workshop.resume()
      #expect(try workshop.work(&run, givesUp: true) == .ended && run.isFinished && run.outcome.missing == 2)
      #expect(try workshop.queue.description(of: run.state.batch) == nil, "they cannot be tried again")
      #expect(try workshop.registry.logSize() == 2, "what is out stays")
    }
  }

  @Test func aGroupWaitsForAllOfItsRowsAndEndsWithItsSummary() throws {
    try workshop.creditFile("1.json", serial: 1)
    try workshop.write("2.json", "{")
    let question = "no-violation,税务,2023-01-01,2024-06-30,listing"
    var order = try workshop.order(
      "file,role,report,domains,from,to,purpose\n1.json,issuer,\(question)\n2.json,subsidiary,\(question)\n")
    order.isGroup = true
    do {
      var run = try workshop.begun(order)
      #expect(try workshop.work(&run) == .ended && run.outcome.rows == 3 && run.outcome.isWithoutSummary)
      try workshop.creditFile("2.json", serial: 2)
    }
    do {
      var run = try workshop.resume(triesAgain: true)
      #expect(try workshop.work(&run) == .ended && run.isFinished)
      #expect(run.outcome.counts.done == 3 && !run.outcome.isWithoutSummary)
      let rows = try ResultTable.read(workshop.folder.path + "/" + ResultTable.jsonName)
      #expect(rows.map { $0.report?.report } == ["no-violation", "no-violation", "group"])
    }
  }

  @Test func aGroupThatLacksARoleIsRefusedBeforeAnythingIsBegun() throws {
    try workshop.creditFile("1.json", serial: 1)
    var order = try workshop.order("file\n1.json\n")
    order.isGroup = true
    #expect(throws: ManifestError.self) { try workshop.begun(order) }
    #expect(try workshop.folder.state() == nil && workshop.queue.openBatches() == [])
  }

  /// Workers that see no folder do the work, and who began the batch collects it.
  @Test func whatWorkersMadeIsCollected() throws {
    for serial in 1...2 { try workshop.creditFile("\(serial).json", serial: serial) }
    var order = try workshop.order("file\n1.json\n2.json\n")
    order.workers = .withoutFolders
    _ = try workshop.begun(order)
    let worker = QueueWorker(
      office: workshop.office, registry: workshop.registry, host: "counter", clock: Workshop.clock)
    var issued = 0
    worker.run(untilEmpty: true) { _ in
      false
    } tell: { event in
      switch event {
      case .issued(_, let reports): issued += reports
      case .troubled(let error, _): Issue.record(error)
      }
    }
    #expect(try issued == 2 && workshop.files == [] && worker.name.hasPrefix("counter-"))
    do {
      var run = try workshop.resume()
      #expect(try workshop.work(&run) == .ended && run.isFinished && run.state.isShared)
      #expect(try workshop.files.count == 2 && workshop.registry.logSize() == 2)
    }
  }

  @Test func aWorkerThatIsToStopTakesNothing() throws {
    try workshop.creditFile("1.json", serial: 1)
    var order = try workshop.order("file\n1.json\n")
    order.workers = .elsewhere
    let batch = try workshop.begun(order).state.batch
    let worker = QueueWorker(
      office: workshop.office, registry: workshop.registry, host: "counter", clock: Workshop.clock)
    worker.run(untilEmpty: false) { _ in
      true
    } tell: { _ in
      Issue.record("nothing is to be told")
    }
    #expect(try workshop.counts(of: batch) == [.waiting: 1])
  }

  /// Issued reports may have the names of others, by somebody else's doing: neither is overwritten.
  @Test func aReportWhoseNameIsTakenKeepsTheBatchOpen() throws {
    try workshop.creditFile("1.json", serial: 1)
    let path = workshop.folder.path + "/甲.pdf"
    var state = try workshop.begin(workshop.manifest("file,output\n1.json,甲.pdf\n"))
    try workshop.work(on: state.batch)
    // As if the work had been killed between the registry and the file's name.
    let number = try #require(try workshop.results(of: state.batch)[0].report?.number)
    let hidden = try #require(try workshop.registry.report(number: number)?.files.first?.part)
    try FileManager.default.moveItem(atPath: path, toPath: hidden)
    try Data("a letter".utf8).write(to: URL(fileURLWithPath: path))
    do {
      var run = try workshop.resume()
      var occupied: [String] = []
      #expect(throws: BatchRunError.occupied(folder: given, reports: 1)) {
        try workshop.work(&run) { if case .occupied(let file) = $0 { occupied.append(file.number) } }
      }
      #expect(occupied == [number] && !run.isFinished)
    }
    #expect(workshop.bytes("甲.pdf") == Array("a letter".utf8))

    try FileManager.default.removeItem(atPath: path)
    state = try workshop.resume().state
    #expect(workshop.bytes("甲.pdf")?.starts(with: "%PDF".utf8) == true && !state.isFinished)
    var run = try workshop.resume()
    #expect(try workshop.work(&run) == .ended && run.isFinished)
  }

  @Test func filesOfAllReportsAreMadeOnceTheRowsHaveEnded() throws {
    try workshop.creditFile("1.json", serial: 1)
    var order = try workshop.order("file\n1.json\n")
    order.deliveries = [.zip]
    do {
      var run = try workshop.begun(order)
      #expect(try workshop.work(&run) == .ended)
      #expect(try run.deliver(shouldStop: { true }, tell: { _ in }) == .zip, "it was to stop")
      #expect(run.outcome.files == [] && workshop.bytes("reports.zip") == nil)
    }
    do {
      var run = try workshop.resume(deliveries: [.zip, .merged])
      var delivered: [Delivery.Form] = []
      let unmade = try run.deliver {
        false
      } tell: {
        if case .delivered(let form) = $0 { delivered.append(form) }
      }
      #expect(unmade == nil && delivered == [.zip, .merged])
      #expect(run.outcome.files?.map(\.reports) == [1, 1] && workshop.bytes("reports.pdf") != nil)
      #expect(try run.deliver(shouldStop: { true }, tell: { _ in }) == nil, "they are there, and current")
    }
  }

  @Test func morePDFsThanAreMergedAreRefusedBeforeAnythingIsMade() throws {
    let rows = (0...MergedReports.limit).map { "\($0).json\n" }.joined()
    var order = BatchRun.Order(
      try Manifest(path: workshop.write("many.csv", "file\n" + rows), defaults: .init(file: "")))
    try order.check()
    order.deliveries = [.merged]
    #expect(throws: DeliveryRefused.self) { try order.check() }
  }
}
