import CivilTime
import ErrorCauses
import Foundation
import Gathering
import Installation
import Records
import ScratchFolders
import Testing

@testable import Batches

/// Rows that name a subject by its code find its credit file in what was gathered.
@Suite(.scratchFolders) struct RowsByCodeTests {
  private let workshop: Workshop
  private let codes = ["91440300MA5EXAMP1F", "91440300MA5EXAMP2J"]

  init() throws {
    workshop = try Workshop()
    let store = try workshop.home.openGathering(catalogue: workshop.office.catalogue)
    let day = try #require(CalendarDate(text: "2026-11-20"))
    let later = try #require(CalendarDate(text: "2026-11-21"))
    let notice = DeliveryNotice(
      source: "广东省市场监督管理局", kind: .registration, days: day...day, categories: ["registration"],
      received: BeijingTime(later))
    _ = try store.takeIn(notice, files: [], person: "test") { take in
      for (index, code) in codes.enumerated() {
        let subject = RowSubject(kind: "enterprise", name: "示例第\(index + 1)有限公司", code: code)
        try take(
          [
            GatheredRow(
              table: "t", number: index + 2,
              content: .registration(GatheredRegistration(subject: subject, body: Array("{}".utf8))))
          ])
      }
    }
  }

  @Test func theyNeedNoFiles() throws {
    var run = try workshop.begun(
      workshop.order(
        "代码,报告\n\(codes[0]),enterprise\n\(codes[1].lowercased()),enterprise\n91440300MA5EXAMP3M,enterprise\n"))
    #expect(try workshop.work(&run, givesUp: true) == .ended)
    #expect(run.outcome.counts.done == 2 && run.outcome.counts.failed == 1)
    let rows = try ResultTable.read(workshop.folder.given + "/results.json")
    try #require(rows.count == 3)
    #expect(rows.map(\.order.subject) == codes + ["91440300MA5EXAMP3M"])
    #expect(rows.compactMap(\.report?.subject) == ["示例第1有限公司", "示例第2有限公司"])
    #expect(rows[2].error?.contains("nothing was delivered about 91440300MA5EXAMP3M") == true)
  }

  @Test func aRowNamesOneThing() throws {
    try workshop.creditFile("1.json", serial: 1)
    let manifest = try workshop.manifest("file,subject\n1.json,\n1.json,\(codes[0])\n,\(codes[1])\n")
    #expect(
      manifest.rows.map { $0.problem?.english } == [
        nil, "subject: the row names a credit file, too", nil,
      ])
  }
}
