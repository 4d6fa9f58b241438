import DurableFiles
import Foundation
import ScratchFolders
import Testing

@Suite(.scratchFolders) struct FileLockTests {
  @Test func aTakenLockIsRefusedUntilItIsDropped() throws {
    let folder = try scratchFolder()
    let path = folder + "/lock"
    var lock = FileLock.take(path, mode: 0o600)
    #expect(lock != nil && FileLock.take(path, mode: 0o600) == nil)
    lock = nil
    #expect(FileLock.take(path, mode: 0o600) != nil)
  }

  @Test func whoWaitsHasItAfterTheOther() async throws {
    let path = try scratchFolder() + "/lock"
    var lock = FileLock.take(path, mode: 0o600)
    #expect(lock != nil)
    let waiting = Thread {
      _ = FileLock.wait(path, mode: 0o600)
      try? writeAtomically([1], to: path + ".done")
    }
    waiting.start()
    try await Task.sleep(for: .milliseconds(100))
    #expect(!FileManager.default.fileExists(atPath: path + ".done"))
    lock = nil
    while !FileManager.default.fileExists(atPath: path + ".done") { try await Task.sleep(for: .milliseconds(5)) }
  }

  @Test func aFolderThatIsNotThereGivesNoLock() {
    #expect(FileLock.wait("/no/such/folder/lock", mode: 0o600) == nil && errno == ENOENT)
  }
}
