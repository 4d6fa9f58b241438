import Foundation
import ScratchFolders
import Synchronization
import Testing

@Suite struct ScratchFoldersTests {
  private struct Fault: Error {}

  @Test(.scratchFolders) func eachIsNewAndEmpty() throws {
    let (one, other) = (try scratchFolder(), try scratchFolder())
    #expect(one != other)
    for folder in [one, other] { #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty) }
  }

  @Test func withoutTheTraitThereAreNone() {
    #expect(throws: NoScratchFolders.self) { try scratchFolder() }
  }

  @Test(arguments: [true, false]) func theyAreGoneWithAllThatIsInThemAlsoWhenTheTestThrows(throwing: Bool) async throws
  {
    let made = Mutex<[String]>([])
    let test = try #require(Test.current)
    do {
      try await ScratchFolders.scratchFolders.provideScope(for: test, testCase: nil) {
        let folders = [try scratchFolder(), try scratchFolder()]
        try Data("1".utf8).write(to: URL(filePath: folders[0]).appending(path: "file"))
        made.withLock { $0 = folders }
        if throwing { throw Fault() }
      }
      #expect(!throwing)
    } catch is Fault { #expect(throwing) }
    let folders = made.withLock { $0 }
    #expect(folders.count == 2)
    for folder in folders { #expect(!FileManager.default.fileExists(atPath: folder)) }
  }
}
