import Attestation
import Crypto
import DurableFiles
import ErrorCauses
import Foundation
import Hexadecimal
import Issuing
import Registry
import ScratchFolders
import Testing

@testable import Batches

/// A batch from its manifest to its table of results, on a home of its own.
@Suite(.scratchFolders) struct WorkTests {
  private let workshop: Workshop

  init() throws { workshop = try Workshop() }

  @Test func everyRowBecomesARegisteredReportAndALineOfTheTable() throws {
    try workshop.creditFile("1.json", serial: 1)
    try workshop.creditFile("2.json", serial: 2)
    let state = try workshop.begin(workshop.manifest("file,output\n1.json,\n2.json,乙.pdf\n"))
    #expect(try workshop.counts(of: state.batch) == [.waiting: 2])
    #expect(try workshop.work(on: state.batch))
    #expect(try workshop.counts(of: state.batch) == [.done: 2])

    let rows = try workshop.results(of: state.batch)
    #expect(rows.map(\.row) == [1, 2] && rows.allSatisfy { $0.state == "done" && $0.error == nil })
    #expect(rows.map { $0.report?.subject } == ["示例第1有限公司", "示例第2有限公司"])
    #expect(rows.last?.report?.file == "乙.pdf" && rows.first?.report?.file.hasPrefix("001-示例第1有限公司-") == true)
    #expect(try workshop.files == rows.compactMap { $0.report?.file }.sorted(), "and nothing hidden")
    for report in rows.compactMap(\.report) {
      let pdf = try #require(workshop.bytes(report.file))
      let registered = try #require(try workshop.registry.report(number: report.number))
      #expect(hexadecimal(SHA256.hash(data: pdf)) == report.sha256)
      #expect(
        registered.status == .valid && registered.files.map { $0.sha256.map { hexadecimal($0) } } == [report.sha256])
    }
    let table = try workshop.text(ResultTable.csvName).split(separator: "\r\n")
    #expect(table.count == 3 && table[0].hasPrefix("\u{FEFF}行号,状态,"))
    #expect(table[1].hasPrefix("1,已出具,,") && table[2].contains(",乙.pdf,"))
  }

  /// One that cannot be read, one that is no credit file, and one that asks for what there is not.
  @Test func aBadRowFailsAloneWithItsReason() throws {
    try workshop.creditFile("1.json", serial: 1)
    try workshop.write("2.json", "{}")
    try workshop.creditFile("3.json", serial: 3)
    let manifest = try workshop.manifest("file,edition\n1.json,\n2.json,\nmissing.json,\n3.json,1999\n3.json,\n")
    let state = try workshop.begin(manifest)
    #expect(try workshop.work(on: state.batch))
    let rows = try workshop.results(of: state.batch)
    #expect(rows.map(\.state) == ["done", "failed", "failed", "failed", "done"])
    #expect(rows[1].error?.contains("2.json") == true && rows[2].error?.contains("missing.json") == true)
    #expect(
      rows[3].error?.contains("1999") == true && rows.map { $0.report == nil } == [false, true, true, true, false])
    #expect(try workshop.files.count == 2 && workshop.registry.logSize() == 2)
    #expect(try workshop.queue.neverTried(state.batch) == 1, "the edition was known to be none before the batch began")
    let table = try workshop.text(ResultTable.csvName)
    #expect(table.components(separatedBy: ",未能出具,").count == 4)
  }

  @Test func stoppedItGoesOnAndIssuesNothingTwice() throws {
    for serial in 1...3 { try workshop.creditFile("\(serial).json", serial: serial) }
    let state = try workshop.begin(workshop.manifest("file\n1.json\n2.json\n3.json\n"))
    #expect(try !workshop.work(on: state.batch, stopAfter: 1, group: 1), "it says that rows are left")
    let done = try #require(try workshop.counts(of: state.batch)[.done])
    #expect((1...2).contains(done), "rows in hand are done, others are not begun")
    // What was given back is as if nobody had ever taken it.
    #expect(try workshop.counts(of: state.batch) == [.done: done, .waiting: 3 - done])
    let first = try workshop.results(of: state.batch)
    #expect(first.filter { $0.state == "waiting" && $0.report == nil }.count == 3 - done)

    #expect(try workshop.work(on: state.batch))
    let second = try workshop.results(of: state.batch)
    #expect(second.allSatisfy { $0.state == "done" })
    for (before, after) in zip(first, second) where before.state == "done" { #expect(before == after) }
    #expect(try workshop.registry.logSize() == 3 && Set(second.compactMap { $0.report?.number }).count == 3)
    #expect(try workshop.work(on: state.batch), "there is nothing more to do")
    #expect(try workshop.registry.logSize() == 3)
  }

  /// An issued report, perhaps, that somebody put there while the batch ran.
  @Test func aRowWhoseNameIsTakenFailsBeforeItIsRegistered() throws {
    try workshop.creditFile("1.json", serial: 1)
    let state = try workshop.begin(workshop.manifest("file,output\n1.json,乙.pdf\n"))
    let path = workshop.folder.path + "/乙.pdf"
    try Data("a letter".utf8).write(to: URL(fileURLWithPath: path))
    try workshop.work(on: state.batch)
    let row = try workshop.results(of: state.batch)[0]
    #expect(row.state == "failed" && row.error?.contains("乙.pdf: is there already") == true)
    #expect(try workshop.bytes("乙.pdf") == Array("a letter".utf8) && workshop.registry.logSize() == 0)

    // A folder too is that row's trouble alone.
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    #expect(try workshop.queue.tryAgain(state.batch, now: Workshop.now) == 1)
    try workshop.work(on: state.batch)
    #expect(try workshop.counts(of: state.batch) == [.failed: 1] && workshop.registry.logSize() == 0)

    try FileManager.default.removeItem(atPath: path)
    #expect(try workshop.queue.tryAgain(state.batch, now: Workshop.now) == 1)
    try workshop.work(on: state.batch)
    #expect(try workshop.counts(of: state.batch) == [.done: 1] && workshop.registry.logSize() == 1)
  }

  @Test func rowsOfAWorkerThatDiedAreDoneWhenItsLeaseHasEnded() throws {
    try workshop.creditFile("1.json", serial: 1)
    let state = try workshop.begin(workshop.manifest("file\n1.json\n"))
    let lost = try workshop.queue.take(state.batch, worker: "dead", limit: 9, now: Workshop.now, lease: 120)
    #expect(try lost.count == 1 && workshop.counts(of: state.batch) == [.taken: 1])
    #expect(try !workshop.work(on: state.batch, stopAfter: 0, now: Workshop.now + 119), "it is in other hands")
    #expect(try workshop.work(on: state.batch, now: Workshop.now + 121))
    #expect(try workshop.counts(of: state.batch) == [.done: 1] && workshop.registry.logSize() == 1)
    #expect(throws: RegistryError.taskLost(batch: state.batch, row: 1)) {
      try workshop.queue.fail(lost[0].task, problem: Wording("too late", "太晚"))
    }
  }

  @Test func whatFailedIsTriedAgainWhenItIsMended() throws {
    try workshop.creditFile("1.json", serial: 1)
    try workshop.write("2.json", "{")
    let state = try workshop.begin(workshop.manifest("file,edition\n1.json,\n2.json,\n2.json,1999\n"))
    try workshop.work(on: state.batch)
    let first = try workshop.results(of: state.batch)[0]
    #expect(try workshop.queue.tryAgain(state.batch, now: Workshop.now) == 1, "what is no order is not tried")
    #expect(try workshop.counts(of: state.batch) == [.done: 1, .waiting: 1, .failed: 1])
    try workshop.work(on: state.batch)
    #expect(try workshop.results(of: state.batch).map(\.state) == ["done", "failed", "failed"], "nothing was mended")

    try workshop.creditFile("2.json", serial: 2)
    #expect(try workshop.queue.tryAgain(state.batch, now: Workshop.now) == 1)
    try workshop.work(on: state.batch)
    let rows = try workshop.results(of: state.batch)
    #expect(rows.map(\.state) == ["done", "done", "failed"] && rows[0] == first)
    #expect(rows[1].error == nil && rows[1].report?.subject == "示例第2有限公司")
  }

  /// Workers that see neither the credit files nor the folder: the database brings them one and keeps the other.
  @Test func theDatabaseCarriesFilesForWorkersThatSeeNoFolder() throws {
    let path = try workshop.creditFile("1.json", serial: 1)
    try workshop.write("2.json", "{")
    let state = try workshop.begin(workshop.manifest("file\n1.json\n2.json\n"), isCarried: true)
    try FileManager.default.removeItem(atPath: path)
    try workshop.work(on: state.batch)
    #expect(try workshop.files == [] && workshop.counts(of: state.batch) == [.done: 1, .failed: 1])

    // The file that was broken is read once more, where the batch was begun.
    try workshop.creditFile("2.json", serial: 2)
    try CarriedFiles.readAgain(workshop.queue, batch: state.batch)
    #expect(try workshop.queue.tryAgain(state.batch, now: Workshop.now) == 1)
    try workshop.work(on: state.batch)
    try CarriedReports(queue: workshop.queue, batch: state.batch).fetch(into: workshop.folder)
    let reports = try workshop.results(of: state.batch).compactMap(\.report)
    // What has a report's name and is another file stays.
    let first = workshop.folder.path + "/" + reports[0].file
    try Data("a letter".utf8).write(to: URL(fileURLWithPath: first))
    #expect(throws: FileError.exists(path: first)) {
      try CarriedReports(queue: workshop.queue, batch: state.batch).fetch(into: workshop.folder)
    }
    try FileManager.default.removeItem(atPath: first)
    try CarriedReports(queue: workshop.queue, batch: state.batch).fetch(into: workshop.folder)
    #expect(try workshop.files == reports.map(\.file).sorted() && reports.count == 2)
    for report in reports {
      #expect(try hexadecimal(SHA256.hash(data: #require(workshop.bytes(report.file)))) == report.sha256)
    }
    #expect(try workshop.text(ResultTable.jsonName).contains("\"body\"") == false, "the results name files, no more")
  }

  /// 汇总表: only when nobody is missing from it.
  @Test func aGroupEndsWithItsSummaryWhenAllRowsAreDone() throws {
    try workshop.creditFile("1.json", serial: 1)
    try workshop.write("2.json", "{")
    let order = "no-violation,税务,2023-01-01,2024-06-30,listing"
    let state = try workshop.begin(
      workshop.manifest(
        "file,role,report,domains,from,to,purpose\n1.json,issuer,\(order)\n2.json,subsidiary,\(order)\n"))
    try workshop.work(on: state.batch)
    func append() throws -> Bool {
      try GroupRow.append(to: workshop.queue, batch: state.batch, after: 2, renews: nil, at: Workshop.now)
    }
    #expect(try !append(), "a summary that leaves somebody out would seem to be of all")
    try workshop.creditFile("2.json", serial: 2)
    #expect(try workshop.queue.tryAgain(state.batch, now: Workshop.now) == 1)
    try workshop.work(on: state.batch)
    #expect(try append() && append(), "and it is there once")
    #expect(try workshop.work(on: state.batch))
    let rows = try workshop.results(of: state.batch)
    #expect(rows.map { $0.report?.report } == ["no-violation", "no-violation", "group"])
    // Nothing was gathered for either of them.
    #expect(rows.map { $0.report?.answers?.map(\.outcome) } == [["no-data"], ["no-data"], ["no-data"]])
    #expect(rows[2].order.summary?.map(\.number) == rows.prefix(2).map { $0.report?.number ?? "" })
  }
}
