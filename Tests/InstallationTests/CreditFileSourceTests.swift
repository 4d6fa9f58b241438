import Database
import DatabaseSQLite
import Foundation
import Records
import Registry
import ScratchFolders
import Testing

@testable import Installation

@Suite(.scratchFolders) struct CreditFileSourceTests {
  private let folder: String

  init() throws {
    folder = try scratchFolder()
    try FileManager.default.createDirectory(atPath: folder + "/files", withIntermediateDirectories: true)
  }

  @Test func codesAreNamesOfFilesAndNothingElse() throws {
    for text in [
      "", "1234", "../91440001MA5C0R1U2T", "91440001MA5C0R1U2T/..", "91440001MA5C0R1U2T.json",
      "9144-001", "九一四四〇〇〇一", String(repeating: "1", count: 33), "%2e%2e%2f1", "' OR 1=1--",
    ] { #expect(SubjectCode(text) == nil, "\(text)") }
    #expect(SubjectCode(" 91440001ma5c0r1u2t ")?.text == "91440001MA5C0R1U2T")
    #expect(SubjectCode("９１４４０００１MA5C0R1U2T")?.text == "91440001MA5C0R1U2T")
  }

  @Test func aFileIsFoundByItsCodeAndLinksLeadNowhere() throws {
    let source = try DirectorySource(path: folder + "/files")
    let code = try #require(SubjectCode("91440001MA5C0R1U2T"))
    #expect(try source.creditFile(of: code) == nil)
    let path = folder + "/files/91440001MA5C0R1U2T.json"
    try Data("{}".utf8).write(to: URL(fileURLWithPath: folder + "/outside.json"))
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "../outside.json")
    #expect(try source.creditFile(of: code) == nil)
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    #expect(try source.creditFile(of: code) == nil)
    try FileManager.default.removeItem(atPath: path)
    #expect(mkfifo(path, 0o600) == 0)
    #expect(try source.creditFile(of: code) == nil)
    try FileManager.default.removeItem(atPath: path)
    try Data("{\"version\": 1}".utf8).write(to: URL(fileURLWithPath: path))
    #expect(try source.creditFile(of: code) == Array("{\"version\": 1}".utf8))
    #expect(throws: CreditFileSourceError.self) { try DirectorySource(path: folder + "/none") }
  }

  @Test func aTableGivesTheSubjectsOwnRow() throws {
    let database = try SQLiteDatabase(path: folder + "/table.sqlite")
    #expect(throws: CreditFileSourceError.self) { try TableSource(database: database) }
    _ = try database.write { session in
      try session.execute("CREATE TABLE credit_file (code TEXT PRIMARY KEY, body TEXT)", [])
      try session.execute(
        "INSERT INTO credit_file VALUES ($1, $2), ($3, $4)",
        [.text("91440001MA5C0R1U2T"), .text("{}"), .text("91440001MA5N0W1L23"), .text("[]")])
    }
    let source = try TableSource(database: database)
    #expect(try source.creditFile(of: #require(SubjectCode("91440001MA5C0R1U2T"))) == Array("{}".utf8))
    #expect(try source.creditFile(of: #require(SubjectCode("440001199003120024"))) == nil)
  }
}
