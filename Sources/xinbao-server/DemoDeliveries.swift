import CivilTime
import Foundation
import Gathering
import Importing
import Installation
import Intake
import Records

/// The deliveries of a demonstration: tables of a small invented province, handed in when the service starts as if each
/// source had looked through all of its days up to yesterday. What has no table is a nil return.
struct DemoDeliveries {
  /// A folder for each source.
  let folder: String
  let home: Home
  let resources: Resources
  let catalogue: Catalogue
  let now: BeijingTime

  private static let registration = "registration.csv"

  /// Fills a new store of the home: the days of the one before ended when that was filled.
  func gathered() throws -> GatheringStore {
    let path = home.path + "/demo-gathering.sqlite"
    for ending in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + ending) {
      try FileManager.default.removeItem(atPath: path + ending)
    }
    let store = try home.openGathering(path, catalogue: catalogue)
    let desk = try DeliveryDesk(
      store: store, catalogue: catalogue, rules: ImportRules.load(file: resources.importRules),
      rulesFile: resources.importRules, person: "demo")
    let registrars = try tables().filter { $0.path.hasSuffix("/" + Self.registration) }
    guard !registrars.isEmpty else {
      throw ServeFailure(problem: "\(folder): holds no tables for --demo; name their folder's parent with --resources")
    }
    for table in registrars { try deliver(.registration, of: table.source, [], [table.path], to: desk) }
    let lasting = Set(catalogue.categories.filter(\.isLasting).map(\.naming.key))
    let others = try tables().filter { !$0.path.hasSuffix("/" + Self.registration) }
    for source in Set(try store.overview().map(\.source)).sorted() {
      // Nobody stood on a list before the first day.
      let lists = store.owed(by: source).filter(lasting.contains)
      if !lists.isEmpty { try deliver(.snapshot, of: source, lists, [], to: desk) }
      let own = others.filter { store.isSame(source: $0.source, as: source) }.map(\.path)
      let shown = own.isEmpty ? [] : try deliver(.increment, of: source, [], own, to: desk)
      let rest = store.owed(by: source).filter { !shown.contains($0) }
      if !rest.isEmpty { try deliver(.nilReturn, of: source, rest, [], to: desk) }
    }
    return store
  }

  /// - Returns: the categories that it answers for.
  @discardableResult
  private func deliver(
    _ kind: DeliveryKind, of source: String, _ categories: [String], _ tables: [String], to desk: DeliveryDesk
  ) throws -> [String] {
    let first = CalendarDate(daysSince1970: 16_801)  // 2016-01-01
    let yesterday = CalendarDate(daysSince1970: now.date.daysSince1970 - 1)
    let before = CalendarDate(daysSince1970: first.daysSince1970 - 1)
    let days = kind == .snapshot ? before...before : first...max(first, yesterday)
    let notice = DeliveryNotice(
      source: source, kind: kind, days: days, categories: categories, received: now,
      isConfirmed: true, author: .source)
    let outcome = try desk.deliver(notice, tables: tables) { _, _ in }
    if let failure = outcome.failure { throw ServeFailure(problem: "\(folder): \(failure)") }
    return outcome.notice.categories
  }

  private func tables() throws -> [(source: String, path: String)] {
    let manager = FileManager.default
    return ((try? manager.contentsOfDirectory(atPath: folder)) ?? []).sorted().flatMap { source in
      ((try? manager.contentsOfDirectory(atPath: "\(folder)/\(source)")) ?? []).sorted().filter { $0.hasSuffix(".csv") }
        .map { (source, "\(folder)/\(source)/\($0)") }
    }
  }
}
