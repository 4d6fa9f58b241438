import DurableFiles
import Foundation
import Registry
import ScratchFolders
import Testing

@testable import Batches

/// What a batch's folder knows, and what it refuses.
@Suite(.scratchFolders) struct FolderTests {
  private let workshop: Workshop

  init() throws { workshop = try Workshop() }

  @Test func whatABatchMustKnowToGoOnStaysInItsFolder() throws {
    #expect(try workshop.folder.state() == nil)
    try workshop.creditFile("1.json", serial: 1)
    let manifest = try workshop.manifest("file\n1.json\n")
    var state = try workshop.begin(manifest)
    state.counts = .init(done: 1, failed: 0, setAside: 0)
    state.summary = .init(renews: nil)
    try workshop.folder.save(state)
    let read = try #require(try BatchFolder(path: workshop.folder.path).state())
    #expect(read == state && read.digest == manifest.digest && read.rows == 1 && read.reports == 2 && !read.isFinished)
    try Data("{".utf8).write(to: URL(fileURLWithPath: workshop.folder.path + "/.xinbao-batch.json"))
    #expect { try workshop.folder.state() } throws: { "\($0)".contains("is damaged") }
  }

  @Test func aFolderWithOtherFilesIsRefusedAndOneWorksInItAtATime() throws {
    var lock: FileLock? = try workshop.folder.lock()
    #expect { try workshop.folder.lock() } throws: { "\($0)".contains("another process works on this batch") }
    try workshop.folder.mustBeEmpty()
    withExtendedLifetime(lock) {}
    lock = nil
    _ = try workshop.folder.lock()
    try Data().write(to: URL(fileURLWithPath: workshop.folder.path + "/photo.png"))
    #expect { try workshop.folder.mustBeEmpty() } throws: { "\($0)".contains("photo.png") }
  }

  /// Killed between the transaction and the file's name, and before the transaction.
  @Test func whatAKilledProcessLeftIsPutInOrder() throws {
    try workshop.creditFile("1.json", serial: 1)
    let state = try workshop.begin(workshop.manifest("file\n1.json\n"))
    try workshop.work(on: state.batch)
    let report = try #require(try workshop.results(of: state.batch)[0].report)
    let hidden = try #require(try workshop.registry.report(number: report.number)?.files.first?.part)
    try FileManager.default.moveItem(atPath: workshop.folder.path + "/" + report.file, toPath: hidden)
    let unknown = String(report.number.dropLast(5)) + "99999"
    let strange = [".乙.pdf.\(unknown).part", ".notes.part", "乙.pdf.\(unknown).part"]
    for name in strange { try Data("x".utf8).write(to: URL(fileURLWithPath: workshop.folder.path + "/" + name)) }

    func recover() throws -> [Int] {
      let recovered = try workshop.folder.recover(workshop.registry, at: Workshop.now)
      return [recovered.placed, recovered.removed, recovered.occupied.count]
    }
    #expect(try recover() == [1, 1, 0])
    #expect(try workshop.files == ([report.file] + strange.dropFirst()).sorted(), "what is not ours stays")
    #expect(try recover() == [0, 0, 0])

    // A hidden file that is not what was registered takes nobody's place.
    try FileManager.default.removeItem(atPath: workshop.folder.path + "/" + report.file)
    try Data("forged".utf8).write(to: URL(fileURLWithPath: hidden))
    #expect(try recover() == [0, 0, 0])
    #expect(workshop.bytes(report.file) == nil)
  }

  /// Issued under the row's name while the batch was stopped, say: it may be the only copy there is.
  @Test func aFileThatHasTheNameMeanwhileKeepsIt() throws {
    try workshop.creditFile("1.json", serial: 1)
    let state = try workshop.begin(workshop.manifest("file\n1.json\n"))
    try workshop.work(on: state.batch)
    let report = try #require(try workshop.results(of: state.batch)[0].report)
    let (hidden, final) = (
      try #require(try workshop.registry.report(number: report.number)?.files.first?.part),
      workshop.folder.path + "/" + report.file
    )
    try FileManager.default.moveItem(atPath: final, toPath: hidden)
    try Data("another report".utf8).write(to: URL(fileURLWithPath: final))

    let recovered = try workshop.folder.recover(workshop.registry, at: Workshop.now)
    #expect(recovered.placed == 0 && recovered.removed == 0)
    #expect(recovered.occupied.map { [$0.number, $0.path, $0.part] } == [[report.number, final, hidden]])
    #expect(workshop.bytes(report.file) == Array("another report".utf8))

    // So does a folder, or a link that leads nowhere.
    try FileManager.default.removeItem(atPath: final)
    try FileManager.default.createDirectory(atPath: final, withIntermediateDirectories: false)
    #expect(try workshop.folder.recover(workshop.registry, at: Workshop.now).occupied.count == 1)
    try FileManager.default.removeItem(atPath: final)
    try FileManager.default.createSymbolicLink(atPath: final, withDestinationPath: "nowhere.pdf")
    #expect(try workshop.folder.recover(workshop.registry, at: Workshop.now).occupied.count == 1)

    try FileManager.default.removeItem(atPath: final)
    #expect(try workshop.folder.recover(workshop.registry, at: Workshop.now) == .init(placed: 1))
  }
}
