import DurableFiles
import Foundation
import ScratchFolders
import Testing

@Suite(.scratchFolders) struct GrowingFileTests {
  @Test func theNameShowsAllOfItOrNothing() throws {
    let folder = try scratchFolder()
    let path = folder + "/results.csv"
    let file = try GrowingFile(path: path)
    for _ in 0..<1000 { try file.append(Array(repeating: UInt8(ascii: "x"), count: 100)) }
    #expect(!FileManager.default.fileExists(atPath: path))
    try file.publish()
    #expect(FileManager.default.contents(atPath: path)?.count == 100_000 && file.count == 100_000)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["results.csv"])
  }

  @Test func droppedItLeavesNothingAndWhatWasThereStays() throws {
    let folder = try scratchFolder()
    try writeAtomically([1], to: folder + "/a")
    do {
      let file = try GrowingFile(path: folder + "/a")
      try file.append([2])
    }
    #expect(FileManager.default.contents(atPath: folder + "/a") == Data([1]))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a"])
  }

  /// `/dev/full` is a disk without room.
  @Test func whatCouldNotBeWrittenIsToldWhenItIsPublishedToo() throws {
    let folder = try scratchFolder()
    try FileManager.default.createSymbolicLink(atPath: folder + "/.a.new", withDestinationPath: "/dev/full")
    let file = try GrowingFile(path: folder + "/a", shownPath: "the list")
    let large = Array(repeating: UInt8(0), count: 100_000)
    let first = try #require(throws: FileError.self) { try file.append(large) }
    #expect(
      first.description.hasPrefix("the list: cannot be written:") && first.description.contains("free some space"))
    #expect(throws: first) {
      try file.append([1])
      try file.publish()
    }
    #expect(!FileManager.default.fileExists(atPath: folder + "/a"))
  }
}
