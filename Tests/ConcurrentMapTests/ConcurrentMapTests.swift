import ConcurrentMap
import Testing

@Suite struct ConcurrentMapTests {
  struct Failure: Error, Equatable { var item: Int }

  @Test(arguments: [0, 1, 2, 7, 8, 9, 1000]) func resultsComeInTheOrderOfTheItems(count: Int) {
    let items = Array(0..<count)
    #expect(concurrentMap(items) { $0 * 3 } == items.map { $0 * 3 })
    #expect(concurrentMap(items, grain: 8) { $0 * 3 } == items.map { $0 * 3 })
  }

  @Test func theFirstErrorInTheOrderOfTheItemsIsThrown() {
    for grain in [1, 3, 100] {
      #expect(throws: Failure(item: 5)) {
        try concurrentMap(Array(0..<50), grain: grain) { (item) throws(Failure) in
          if item % 10 == 5 { throw Failure(item: item) }
          return item
        }
      }
    }
  }
}
