import Crypto
import DatabaseTesting
import Foundation
import ScratchFolders
import Testing

@testable import Registry

@Suite(.scratchFolders) struct RecoverTests {
  private struct Desk {
    let folder: String
    init() throws { folder = try scratchFolder() }
    func path(_ name: String) -> String { folder + "/" + name }
    func write(_ text: String, to name: String) throws {
      try text.write(toFile: path(name), atomically: true, encoding: .utf8)
    }
    func text(_ name: String) -> String? { try? String(contentsOfFile: path(name), encoding: .utf8) }
    func record(_ text: String, _ name: String) -> FileRecord {
      FileRecord(
        sha256: Array(SHA256.hash(data: Array(text.utf8))), path: path(name), part: path(".\(name).0A1B2C3D.part"))
    }
  }

  @Test(arguments: Store.allCases)
  func aFileLeftUnderItsHiddenNameIsPutInPlace(store: Store) throws {
    let registry = try store.registry()
    let desk = try Desk()
    try desk.write("pdf one", to: "one.pdf")
    try desk.write("pdf two", to: ".two.pdf.0A1B2C3D.part")
    try registry.issue(sampleRequest(sampleNumber(0)), pdf: desk.record("pdf one", "one.pdf"))
    try registry.issue(sampleRequest(sampleNumber(1)), pdf: desk.record("pdf two", "two.pdf"))
    try registry.issue(sampleRequest(sampleNumber(2)))

    let audit = try registry.audit(files: .onDisk)
    #expect(audit.isClean && audit.files == 2)
    let recovered = try registry.recover(.onDisk)
    #expect(recovered.map(\.number) == [sampleNumber(1)] && recovered.map(\.outcome) == [.placed])
    #expect(desk.text("two.pdf") == "pdf two" && desk.text(".two.pdf.0A1B2C3D.part") == nil)
    #expect(try registry.recover(.onDisk).isEmpty)
    #expect(try registry.audit(files: .onDisk).isClean)
  }

  /// Stopped after it got its name and before it lost the hidden one: rename(2) of one file's two names does nothing.
  @Test(arguments: Store.allCases)
  func aFileThatHasBothNamesLosesTheHiddenOne(store: Store) throws {
    let registry = try store.registry()
    let desk = try Desk()
    try desk.write("pdf one", to: "one.pdf")
    try FileManager.default.linkItem(atPath: desk.path("one.pdf"), toPath: desk.path(".one.pdf.0A1B2C3D.part"))
    try registry.issue(sampleRequest(sampleNumber(0)), pdf: desk.record("pdf one", "one.pdf"))
    #expect(try registry.recover(.onDisk).map(\.outcome) == [.placed])
    #expect(desk.text("one.pdf") == "pdf one" && desk.text(".one.pdf.0A1B2C3D.part") == nil)
    #expect(try registry.recover(.onDisk).isEmpty)
  }

  @Test(arguments: Store.allCases)
  func aFileThatIsMissingOrAnotherIsFound(store: Store) throws {
    let registry = try store.registry()
    let desk = try Desk()
    try desk.write("changed", to: "one.pdf")
    try desk.write("torn", to: ".two.pdf.0A1B2C3D.part")
    try registry.issue(sampleRequest(sampleNumber(0)), pdf: desk.record("pdf one", "one.pdf"))
    try registry.issue(sampleRequest(sampleNumber(1)), pdf: desk.record("pdf two", "two.pdf"))
    let findings = try registry.audit(files: .onDisk).findings
    #expect(findings.map(\.kind) == [.file, .file])
    #expect(findings[0].problem.contains("other bytes") && findings[1].problem.contains("missing"))
    #expect(try registry.recover(.onDisk).map(\.outcome) == [.damaged])
    #expect(desk.text("two.pdf") == nil)
  }

  /// Somebody put another file at the path meanwhile: nobody said that it may be written over.
  @Test(arguments: Store.allCases)
  func whatIsNoReportsFileIsNotWrittenOver(store: Store) throws {
    let registry = try store.registry()
    let desk = try Desk()
    try desk.write("pdf one", to: ".one.pdf.0A1B2C3D.part")
    try desk.write("a letter", to: "one.pdf")
    try registry.issue(sampleRequest(sampleNumber(0)), pdf: desk.record("pdf one", "one.pdf"))
    #expect(try registry.recover(.onDisk).map(\.outcome) == [.occupied])
    #expect(desk.text("one.pdf") == "a letter")
    try FileManager.default.removeItem(atPath: desk.path("one.pdf"))
    #expect(try registry.recover(.onDisk).map(\.outcome) == [.placed])
    #expect(desk.text("one.pdf") == "pdf one")
  }

  /// The file there may be the only copy of an earlier report: that this one was to write over it, nobody here knows.
  @Test(arguments: Store.allCases)
  func theFileOfAnEarlierReportIsNotWrittenOver(store: Store) throws {
    let registry = try store.registry()
    let desk = try Desk()
    try desk.write("pdf one", to: "one.pdf")
    try desk.write("pdf two", to: ".one.pdf.0A1B2C3D.part")
    try registry.issue(
      sampleRequest(sampleNumber(0)),
      pdf: FileRecord(sha256: desk.record("pdf one", "").sha256, path: desk.path("one.pdf")))
    try registry.issue(sampleRequest(sampleNumber(1)), pdf: desk.record("pdf two", "one.pdf"))
    #expect(try registry.recover(.onDisk).map(\.outcome) == [.occupied])
    #expect(desk.text("one.pdf") == "pdf one")
    try FileManager.default.removeItem(atPath: desk.path("one.pdf"))
    #expect(try registry.recover(.onDisk).map(\.outcome) == [.placed])
    #expect(desk.text("one.pdf") == "pdf two")
  }

  /// The report was made again, to the same path, before anyone recovered the first.
  @Test(arguments: Store.allCases)
  func aLaterReportIsNeverOverwrittenByAnEarlierOne(store: Store) throws {
    let registry = try store.registry()
    let desk = try Desk()
    var first = desk.record("pdf one", "a.pdf")
    first.part = desk.path(".a.pdf.FFFFFFFF.part")
    try desk.write("pdf one", to: ".a.pdf.FFFFFFFF.part")
    try desk.write("pdf two", to: "a.pdf")
    try registry.issue(sampleRequest(sampleNumber(0)), pdf: first)
    try registry.issue(sampleRequest(sampleNumber(1)), pdf: desk.record("pdf two", "a.pdf"))
    #expect(try registry.recover(.onDisk).map(\.outcome) == [.replaced])
    #expect(desk.text("a.pdf") == "pdf two")
    #expect(try registry.audit(files: .onDisk).isClean)
  }
}
