import DurableFiles
import Foundation
import Testing

@Suite struct FileLockTests {
  @Test func aTakenLockIsRefusedUntilItIsDropped() throws {
    try withFolder { folder in
      let path = folder + "/lock"
      var lock = FileLock.take(path, mode: 0o600)
      #expect(lock != nil && FileLock.take(path, mode: 0o600) == nil)
      lock = nil
      #expect(FileLock.take(path, mode: 0o600) != nil)
    }
  }

  @Test func whoWaitsHasItAfterTheOther() async throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    var lock = FileLock.take(path, mode: 0o600)
    #expect(lock != nil)
    let waiting = Thread {
      _ = FileLock.wait(path, mode: 0o600)
      try? writeAtomically([1], to: path + ".done")
    }
    waiting.start()
    defer { try? FileManager.default.removeItem(atPath: path + ".done") }
    try await Task.sleep(for: .milliseconds(100))
    #expect(!FileManager.default.fileExists(atPath: path + ".done"))
    lock = nil
    while !FileManager.default.fileExists(atPath: path + ".done") { try await Task.sleep(for: .milliseconds(5)) }
  }

  @Test func aFolderThatIsNotThereGivesNoLock() {
    #expect(FileLock.wait("/no/such/folder/lock", mode: 0o600) == nil && errno == ENOENT)
  }
}
