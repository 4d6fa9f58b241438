import Batches
import Foundation
import Installation
import Issuing
import Records
import Registry
import Reports
import ScratchFolders
import Typeface

/// A home with its registry on SQLite, credit files, and a folder for a batch: all of it in a folder of the
/// test.
struct Workshop {
  static let now: Int64 = 1_795_500_000
  /// What is prepared once for all tests; the fonts by the checks of the finished command, if they ran before.
  private static let shared = Result { try Shared() }

  private struct Shared: Sendable {
    let resources: Resources
    let catalogue: Catalogue
    let fonts: FontSet

    init() throws {
      let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
      resources = try Resources(given: root, executable: nil, workingFolder: root)
      catalogue = try Catalogue.load(directory: resources.catalogue)
      fonts = try FontSet(configuration: resources.fonts, cache: root + "/.build/checks/home/fonts")
    }
  }

  private let base: String
  let home: Home
  let office: PrintingOffice
  let registry: Registry
  let queue: BatchQueue
  let folder: BatchFolder

  init() throws {
    base = try scratchFolder()
    home = try Home(path: base + "/home", environment: [:])
    let shared = try Self.shared.get()
    office = ReportOffice(home: home, resources: shared.resources, catalogue: shared.catalogue)
      .printing(with: shared.fonts)
    registry = try home.openRegistry()
    queue = BatchQueue(registry)
    folder = try BatchFolder(path: base + "/out")
  }

  // MARK: Orders

  /// A credit file of a company of its own, `serial` 1 to 3, without a record.
  @discardableResult
  func creditFile(_ name: String, serial: Int, coverage: String = "[]") throws -> String {
    let code = ["91440300MA5EXAMP1F", "91440300MA5EXAMP2J", "91440300MA5EXAMP3M"][serial - 1]
    return try write(
      name,
      """
      {"version": 1, "asOf": "2024-06-30T18:00:00+08:00", "records": {}, "coverage": \(coverage),
       "subject": {"kind": "企业", "name": "示例第\(serial)有限公司", "code": "\(code)", "成立日期": "2012-05-30"}}
      """)
  }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    let path = base + "/" + name
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }

  func manifest(_ table: String) throws -> Manifest {
    var manifest = try Manifest(path: write("manifest.csv", table), defaults: BatchOrder(file: ""))
    try manifest.check(office.maker.check)
    return manifest
  }

  // MARK: Work

  func order(_ table: String) throws -> BatchRun.Order { BatchRun.Order(try manifest(table)) }

  func begun(_ order: BatchRun.Order) throws -> BatchRun {
    try BatchRun.begin(order, in: folder, registry: registry, checkedBy: office.maker, now: Self.now)
  }

  @discardableResult
  func resume(
    manifest: Manifest? = nil, triesAgain: Bool = false, deliveries: [Delivery.Form] = [], registry: Registry? = nil,
    tell: (BatchRun.Event) -> Void = { _ in }
  ) throws -> BatchRun {
    try BatchRun.resume(
      in: folder, manifest: manifest, triesAgain: triesAgain, deliveries: deliveries,
      registry: registry ?? self.registry, now: Self.now, tell: tell)
  }

  /// - Parameter stopAfter: the number of rows after which nothing new is begun.
  @discardableResult
  func work(
    _ run: inout BatchRun, stopAfter: Int = .max, group: Int = 64, givesUp: Bool = false,
    tell: (BatchRun.Event) -> Void = { _ in }
  ) throws -> BatchRun.Rest {
    var options = BatchWorker.Options()
    (options.jobs, options.group) = (2, group)
    var ended = 0
    return try run.work(by: office, options: options, givesUp: givesUp, clock: Self.clock) {
      ended >= stopAfter
    } tell: { event in
      if case .worked(.ended(let done, let failed)) = event { ended += done + failed.count }
      tell(event)
    }
  }

  /// Begins a batch.
  /// - Parameter isCarried: whether the database is to carry credit files and PDFs.
  func begin(_ manifest: Manifest, isCarried: Bool = false) throws -> BatchFolder.State {
    var order = BatchRun.Order(manifest)
    if isCarried { order.workers = .withoutFolders }
    return try begun(order).state
  }

  /// Works on a batch, as a new process would: it knows no more than the queue does.
  /// - Parameter stopAfter: the number of rows after which nothing new is begun.
  /// - Returns: whether all rows have ended.
  @discardableResult
  func work(on batch: String, stopAfter: Int = .max, group: Int = 64, now: Int64 = Workshop.now) throws -> Bool {
    let description = try SharedBatch(description: queue.description(of: batch) ?? "", batch: batch)
    let maker = RowMaker(
      office: office,
      issuer: try office.issuer(
        registry: registry, issuedAt: Self.clock(), clock: Self.clock),
      batch: description)
    var options = BatchWorker.Options()
    (options.jobs, options.group) = (2, group)
    let worker = BatchWorker(queue: queue, maker: maker, name: "w-\(UUID().uuidString)", options: options) { now }
    var ended = 0
    return try worker.work(on: batch, to: description.target) {
      ended >= stopAfter
    } tell: { event in
      if case .ended(let done, let failed) = event { ended += done + failed.count }
    }
  }

  /// Reports are issued at the moment at which they are made.
  static let clock: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970) }

  /// The table of results as it is written, read back.
  func results(of batch: String) throws -> [ResultTable.Row] {
    try ResultTable(queue: queue, batch: batch).write(to: folder.path)
    return try ResultTable.read(folder.path + "/" + ResultTable.jsonName)
  }

  func counts(of batch: String) throws -> [BatchRow.State: Int] { try queue.counts(batch) }

  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: folder.path + "/" + name)), as: UTF8.self)
  }

  func bytes(_ name: String) -> [UInt8]? {
    FileManager.default.contents(atPath: folder.path + "/" + name).map { [UInt8]($0) }
  }

  /// Without the batch's own: what it keeps of itself, and the tables.
  var files: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
        !$0.hasPrefix(".xinbao-batch") && !$0.hasPrefix("results.")
      }.sorted()
    }
  }
}
