import Batches
import CivilTime
import Foundation
import Issuing
import Records
import ReportKinds
import ScratchFolders
import Testing

@testable import xinbao

@Suite(.scratchFolders) struct BatchTests {
  private func order(_ line: String) throws -> BatchRun.Order {
    let path = try scratchFolder() + "/m.csv"
    try "file\na.json\n".write(toFile: path, atomically: true, encoding: .utf8)
    let batch = try parsed("batch \(path) -o out \(line)", as: Batch.self)
    return batch.order(of: try Manifest(path: path, defaults: batch.defaults))
  }

  @Test func withoutOptionsTheProcessThatBeginsMakesTheReports() throws {
    let order = try order("")
    #expect(order.workers == .here && !order.isGroup && order.supersedes && !order.trustsDeclaredCoverage)
    #expect(order.reading == .init() && order.deliveries == [])
  }

  @Test func theOptionsOfABatchAreItsOrder() throws {
    let order = try order("--keep-earlier --strict --trust-declared-coverage --queue --carry --archive tar.gz --merge")
    #expect(order.workers == .withoutFolders && !order.supersedes && order.trustsDeclaredCoverage)
    #expect(order.reading == .init(strict: true) && order.deliveries == [.tarGzip, .merged])
    #expect(try self.order("--queue").workers == .elsewhere)
    #expect(try self.order("--archive zip").deliveries == [.zip])
  }

  @Test func optionsSayWhatRowsDoNot() throws {
    let batch = try parsed(
      "batch m.csv -o out --report enterprise --edition 2022 --masks strict --template mine/t.yaml", as: Batch.self)
    var wanted = BatchOrder(file: "")
    (wanted.report, wanted.edition, wanted.masks) = ("enterprise", "2022", "strict")
    // Relative to where the command is run, not to the manifest.
    wanted.template = FileManager.default.currentDirectoryPath + "/mine/t.yaml"
    #expect(batch.defaults == wanted)
  }

  @Test func aGroupAsksForNoViolationReportsOnOneQuestion() throws {
    let order = try order(
      "--group --domains all --from 2023-11-20 --to 2026-11-19 --purpose listing --recipient 某交易所 --profile guangdong "
        + "--catalogue guangdong-2021")
    #expect(order.isGroup)
    let row = try #require(order.manifest.rows.first).order
    let asked = try row.reportOrder()
    #expect(asked.kind == .noViolation && asked.noViolation?.recipient == "某交易所")
    #expect(asked.noViolation?.profile == "guangdong" && asked.noViolation?.list == "guangdong-2021")
    #expect(asked.noViolation?.period.lowerBound.description == "2023-11-20" && asked.noViolation?.domains == nil)
  }

  @Test(arguments: [
    Refused("batch m.csv", "--output"),
    Refused("batch -o out", "name a MANIFEST, or --renew RESULTS.json, or go on with --resume"),
    Refused("batch m.csv -o out --renew r.json --to 2026-11-30", "name a MANIFEST, or --renew"),
    Refused("batch -o out --renew r.json", "--renew needs a new last day: --to"),
    Refused("batch m.csv -o out --jobs 0", "--jobs takes a number from 1 to 256, not 0"),
    Refused("batch m.csv -o out --jobs 257", "--jobs", "257"),
    Refused("batch m.csv -o out --jobs many", "--jobs", "many"),
    Refused("batch m.csv -o out --carry", "--carry goes with --queue"),
    Refused("batch m.csv -o out --archive rar", "--archive", "rar", "tar.gz"),
    Refused("batch m.csv -o out --retry-failed", "--retry-failed and --give-up go with --resume"),
    Refused("batch m.csv -o out --give-up", "--retry-failed and --give-up go with --resume"),
    Refused("batch --resume -o out --queue", "leave --renew, --queue and --group out"),
    Refused("batch --resume -o out --group", "leave --renew, --queue and --group out"),
    Refused("batch --resume -o out --renew r.json --to 2026-11-30", "leave --renew, --queue and --group out"),
    Refused("batch --resume -o out --trust-declared-coverage", "begin anew with --trust-declared-coverage"),
    Refused("worker --jobs 0", "--jobs"),
    Refused("worker --lease 0", "--lease takes 1 to 86400 seconds, not 0"),
    Refused("worker --lease 86401", "--lease"),
    Refused("worker m.csv", "m.csv"),
  ])
  func whatCannotBeIsRefusedByItsName(refused: Refused) { refused.check() }

  @Test(arguments: [
    "batch m.csv -o out --jobs 1", "batch m.csv -o out --jobs 256", "batch --resume -o out --retry-failed",
  ])
  func limitsAreTakenThemselves(line: String) throws {
    #expect(try parsed(line, as: Batch.self).output == "out")
  }

  @Test func aWorkerWaitsUnlessItIsToldToEnd() throws {
    let worker = try parsed("worker --registry postgres://r", as: Worker.self)
    #expect(
      !worker.untilEmpty && worker.lease == 120 && worker.jobs == nil && worker.registry.registry == "postgres://r")
    #expect(try parsed("worker --until-empty --lease 86400", as: Worker.self).untilEmpty)
  }
}
