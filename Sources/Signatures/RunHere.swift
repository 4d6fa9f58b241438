import Foundation

/// Runs asynchronous work on the calling thread until it is done. The certificate library is asynchronous because its
/// policies may query servers; the ones used here do not. Since the work runs on the waiting thread itself, it cannot
/// deadlock, whichever thread calls.
func runHere<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) -> Value {
  let jobs = JobQueue<Value>()
  Task(executorPreference: jobs) { jobs.finish(with: await work()) }
  return jobs.run()
}

private final class JobQueue<Value: Sendable>: TaskExecutor, @unchecked Sendable {
  /// Guards the properties below.
  private let condition = NSCondition()
  private var jobs: [UnownedJob] = []
  private var value: Value?

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    condition.withLock {
      jobs.append(job)
      condition.signal()
    }
  }

  func finish(with value: Value) {
    condition.withLock {
      self.value = value
      condition.signal()
    }
  }

  func run() -> Value {
    while true {
      condition.lock()
      while jobs.isEmpty, value == nil { condition.wait() }
      if let value, jobs.isEmpty {
        condition.unlock()
        return value
      }
      let job = jobs.removeFirst()
      condition.unlock()
      job.runSynchronously(on: asUnownedTaskExecutor())
    }
  }
}
