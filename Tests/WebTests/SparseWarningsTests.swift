import Testing

@testable import Web

@Suite struct SparseWarningsTests {
  @Test func eachWarningIsGivenOnceInAWhile() {
    let warnings = SparseWarnings(seconds: 60)
    #expect(warnings.isDue("full", at: 5) && !warnings.isDue("full", at: 64.9))
    #expect(warnings.isDue("lost", at: 6), "another one is not held back")
    #expect(warnings.isDue("full", at: 65) && !warnings.isDue("full", at: 66))
  }
}
