import Testing

@testable import Web

@Suite struct TimedCacheTests {
  private struct Failure: Error {}

  @Test func aValueIsMadeAnewWhenItIsOld() throws {
    let cache = TimedCache(seconds: 10) { now -> Int64 in
      guard now != 50 else { throw Failure() }
      return now
    }
    #expect(try cache.value(at: 20) == 20 && cache.value(at: 29) == 20 && cache.value(at: 30) == 30)
    #expect(try cache.value(at: 25) == 25, "a clock that was set back")
    #expect(throws: Failure.self) { try cache.value(at: 50) }
    #expect(try cache.value(at: 51) == 51)
  }
}
