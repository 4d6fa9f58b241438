import Attestation
import Crypto
import Database
import DatabaseTesting
import Foundation
import ScratchFolders
import Testing

@testable import Registry

/// What the registry says of a report's file is what was issued, and where it was changed, that is found.
@Suite(.scratchFolders) struct IssuedFilesTests {
  private func file(_ text: String, _ path: String? = nil) -> FileRecord {
    FileRecord(sha256: Array(SHA256.hash(data: Array(text.utf8))), path: path)
  }

  private func registry(_ store: Store) throws -> Registry {
    let registry = try store.registry()
    for index in 0..<5 { try registry.issue(sampleRequest(sampleNumber(index)), pdf: file("pdf \(index)")) }
    try registry.issue(5)
    return registry
  }

  private func findings(_ registry: Registry, files: ReportFiles? = nil) throws -> [String] {
    try registry.audit(files: files).findings.map { "\($0.kind) \($0.subject) \($0.problem)" }
  }

  private func unsealed(_ number: String) -> String {
    "row table report_file, number \(number), format pdf \(SealedTable.problem)"
  }

  @Test(arguments: Store.allCases)
  func theDigestOfAFileIsFoundByItsNumber(store: Store) throws {
    let registry = try registry(store)
    #expect(try registry.fileDigest(of: sampleNumber(3), format: "pdf") == file("pdf 3").sha256)
    #expect(try registry.fileDigest(of: sampleNumber(5), format: "pdf") == nil, "its file is not known")
    #expect(try registry.fileDigest(of: "unknown", format: "pdf") == nil)
    #expect(try registry.audit().isClean)
  }

  /// So that a forged file would be the one that was issued.
  @Test(arguments: Store.allCases)
  func aDigestChangedByHandIsFound(store: Store) throws {
    let registry = try registry(store)
    let forged = try #require(file("forged").sha256)
    try registry.tamper(
      "UPDATE report_file SET sha256 = $1 WHERE number = $2", [.blob(forged), .text(sampleNumber(3))])
    #expect(
      try findings(registry) == [
        "file report \(sampleNumber(3)) its SHA-256 is not that of the file that was issued", unsealed(sampleNumber(3)),
      ])
    #expect(throws: RegistryError.self) { try registry.fileDigest(of: sampleNumber(3), format: "pdf") }

