import Foundation

/// A bounded queue between threads: a producer that is ahead waits instead of filling the memory.
///
/// `@unchecked`: every access to the state is under the condition's lock.
final class BoundedQueue<Element: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private var elements: [(element: Element, weight: Int)] = []
  private var weight = 0
  private var isClosed = false
  /// The number of threads that wait for room.
  private var blocked = 0
  private let capacity: Int

  /// - Parameter capacity: the total weight; a single element always fits, however heavy it is.
  init(capacity: Int) { self.capacity = capacity }

  /// Waits for room.
  func put(_ element: Element, weight: Int = 1) {
    condition.lock()
    defer { condition.unlock() }
    while !elements.isEmpty, self.weight + weight > capacity, !isClosed {
      blocked += 1
      condition.broadcast()
      condition.wait()
      blocked -= 1
    }
    elements.append((element, weight))
    self.weight += weight
    condition.broadcast()
  }

  /// Waits for an element; nil if there will be no more.
  func take() -> Element? {
    condition.lock()
    defer { condition.unlock() }
    while elements.isEmpty {
      if isClosed { return nil }
      condition.wait()
    }
    return removeFirst()
  }

  /// Waits until `wanted` elements are available, or a producer is blocked, but no longer than `seconds`.
  /// - Returns: at most `wanted` elements.
  func take(upTo wanted: Int, within seconds: Double) -> [Element] {
    condition.lock()
    defer { condition.unlock() }
    let end = Date(timeIntervalSinceNow: seconds)
    while elements.count < wanted, blocked == 0, !isClosed {
      if !condition.wait(until: end) { break }
    }
    return (0..<min(wanted, elements.count)).map { _ in removeFirst() }
  }

  private func removeFirst() -> Element {
    let (element, weight) = elements.removeFirst()
    self.weight -= weight
    condition.broadcast()
    return element
  }

  /// No more elements will be put: wakes all waiting threads.
  func close() {
    condition.lock()
    isClosed = true
    condition.broadcast()
    condition.unlock()
  }

  /// Removes and returns all elements that nobody has taken yet.
  func drain() -> [Element] {
    condition.lock()
    defer { condition.unlock() }
    defer {
      elements.removeAll()
      weight = 0
      condition.broadcast()
    }
    return elements.map(\.element)
  }
}
