import Attestation
import Database
import DatabaseTesting
import Foundation
import ScratchFolders
import Synchronization
import Testing

@testable import Registry

@Suite(.scratchFolders) struct MigrationTests {
  @Test(arguments: Store.allCases)
  func anEmptyDatabaseGetsAllStepsAndTwiceIsHarmless(store: Store) throws {
    let location = try store.location()
    for _ in 0..<2 {
      let registry = try location.registry()
      let steps = try registry.database.read { session in
        try session.query("SELECT name FROM schema_step ORDER BY place").map { try $0.text("name") }
      }
      #expect(steps == sampleSchema.steps.map(\.name))
      // What was shipped stays where it is.
      #expect(steps.starts(with: ["reports and log", "verification journal", "failed lookups"]))
    }
  }

  @Test(arguments: Store.allCases)
  func aDatabaseOfTheFirstStepIsBroughtUpToDateWithItsReports(store: Store) throws {
    let location = try store.location()
    try Migration(
      Schema(stepTable: sampleSchema.stepTable, steps: [sampleSchema.steps[0]]), of: try location.database()
    ).run()
    // The first version's program, as far as it went.
    let old = try location.database()
    #expect(throws: DatabaseError.self) {
      try old.read { session in try session.query("SELECT * FROM journal", []) }
    }
    try old.write { session in
      _ = try session.execute(
        "INSERT INTO registry_value (name, value) VALUES ('secret fingerprint', $1)",
        [.blob(RegistrySecret(sampleSecret).fingerprint)])
    }
    let registry = try location.registry()
    try registry.issue(0)
    _ = try registry.record([sampleEntry(0)])
    _ = try registry.report(number: "X", checkCode: sampleCode, at: sampleNow)
    #expect(try registry.audit().isClean)
  }

  @Test(arguments: Store.allCases)
  func manyWhoOpenAnEmptyDatabaseAtOnceMakeItOnce(store: Store) throws {
    let location = try store.location()
    let failures = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 8) { turn in
      do { try location.registry().issue(sampleRequest(sampleNumber(turn))) } catch {
        failures.withLock { $0.append("\(error)") }
      }
    }
    #expect(failures.withLock { $0 } == [])
    #expect(try location.registry().audit().reports == 8)
  }

  @Test(arguments: Store.allCases)
  func aDatabaseOfALaterVersionIsRefused(store: Store) throws {
    let location = try store.location()
    let registry = try location.registry()
    let next = [SQLValue.integer(Int64(sampleSchema.steps.count))]
    try registry.tamper("INSERT INTO schema_step (place, name) VALUES ($1, 'seals')", next)
    #expect(throws: RegistryError.database(.newerSchema(location: registry.location, step: "seals"))) {
      try location.registry()
    }
    try registry.tamper("DELETE FROM schema_step WHERE place = $1", next)
    try registry.tamper("UPDATE schema_step SET name = 'other' WHERE place = 1")
    #expect(throws: RegistryError.database(.newerSchema(location: registry.location, step: "other"))) {
      try location.registry()
    }
  }
}
