import DurableFiles
import Foundation
import ScratchFolders
import Testing

@Suite(.scratchFolders) struct PendingFileTests {
  @Test func theBytesAppearUnderTheirNameAndNothingElseDoes() throws {
    let folder = try scratchFolder()
    let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
    try writeAtomically(bytes, to: folder + "/report.pdf")
    #expect(FileManager.default.contents(atPath: folder + "/report.pdf").map { [UInt8]($0) } == bytes)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["report.pdf"])
  }

  @Test func anOlderFileIsReplaced() throws {
    let folder = try scratchFolder()
    try writeAtomically([1, 2, 3], to: folder + "/a")
    try writeAtomically([], to: folder + "/a")
    #expect(FileManager.default.contents(atPath: folder + "/a") == Data())
  }

  @Test func aFolderThatIsNotThereIsNamedWithTheRemedy() throws {
    let folder = try scratchFolder()
    let path = folder + "/no/report.pdf"
    let error = try #require(throws: FileError.self) { try writeAtomically([1], to: path) }
    #expect(error.description.hasPrefix(path))
    #expect(error.description.contains("make it first"))
  }

  @Test func aFolderInTheFilesPlaceIsRefusedAndNothingStays() throws {
    let folder = try scratchFolder()
    try FileManager.default.createDirectory(atPath: folder + "/a", withIntermediateDirectories: false)
    #expect(throws: FileError.self) { try writeAtomically([1], to: folder + "/a") }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a"])
  }

  @Test func onlyFilesAreReplacedAndAnEmptyPathIsNone() throws {
    let folder = try scratchFolder()
    #expect(mkfifo(folder + "/pipe", 0o600) == 0)
    let error = try #require(throws: FileError.self) { try writeAtomically([1], to: folder + "/pipe") }
    #expect(error.description.contains("special file"))
    #expect(throws: FileError.self) { try writeAtomically([1], to: "") }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["pipe"])
  }

  @Test func twoPathsMayBeNamesOfOneFile() throws {
    let folder = try scratchFolder()
    try writeAtomically([1], to: folder + "/a")
    try writeAtomically([1], to: folder + "/b")
    #expect(link(folder + "/a", folder + "/c") == 0)
    #expect(areOneFile(folder + "/a", folder + "/../" + URL(filePath: folder).lastPathComponent + "/c"))
    #expect(!areOneFile(folder + "/a", folder + "/b") && !areOneFile(folder + "/a", folder + "/none"))
  }

  @Test func manyWritersOfOneNameLeaveOneWholeFile() async throws {
    let folder = try scratchFolder()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in UInt8(0)..<16 {
        group.addTask { try writeAtomically([UInt8](repeating: writer, count: 50_000), to: folder + "/a") }
      }
      try await group.waitForAll()
    }
    let bytes = try #require(FileManager.default.contents(atPath: folder + "/a"))
    #expect(bytes.count == 50_000 && Set(bytes).count == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a"])
  }

  @Test func aTakenNameIsRefusedOrKeptByWhoHasIt() throws {
    let folder = try scratchFolder()
    let path = folder + "/a"
    try writeAtomically([1], to: path, whenTaken: .refuse)
    #expect(throws: FileError.exists(path: path)) { try writeAtomically([2], to: path, whenTaken: .refuse) }
    try writeAtomically([3], to: path, whenTaken: .keep)
    #expect(FileManager.default.contents(atPath: path) == Data([1]))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a"])
  }

  @Test func ofManyFirstUsesAtOnceAllReadWhatOneWrote() async throws {
    let folder = try scratchFolder()
    let read = try await withThrowingTaskGroup(of: Data?.self) { group in
      for writer in UInt8(0)..<16 {
        group.addTask {
          try writeAtomically(
            [UInt8](repeating: writer, count: 32), to: folder + "/secret", mode: 0o600, whenTaken: .keep)
          return FileManager.default.contents(atPath: folder + "/secret")
        }
      }
      return try await group.reduce(into: Set<Data?>()) { $0.insert($1) }
    }
    #expect(read.count == 1 && read.first??.count == 32)
  }

  @Test func aFileOfTwoNamesThatIsMovedHasOne() throws {
    let folder = try scratchFolder()
    try writeAtomically([1], to: folder + "/a")
    try FileManager.default.linkItem(atPath: folder + "/a", toPath: folder + "/b")
    try moveFile(folder + "/b", to: folder + "/a")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a"])
  }
}
