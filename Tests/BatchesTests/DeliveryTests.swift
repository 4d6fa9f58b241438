import Crypto
import Foundation
import Hexadecimal
import Issuing
import ScratchFolders
import Testing

@testable import Batches

/// A folder as a batch leaves it: reports of two rows, a row that failed, and the tables.
@Suite(.scratchFolders) struct DeliveryTests {
  private let folder: BatchFolder
  private let names = ["001-甲公司-报告.pdf", "002-乙公司-报告.pdf"]
  private let begunAt: Int64 = 1_795_500_000

  init() throws {
    folder = try BatchFolder(path: scratchFolder())
    var rows: [String] = []
    for (index, name) in names.enumerated() {
      let pdf = Data("%PDF of \(name)".utf8)
      try pdf.write(to: URL(fileURLWithPath: folder.path + "/" + name))
      rows.append(
        """
        {"order":{"file":"/a.json"},"report":{"code":"","file":"\(name)","issuedAt":"2026-11-25T14:23:3\(index)+08:00",\
        "number":"N\(index)","pages":1,"records":0,"report":"enterprise","sha256":"\(hexadecimal(Array(SHA256.hash(data: pdf))))",\
        "subject":"甲","superseded":[],"title":"报告","warnings":[]},"row":\(index + 1),"state":"done"}
        """)
    }
    rows.append(#"{"error":"file: is missing","order":{"file":"/c.json"},"row":3,"state":"failed"}"#)
    try write("[\n" + rows.joined(separator: ",\n") + "\n]\n", as: "results.json")
    try write("行号\r\n", as: "results.csv")
  }

  private func write(_ text: String, as name: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path + "/" + name))
  }

  private func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: folder.path + "/" + name))
  }

  private var files: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
  }

  @Test func anArchiveHoldsWhatWasIssuedInOrderOfRowsAndThenTheTables() throws {
    var delivery = Delivery(.zip)
    var told: [Int] = []
    try delivery.make(in: folder, begunAt: begunAt) { told.append($0) }
    #expect(delivery.made?.reports == 2 && delivery.made?.missing == 1 && told == [0, 1, 2])
    let archive = try bytes("reports.zip")
    #expect(delivery.made?.bytes == Int64(archive.count))
    let places = (names + ["results.csv", "results.json"]).map { archive.range(of: Data($0.utf8))?.lowerBound ?? -1 }
    #expect(places == places.sorted() && !places.contains(-1))
    #expect(try files == (names + ["reports.zip", "results.csv", "results.json"]).sorted(), "and nothing hidden")
  }

  @Test func aReportThatWasChangedIsRefusedByNameAndNothingIsLeft() throws {
    try write("%PDF of another", as: names[1])
    let before = try files
    for form in [Delivery.Form.zip, .tarGzip, .merged] {
      var delivery = Delivery(form)
      #expect {
        try delivery.make(in: folder, begunAt: begunAt) { _ in }
      } throws: { error in
        // The first is no PDF, which is what the merger meets before it comes to the second.
        "\(error)".contains(form == .merged ? names[0] : names[1] + ": is not the file that was issued")
      }
      #expect(try delivery.made == nil && files == before)
    }
    try FileManager.default.removeItem(atPath: folder.path + "/" + names[0])
    var delivery = Delivery(.zip)
    #expect { try delivery.make(in: folder, begunAt: begunAt) { _ in } } throws: { "\($0)".contains(names[0]) }
  }

  @Test func onlyPDFsAreMerged() throws {
    let results = try String(decoding: bytes("results.json"), as: UTF8.self)
    try write(results.replacingOccurrences(of: "-报告.pdf", with: "-报告.ofd"), as: "results.json")
    var delivery = Delivery(.merged)
    #expect {
      try delivery.make(in: folder, begunAt: begunAt) { _ in }
    } throws: { "\($0)".contains("none of its reports is a PDF") }
    // Without any report, there is nothing to refuse.
    try write("[\n]\n", as: "results.json")
    try delivery.make(in: folder, begunAt: begunAt) { _ in }
    #expect(delivery.made == nil)
  }

  @Test func whoIsInterruptedLeavesNothing() throws {
    struct Stopped: Error {}
    let before = try files
    var delivery = Delivery(.tarGzip)
    #expect(throws: Stopped.self) {
      try delivery.make(in: folder, begunAt: begunAt) { done in if done == 1 { throw Stopped() } }
    }
    #expect(try files == before)
  }

  @Test func itIsMadeAnewWhenTheResultsAreOthersOrItIsGone() throws {
    var delivery = Delivery(.zip)
    #expect(try !delivery.isCurrent(in: folder))
    try delivery.make(in: folder, begunAt: begunAt) { _ in }
    #expect(try delivery.isCurrent(in: folder))
    let first = try bytes("reports.zip")
    try FileManager.default.removeItem(atPath: folder.path + "/reports.zip")
    #expect(try !delivery.isCurrent(in: folder))
    try delivery.make(in: folder, begunAt: begunAt) { _ in }
    #expect(try bytes("reports.zip") == first)
    try write(String(decoding: bytes("results.json"), as: UTF8.self) + "\n", as: "results.json")
    #expect(try !delivery.isCurrent(in: folder))
  }

  @Test func resultsThatSomebodyChangedAreRefusedWithTheirPlace() throws {
    for (text, words) in [
      ("[\n{\"row\":1}\n]\n", "results.json:2"), ("[\n", "has no end"),
      (
        try String(decoding: bytes("results.json"), as: UTF8.self).replacingOccurrences(of: names[0], with: "../a.pdf"),
        "`../a.pdf` is no name"
      ),
    ] {
      try write(text, as: "results.json")
      var delivery = Delivery(.zip)
      #expect { try delivery.make(in: folder, begunAt: begunAt) { _ in } } throws: { "\($0)".contains(words) }
    }
  }

  @Test func moreReportsThanAreMergedAreRefusedBeforeTheyAreIssued() throws {
    try MergedReports.check(rows: MergedReports.limit)
    #expect { try MergedReports.check(rows: 1_001) } throws: { "\($0)".contains("at most 1000 reports") }
    #expect { try OutputName.check("Reports.pdf", row: 1) } throws: { "\($0)".contains("of the PDF of all reports") }
  }
}
