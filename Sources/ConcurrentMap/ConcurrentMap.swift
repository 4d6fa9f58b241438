import Dispatch
import Synchronization

/// The results of `body` in the items' order, computed on all cores. A single item stays on the caller's thread.
package func concurrentResults<Item: Sendable, Made: Sendable, Failure: Error>(
  _ items: [Item], _ body: @Sendable (Item) throws(Failure) -> Made
) -> [Result<Made, Failure>] {
  @Sendable func result(_ item: Item) -> Result<Made, Failure> {
    do throws(Failure) { return .success(try body(item)) } catch { return .failure(error) }
  }
  guard items.count > 1 else { return items.map(result) }
  let made = Mutex([Result<Made, Failure>?](repeating: nil, count: items.count))
  DispatchQueue.concurrentPerform(iterations: items.count) { index in
    let own = result(items[index])
    made.withLock { $0[index] = own }
  }
  return made.withLock { $0 }.map { result in
    guard let result else { preconditionFailure("an item was left out") }
    return result
  }
}

/// - Throws: the first error in the items' order.
package func concurrentMap<Item: Sendable, Made: Sendable, Failure: Error>(
  _ items: [Item], _ body: @Sendable (Item) throws(Failure) -> Made
) throws(Failure) -> [Made] {
  var made: [Made] = []
  made.reserveCapacity(items.count)
  for result in concurrentResults(items, body) { made.append(try result.get()) }
  return made
}

/// The same for items that take microseconds each: a core takes `grain` of them at once.
package func concurrentMap<Item: Sendable, Made: Sendable, Failure: Error>(
  _ items: [Item], grain: Int, _ body: @Sendable (Item) throws(Failure) -> Made
) throws(Failure) -> [Made] {
  let starts = Array(stride(from: 0, to: items.count, by: grain))
  let parts = try concurrentMap(starts) { (start) throws(Failure) in
    var made: [Made] = []
    made.reserveCapacity(grain)
    for item in items[start..<min(start + grain, items.count)] { made.append(try body(item)) }
    return made
  }
  return Array(parts.joined())
}