    // The chain as well: its rows are then not what they were.
    try registry.tamper("UPDATE issued_file SET sha256 = $1 WHERE log_index = 3", [.blob(forged)])
    #expect(try findings(registry) == ["file issued file 4 was changed", unsealed(sampleNumber(3))])
  }

  @Test(arguments: Store.allCases)
  func aDigestGivenByHandToAReportWithoutOneIsFound(store: Store) throws {
    let registry = try registry(store)
    let forged = try #require(file("forged").sha256)
    try registry.tamper(
      "INSERT INTO report_file (number, format, sha256) VALUES ($2, 'pdf', $1)",
      [.blob(forged), .text(sampleNumber(5))])
    #expect(
      try findings(registry) == [
        "file report \(sampleNumber(5)) has the SHA-256 of a file that was never issued", unsealed(sampleNumber(5)),
      ])
    #expect(throws: RegistryError.self) { try registry.fileDigest(of: sampleNumber(5), format: "pdf") }
  }

  @Test(arguments: Store.allCases)
  func rowsTakenOutOfTheChainAreFound(store: Store) throws {
    let registry = try registry(store)
    try registry.tamper("DELETE FROM issued_file WHERE log_index = 2")
    #expect(
      try findings(registry) == [
        "file issued file 4 follows number 2: rows between them are missing",
        "file report \(sampleNumber(2)) has the SHA-256 of a file that was never issued",
      ])
    try registry.tamper("DELETE FROM issued_file WHERE log_index > 2")
    #expect(try findings(registry).first?.contains("is the last one, but the last one written was 5") == true)
  }

  @Test(arguments: Store.allCases)
  func aRowOfAFileThatIsTakenOutOrPutInIsFound(store: Store) throws {
    let registry = try registry(store)
    try registry.tamper("DELETE FROM report_file WHERE number = $1", [.text(sampleNumber(1))])
    try registry.tamper("INSERT INTO report_file (number, format) VALUES ('unknown', 'pdf')")
    #expect(
      try findings(registry) == [
        "file report \(sampleNumber(1)) its SHA-256 is not that of the file that was issued",
        "file report unknown has a file and is not registered", unsealed("unknown"),
      ])
    #expect(try registry.fileDigest(of: sampleNumber(1), format: "pdf") == nil)
  }

  /// A report that is no PDF is registered as what it is.
  @Test(arguments: Store.allCases)
  func theFileOfAReportMayBeOfAnotherFormat(store: Store) throws {
    let registry = try registry(store)
    var other = file("ofd 6", "/folder/6.ofd")
    other.format = "ofd"
    try registry.issue(sampleRequest(sampleNumber(6)), pdf: other)
    #expect(try registry.report(number: sampleNumber(6))?.files == [other])
    #expect(try registry.fileDigest(of: sampleNumber(6), format: "ofd") == other.sha256)
    #expect(
      try registry.reports(limit: 10).map { $0.files.map(\.format) } == [["ofd"], []]
        + Array(repeating: ["pdf"], count: 5))
    #expect(try registry.audit().isClean)
  }

  /// One report as two files: each has its row, its link of the chain, and its place on the disk.
  @Test(arguments: Store.allCases)
  func aReportMayHaveFilesOfSeveralFormats(store: Store) throws {
    let registry = try registry(store)
    let folder = try scratchFolder()
    let files = ["pdf", "txt"].map { format in
      FileRecord(
        format: format, sha256: Array(SHA256.hash(data: Array("\(format) 9".utf8))), path: "\(folder)/9.\(format)",
        part: "\(folder)/.9.\(format).part")
    }
    func write(_ text: String, _ path: String?) throws {
      try Data(text.utf8).write(to: URL(filePath: try #require(path)))
    }
    let number = sampleNumber(9)
    try registry.issue(sampleRequest(number, subject: "subject 9"), files: files.reversed())
    let report = try #require(try registry.report(number: number))
    #expect(report.files == files && report.file("txt") == files[1] && report.file("ofd") == nil)
    #expect(try registry.reports(limit: 2).map(\.number) == [number, sampleNumber(5)], "a report counts once")
    #expect(try registry.reports(limit: 1).map(\.files) == [files])
    for file in files {
      #expect(try registry.fileDigest(of: number, format: file.format) == file.sha256)
      try write("\(file.format) 9", file.part)
    }
    #expect(try registry.fileDigest(of: number, format: "ofd") == nil)
    #expect(try registry.recover(.onDisk).map(\.path) == files.map(\.path))
    #expect(try registry.audit(files: .onDisk).isClean)

    // Each is looked for by its own extension.
    for file in files {
      let path = try #require(file.path)
      let moved = "\(folder)/elsewhere.\(file.format)"
      try FileManager.default.moveItem(atPath: path, toPath: moved)
      #expect(
        try findings(registry, files: .onDisk) == ["file report \(number) its file \(path) was moved to \(moved)"])
      try FileManager.default.removeItem(atPath: moved)
      #expect(try findings(registry, files: .onDisk) == ["file report \(number) its file \(path) is missing"])
      try write("\(file.format) 9", path)
    }
    // Of either file that is hidden, the report's own row of that file is found.
    try FileManager.default.moveItem(atPath: "\(folder)/9.txt", toPath: "\(folder)/.other.part")
    #expect(try registry.recover(number, from: "\(folder)/.other.part", .onDisk)?.path == files[1].path)
    #expect(try registry.audit(files: .onDisk).isClean)
    try registry.tamper("DELETE FROM report_file WHERE format = 'txt'")
    #expect(try findings(registry) == ["file report \(number) its SHA-256 is not that of the file that was issued"])
  }

  /// Files of many reports are written several a statement, whatever is known of each.
  @Test(arguments: Store.allCases)
  func ofManyReportsEachHasItsFile(store: Store) throws {
    let registry = try store.registry()
    let files = (0..<60).map { index in
      switch index % 4 {
      case 0: file("pdf \(index)", "/folder/\(index).pdf")
      case 1: file("pdf \(index)")
      case 2: FileRecord(sha256: nil, path: "/folder/\(index).pdf", part: "/folder/.\(index).part")
      default: FileRecord(sha256: nil)
      }
    }
    let requests = files.indices.map { sampleRequest(sampleNumber($0), subject: "subject \($0)") }
    _ = try registry.issue(requests, log: sampleLog) { references in
      try zip(requests, references).map { try sampleToken($0, $1) }
    } finish: { admissions in
      zip(admissions, files).map { Registry.Finished($0, files: [$1]) }
    }
    #expect(
      try requests.map { try registry.report(number: $0.number)?.files }
        == files.map { $0 == FileRecord(sha256: nil) ? [] : [$0] })
    #expect(try registry.count("report_file") == 45)
    #expect(try registry.audit().isClean)
  }

  @Test(arguments: Store.allCases)
  func aFileIsMissingChangedOrMoved(store: Store) throws {
    let registry = try store.registry()
    let (folder, attic) = (try scratchFolder(), try scratchFolder())
    func write(_ text: String, _ path: String) throws { try Data(text.utf8).write(to: URL(filePath: path)) }
    for (index, name) in ["right", "missing", "changed", "renamed", "filed away"].enumerated() {
      try registry.issue(sampleRequest(sampleNumber(index)), pdf: file(name, "\(folder)/\(name).pdf"))
    }
    try write("right", "\(folder)/right.pdf")
    try write("edited", "\(folder)/changed.pdf")
    try write("renamed", "\(folder)/B.pdf")
    try write("another", "\(folder)/renamed.pdf")
    try write("filed away", "\(attic)/2026.pdf")
    func problems(_ folders: [String]) throws -> [String] {
      let audit = try registry.audit(keys: [sampleLogKey.publicKey], files: .onDisk, lookingIn: folders)
      #expect(audit.files == 5 && audit.findings.allSatisfy { $0.kind == .file })
      return audit.findings.map { $0.problem.replacing("its file \(folder)/", with: "") }
    }
    let told = [
      "missing.pdf is missing", "changed.pdf was changed: it has other bytes than were issued",
      "renamed.pdf was moved to \(folder)/B.pdf, and another file is in its place",
    ]
    #expect(try problems([]) == told + ["filed away.pdf is missing"])
    #expect(try problems([attic]) == told + ["filed away.pdf was moved to \(attic)/2026.pdf"])
  }

  @Test(arguments: Store.allCases)
  func aFileThatALaterReportWroteOverIsCountedAndNoFinding(store: Store) throws {
    let registry = try store.registry()
    let path = try scratchFolder() + "/report.pdf"
    try registry.issue(sampleRequest(sampleNumber(0)), pdf: file("first", path))
    try registry.issue(sampleRequest(sampleNumber(1)), pdf: file("second", path))
    try Data("second".utf8).write(to: URL(filePath: path))
    let audit = try registry.audit(files: .onDisk)
    #expect(audit.isClean && audit.files == 1 && audit.replacedFiles == 1)
  }

  /// The later one was to have the same place and did not get it.
  @Test(arguments: Store.allCases)
  func aFileThatKeptItsPlaceIsLookedAt(store: Store) throws {
    let registry = try store.registry()
    let folder = try scratchFolder()
    let (path, hidden) = (folder + "/report.pdf", folder + "/.report.pdf.0A1B2C3D.part")
    try registry.issue(sampleRequest(sampleNumber(0)), pdf: file("first", path))
    var second = file("second", path)
    second.part = hidden
    try registry.issue(sampleRequest(sampleNumber(1)), pdf: second)
    try Data("first".utf8).write(to: URL(filePath: path))
    try Data("second".utf8).write(to: URL(filePath: hidden))
    let audit = try registry.audit(files: .onDisk)
    #expect(audit.isClean && audit.files == 2 && audit.replacedFiles == 0)
  }
}
