import Testing

@testable import Web

/// One client cannot have all of what there is.
@Suite struct ClientSharesTests {
  private let one = IPAddress(high: 0, low: 1)
  private let other = IPAddress(high: 0, low: 2)

  @Test func oneClientHasItsShare() {
    let shares = ClientShares(most: 2)
    #expect(shares.enter(one) && shares.enter(one) && !shares.enter(one))
    #expect(shares.enter(other))
    shares.leave(one)
    #expect(shares.enter(one) && !shares.enter(one))
    for client in [one, one, other] { shares.leave(client) }
    #expect(shares.clientCount == 0, "whoever has nothing is forgotten")
  }
}
