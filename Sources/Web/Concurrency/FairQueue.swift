/// The order in which tasks of many clients get the workers of several lanes: fair queueing.
///
/// Of those that wait, the next is of the client with the fewest tasks at work; among such clients, of the one whose last
/// turn is longest ago; and of one client's tasks, the one that came first. So whoever brings a single task waits for one
/// worker to be free, and not for whatever others brought before. Where too many wait, the newest of the client that has the
/// most of them leaves.
struct FairQueue<Lane: Hashable & Sendable>: Sendable {
  struct Job: Sendable, Equatable {
    /// Ascending, in the order in which they came.
    let id: UInt64
    let client: IPAddress
    let lane: Lane
  }

  /// By lane.
  private let workers: [Lane: Int]
  private let mostWaiting: Int
  private let clientWidth: Int
  private var nextID: UInt64 = 0
  /// In the order in which they came.
  private(set) var waiting: [Job] = []
  private(set) var working: [Job] = []
  private var turns: UInt64 = 0
  /// The number of the last turn that a client had.
  private var lastTurns: [IPAddress: UInt64] = [:]

  /// How many of the last turns are remembered, at least; after twice as many clients, those before are forgotten.
  static var memory: UInt64 { 5000 }

  /// - Parameters:
  ///   - workers: of each lane.
  ///   - waiting: the maximum number of tasks that wait in a lane.
  ///   - clientWidth: the maximum number of one client's tasks that are at work, in all lanes together.
  init(workers: [Lane: Int], waiting: Int, clientWidth: Int) {
    (self.workers, mostWaiting, self.clientWidth) = (workers, waiting, clientWidth)
  }

  /// A new task, which waits.
  mutating func add(of client: IPAddress, in lane: Lane) -> Job {
    nextID += 1
    let job = Job(id: nextID, client: client, lane: lane)
    waiting.append(job)
    return job
  }

  /// The task whose turn it is, and which is at work from now on; nil: there is no free worker for any that waits.
  mutating func next() -> Job? {
    let able = waiting.filter { job in
      count(working) { $0.lane == job.lane } < workers[job.lane, default: 0]
        && count(working) { $0.client == job.client } < clientWidth
    }
    guard let job = able.min(by: { rank($0) < rank($1) }) else { return nil }
    remove(job)
    working.append(job)
    turns += 1
    lastTurns[job.client] = turns
    if lastTurns.count > 2 * Self.memory { lastTurns = lastTurns.filter { $0.value > turns - Self.memory } }
    return job
  }

  /// The task that has to leave because too many wait; nil: none has to.
  mutating func surplus(in lane: Lane) -> Job? {
    let queue = waiting.filter { $0.lane == lane }
    guard queue.count > mostWaiting else { return nil }
    let counts = queue.reduce(into: [IPAddress: Int]()) { $0[$1.client, default: 0] += 1 }
    let job = queue.max { (counts[$0.client, default: 0], $0.id) < (counts[$1.client, default: 0], $1.id) }
    if let job { remove(job) }
    return job
  }

  /// - Returns: whether the task waited, and waits no more.
  @discardableResult mutating func remove(_ job: Job) -> Bool {
    guard let index = waiting.firstIndex(of: job) else { return false }
    waiting.remove(at: index)
    return true
  }

  /// The work has ended.
  mutating func end(_ job: Job) { working.removeAll { $0 == job } }

  /// Clients whose last turn is remembered.
  var remembered: Int { lastTurns.count }

  private func rank(_ job: Job) -> (atWork: Int, lastTurn: UInt64, id: UInt64) {
    (count(working) { $0.client == job.client }, lastTurns[job.client, default: 0], job.id)
  }

  private func count(_ jobs: [Job], where isSo: (Job) -> Bool) -> Int { jobs.count(where: isSo) }
}
