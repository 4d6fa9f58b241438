import Synchronization

/// Values that are costly to make, each made once and kept for any number of tasks.
package final class Shelf<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private let kept = Mutex<[Key: Value]>([:])
  private let most: Int

  /// - Parameter most: the capacity; when it is reached, all values are dropped, so that keys used only once do not
  ///   fill the memory.
  package init(most: Int = 64) { self.most = most }

  /// Two tasks may make the same value at once; either result is valid.
  package func value(for key: Key, make: () throws -> Value) rethrows -> Value {
    if let value = kept.withLock({ $0[key] }) { return value }
    let value = try make()
    kept.withLock { kept in
      if kept.count >= most { kept.removeAll() }
      kept[key] = value
    }
    return value
  }
}
