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

  @Test func whatAKilledProcessLeftIsDeletedByTheNextOfItsName() throws {
    let folder = try scratchFolder()
    let leftBehind = folder + "/.bundle.0A1B2C3D.part"
    try FileManager.default.createDirectory(atPath: leftBehind, withIntermediateDirectories: true)
    try writeAtomically([1], to: leftBehind + "/keys")
    let others = [
      ".bundle.0A1B2C3D", ".bundle.0A1B2C3.part", ".bundle.0A1B2C3Z.part", ".bundles.0A1B2C3D.part", "bundle",
    ]
    for name in others {
      try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
    }
    try StagingFolder(in: folder, name: "bundle").discard()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == others.sorted())
  }

  @Test func whatIsInUseStays() throws {
    let folder = try scratchFolder()
    let first = try StagingFolder(in: folder, name: "bundle")
    try first.write([1], as: "a")
    let second = try StagingFolder(in: folder, name: "bundle")
    #expect(FileManager.default.fileExists(atPath: first.path + "/a"))
    #expect(first.path != second.path && FileManager.default.fileExists(atPath: second.path))
  }

  @Test func aLinkInThePlaceOfAFolderLeftBehindIsNotFollowed() throws {
    let folder = try scratchFolder()
    try FileManager.default.createDirectory(atPath: folder + "/elsewhere", withIntermediateDirectories: true)
    try writeAtomically([1], to: folder + "/elsewhere/a")
    try FileManager.default.createSymbolicLink(
      atPath: folder + "/.bundle.0A1B2C3D.part", withDestinationPath: folder + "/elsewhere")
    try StagingFolder(in: folder, name: "bundle").discard()
    #expect(FileManager.default.fileExists(atPath: folder + "/elsewhere/a"))
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
