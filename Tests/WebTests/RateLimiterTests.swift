import Testing

@testable import Web

@Suite struct RateLimiterTests {
  private func address(_ number: UInt64) -> IPAddress { IPAddress(high: 0, low: 0xffff_0000_0000 | number) }

  @Test func aBurstAndThenTheSteadyRate() {
    let limiter = RateLimiter("x", Rate(burst: 3, perSecond: 0.5))
    for _ in 0..<3 { #expect(limiter.take(address(1), at: 10) == nil) }
    #expect(limiter.take(address(1), at: 10) == 2)
    #expect(limiter.take(address(2), at: 10) == nil, "another client has a bucket of its own")
    #expect(limiter.take(address(1), at: 11) == 1)
    #expect(limiter.take(address(1), at: 12) == nil)
    for _ in 0..<3 { #expect(limiter.take(address(1), at: 1000) == nil, "it never holds more than the burst") }
    #expect(limiter.take(address(1), at: 1000) != nil)
  }

  /// What was let in is done whole; its debt is paid before the next.
  @Test func workIsCountedAndMayLeaveADebt() {
    let limiter = RateLimiter("x", Rate(burst: 200, perSecond: 2))
    #expect(limiter.take(address(1), at: 0) == nil)
    limiter.charge(address(1), 99, at: 0)
    #expect(limiter.take(address(1), at: 0) == nil, "a second stack of the same size")
    limiter.charge(address(1), 149, at: 0)
    #expect(limiter.take(address(1), at: 0) == 25.5, "50 of debt and one token")
    #expect(limiter.take(address(1), at: 25) == 0.5)
    #expect(limiter.take(address(1), at: 25.5) == nil)
    #expect(limiter.take(address(2), at: 0) == nil, "another client owes nothing")
  }

  @Test func memoryIsBounded() {
    let limiter = RateLimiter("x", Rate(burst: 1, perSecond: 0.001), capacity: 100)
    for number in 0..<10_000 { _ = limiter.take(address(UInt64(number)), at: 0) }
    #expect(limiter.clientCount <= 200)
  }

  @Test func whoKeepsComingIsNotForgottenForTheSakeOfOthers() {
    let limiter = RateLimiter("x", Rate(burst: 1, perSecond: 0.001), capacity: 100)
    #expect(limiter.take(address(0), at: 0) == nil)
    for number in 1..<10_000 {
      _ = limiter.take(address(UInt64(number)), at: 0)
      if number % 50 == 0 { #expect(limiter.take(address(0), at: 0) != nil) }
    }
  }
}

@Suite struct ClientAddressTests {
  @Test(arguments: [
    ("203.0.113.9", "203.0.113.0/24"), ("2001:db8:aa:bb:1:2:3:4", "2001:db8:aa::/48"), ("::1", "0:0:0::/48"),
    ("::ffff:203.0.113.9", "203.0.113.0/24"),
  ]) func logsHoldTheNetworkOnly(text: String, logged: String) throws {
    #expect(try #require(IPAddress(text)).truncated == logged)
  }

  @Test(arguments: ["", "203.0.113", "203.0.113.256", "1.2.3.4:80", "[::1]", "fe80::1%eth0", "x"])
  func otherTextsAreNoAddresses(text: String) { #expect(IPAddress(text) == nil) }

  @Test func networksHoldTheirAddresses() throws {
    let network = try #require(IPNetwork("10.1.0.0/16"))
    #expect(network.contains(IPAddress("10.1.255.255")!) && !network.contains(IPAddress("10.2.0.0")!))
    #expect(!network.contains(IPAddress("::1")!))
    let six = try #require(IPNetwork("2001:db8::/32"))
    #expect(six.contains(IPAddress("2001:db8:ffff::1")!) && !six.contains(IPAddress("2001:db9::")!))
    #expect(IPNetwork("0.0.0.0/0")!.contains(IPAddress("9.9.9.9")!))
    for text in ["10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "x/8", "10.0.0.0/", "::/129"] {
      #expect(IPNetwork(text) == nil, "\(text)")
    }
  }

  @Test func onlyTrustedProxiesAreBelieved() throws {
    let trusted = [IPNetwork("10.0.0.0/8")!]
    let proxy = IPAddress("10.0.0.1")!
    let outside = IPAddress("203.0.113.9")!
    func client(_ peer: IPAddress, _ forwarded: String...) -> IPAddress {
      clientAddress(peer: peer, forwarded: forwarded, trusted: trusted)
    }
    #expect(client(proxy, "203.0.113.9") == outside)
    #expect(client(proxy, "1.1.1.1, 203.0.113.9") == outside, "what the client put in front is not reached")
    #expect(client(proxy, "1.1.1.1", "203.0.113.9 , 10.0.0.2") == outside)
    #expect(client(outside, "1.1.1.1") == outside)
    #expect(client(proxy, "unknown") == proxy)
    for hop in ["203.0.113.9:5678", " 203.0.113.9:1 ", "[::ffff:203.0.113.9]:443"] {
      #expect(client(proxy, hop) == outside && client(proxy, "1.1.1.1:80, \(hop), 10.0.0.2:3") == outside)
    }
    let six = try #require(IPAddress("2001:db8::1"))
    for hop in ["2001:db8::1", "[2001:db8::1]", "[2001:db8::1]:443"] { #expect(client(proxy, hop) == six) }
    for hop in [
      "203.0.113.9:", "203.0.113.9:65536", "203.0.113.9:x", ":80", "[203.0.113.9]:80", "[2001:db8::1", "[2001:db8::1]x",
      "2001:db8::1]:443", "[]", "[",
    ] { #expect(client(proxy, hop) == proxy, "\(hop)") }
    #expect(client(proxy) == proxy)
  }
}
