import DurableFiles
import Foundation
import ScratchFolders
import Testing

@Suite(.scratchFolders) struct StagingFolderTests {
  @Test func theFolderAppearsWithAllThatIsInIt() throws {
    let folder = try scratchFolder()
    let staging = try StagingFolder(in: folder, name: "bundle")
    try writeAtomically([1], to: staging.path + "/a")
    #expect(try staging.publish(as: folder + "/bundle"))
    staging.discard()
    #expect(FileManager.default.contents(atPath: folder + "/bundle/a") == Data([1]))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["bundle"])
  }

  @Test func theFolderOfAFasterOneStays() throws {
    let folder = try scratchFolder()
    for byte in UInt8(1)...2 {
      let staging = try StagingFolder(in: folder, name: "bundle")
      try writeAtomically([byte], to: staging.path + "/a")
      #expect(try staging.publish(as: folder + "/bundle") == (byte == 1))
      staging.discard()
    }
    #expect(FileManager.default.contents(atPath: folder + "/bundle/a") == Data([1]))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["bundle"])
  }
}

@Suite(.scratchFolders) struct MakeFolderTests {
  @Test func foldersAboveAreMadeAndOneThatIsThereIsFine() throws {
    let folder = try scratchFolder()
    #expect(makeFolder(folder + "/a/b/c", mode: 0o700) == 0 && makeFolder(folder + "/a/b/c") == 0)
    let mode = try FileManager.default.attributesOfItem(atPath: folder + "/a/b/c")[.posixPermissions] as? Int
    #expect(mode == 0o700)
  }

  @Test func aFileInItsPlaceOrAboveItIsTold() throws {
    let folder = try scratchFolder()
    try writeAtomically([1], to: folder + "/a")
    #expect(makeFolder(folder + "/a") == ENOTDIR && makeFolder(folder + "/a/b") == ENOTDIR)
  }
}
