import SessionStores
import Testing

@Suite struct KeptValuesTests {
  @Test func aValueIsFoundAgainForAWhile() {
    let kept = KeptValues<Int>(seconds: 10, most: 5)
    let key = kept.keep(7, at: 0)
    #expect(kept.value(key, at: 10) == 7 && kept.value(key, at: 10) == 7)
    #expect(
      kept.change(
        key, at: 10,
        {
          $0 += 1
          return $0
        }) == 8)
    #expect(kept.value(key, at: 20) == 8, "a change begins its time anew")
    #expect(kept.value(key, at: 20.1) == nil && kept.change(key, at: 20.1) { $0 } == nil)
    #expect(kept.value("another", at: 0) == nil && key.utf8.count == 43)
  }

  @Test func memoryIsBounded() {
    let kept = KeptValues<Int>(seconds: 100, most: 3)
    let keys = (0..<10).map { kept.keep($0, at: Double($0)) }
    #expect(keys.map { kept.value($0, at: 10) } == [nil, nil, nil, nil, nil, nil, nil, 7, 8, 9])
  }
}
