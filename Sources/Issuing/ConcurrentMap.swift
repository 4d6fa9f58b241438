import Dispatch
import Synchronization

/// The results of `body` in the items' order, computed on all cores. A single item stays on the caller's thread.
func concurrentResults<Item: Sendable, Made: Sendable>(
  _ items: [Item], _ body: @Sendable (Item) throws -> Made
) -> [Result<Made, any Error>] {
  guard items.count > 1 else { return items.map { item in Result { try body(item) } } }
  let made = Mutex([Result<Made, any Error>?](repeating: nil, count: items.count))
  DispatchQueue.concurrentPerform(iterations: items.count) { index in
    let result = Result { try body(items[index]) }
    made.withLock { $0[index] = result }
  }
  return made.withLock { $0 }.map { result in
    guard let result else { preconditionFailure("an item was left out") }
    return result
  }
}

/// - Throws: the first error in the items' order.
func concurrentMap<Item: Sendable, Made: Sendable>(
  _ items: [Item], _ body: @Sendable (Item) throws -> Made
) throws -> [Made] {
  try concurrentResults(items, body).map { try $0.get() }
}
