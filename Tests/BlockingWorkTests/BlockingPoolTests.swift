import BlockingWork
import Dispatch
import Testing

@Suite struct BlockingPoolTests {
  /// As where a database hangs: only so much waits for it.
  @Test func whatWaitsIsLimited() async throws {
    let pool = BlockingPool(threads: 1, waiting: 2)
    let end = DispatchSemaphore(value: 0)
    let (begun, start) = AsyncStream.makeStream(of: Void.self)
    let hanging = Task {
      try await pool.run {
        start.finish()
        end.wait()
      }
    }
    for await _ in begun {}
    try await withThrowingTaskGroup(of: Bool.self) { group in
      // One more than there are places.
      for number in 0..<3 {
        group.addTask {
          do { return try await pool.run { number } < 0 } catch is PoolIsFull { return true }
        }
      }
      // Only the refused one has an answer while it hangs.
      #expect(try await group.next() == true)
      end.signal()
      for try await isRefused in group { #expect(!isRefused) }
    }
    try await hanging.value
    for number in 0..<5 { #expect(try await pool.run { number } == number) }
  }
}
