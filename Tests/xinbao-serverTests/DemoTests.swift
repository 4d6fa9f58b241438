import CivilTime
import Foundation
import Gathering
import Installation
import Records
import ScratchFolders
import SelfPrintSite
import SelfPrinting
import Testing

@testable import xinbao_server

/// The demonstration gathers a small province of its own.
@Suite(.scratchFolders) struct DemoTests {
  private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  private func deliveries(from folder: String, _ now: BeijingTime) throws -> DemoDeliveries {
    let resources = try Resources(given: root, executable: nil, workingFolder: root)
    return DemoDeliveries(
      folder: folder, home: try Home(path: try scratchFolder() + "/home", environment: [:]), resources: resources,
      catalogue: try Catalogue.load(directory: resources.catalogue), now: now)
  }

  @Test func everySourceHasDeliveredUpToYesterdayWheneverItStarts() throws {
    let now = BeijingTime.now()
    let deliveries = try deliveries(from: root + "/examples/demo/deliveries", now)
    let yesterday = CalendarDate(daysSince1970: now.date.daysSince1970 - 1).description
    let first = try deliveries.gathered()
    let entries = try first.overview()
    #expect(Set(entries.map(\.source)).count > 38)
    let owed = entries.filter { first.owed(by: $0.source).contains($0.category) }
    #expect(owed.allSatisfy { $0.covered.last?.through == yesterday && $0.overdueDays == nil })
    // At the next start, a new store takes its place.
    let second = try deliveries.gathered()
    #expect(try second.moment()?.sequence == first.moment()?.sequence)
    #expect(try second.organisations(limit: 100) == first.organisations(limit: 100))
  }

  @Test func itsCompaniesAreThoseOfTheStoreAndItsPersonsThoseOfTheExamples() throws {
    let deliveries = try deliveries(from: root + "/examples/demo/deliveries", .now())
    let store = try deliveries.gathered()
    let source = try DemoSource(
      store, SampleSource(folder: root + "/examples", catalogue: deliveries.catalogue))
    #expect(source.holders.count > 30 && Set(source.holders.map(\.code)).count == source.holders.count)
    #expect(source.holders.contains { $0.isPerson } && source.holders.first?.isPerson == false)
    let reader = CreditFileReader(catalogue: deliveries.catalogue, now: { .now() })
    var gathered = 0
    var records = 0
    for holder in source.holders {
      let bytes = try #require(try source.creditFile(of: holder.code))
      let file = try reader.read(bytes: bytes, name: "demo").file
      #expect(file.subject.name == holder.name)
      guard file.coverageBasis == .deliveries else { continue }
      gathered += 1
      records += file.records.reduce(0) { $0 + $1.records.count }
    }
    #expect(try gathered == store.organisations(limit: 100).count && gathered > 20 && records > 40)
  }

  @Test func withoutTablesItDoesNotStart() throws {
    let deliveries = try deliveries(from: try scratchFolder(), .now())
    #expect(throws: ServeFailure.self) { try deliveries.gathered() }
  }
}
