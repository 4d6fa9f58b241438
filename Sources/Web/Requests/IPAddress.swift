#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// An IP address as 128 bits, with IPv4 as `::ffff:a.b.c.d` (RFC 4291 §2.5.5.2), so that both are compared in the same
/// way.
public struct IPAddress: Sendable, Hashable {
  package let high: UInt64
  package let low: UInt64

  private static let mappedPrefix: UInt64 = 0xffff << 32

  var isIPv4: Bool { high == 0 && low >> 32 == 0xffff }

  package init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

  /// Nil unless `192.0.2.1` or `2001:db8::1`, without port, brackets or zone.
  public init?(_ text: some StringProtocol) {
    let text = String(text)
    var four = in_addr()
    if inet_pton(AF_INET, text, &four) == 1 {
      self.init(high: 0, low: Self.mappedPrefix | UInt64(UInt32(bigEndian: four.s_addr)))
      return
    }
    var six = in6_addr()
    guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
    let (high, low) = withUnsafeBytes(of: &six) {
      (
        UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)),
        UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      )
    }
    self.init(high: high, low: low)
  }

  /// An entry of `X-Forwarded-For`. Some proxies write the port, too, and IPv6 then in brackets, as in a URI (RFC 3986
  /// §3.2.2): `192.0.2.1:5678`, `[2001:db8::1]:443`, `[2001:db8::1]`.
  init?(hop: Substring) {
    let isBracketed = hop.hasPrefix("[")
    // Without brackets, more than one colon is IPv6, which then has no port.
    guard isBracketed || hop.count(where: { $0 == ":" }) == 1 else {
      self.init(hop)
      return
    }
    guard let end = hop.firstIndex(of: isBracketed ? "]" : ":") else { return nil }
    let host = isBracketed ? hop[..<end].dropFirst() : hop[..<end]
    let port = isBracketed ? hop[end...].dropFirst() : hop[end...]
    guard isBracketed == host.contains(":"), port.isEmpty || port.first == ":" && UInt16(port.dropFirst()) != nil else {
      return nil
    }
    self.init(host)
  }

  /// Its first bits, with the rest zero. The bits of an IPv4 address are counted from its own first bit.
  func prefix(ipv4 shortBits: Int, ipv6 longBits: Int) -> IPAddress {
    let bits = isIPv4 ? 96 + shortBits : longBits
    func mask(_ count: Int) -> UInt64 { count <= 0 ? 0 : count >= 64 ? .max : ~(.max >> UInt64(count)) }
    return IPAddress(high: high & mask(bits), low: low & mask(bits - 64))
  }

  /// The unit for which limits are counted: an IPv4 address, or an IPv6 network of 64 bits, which one subscriber has.
  public var subscriber: IPAddress { prefix(ipv4: 32, ipv6: 64) }

  /// The form for logs: enough to see where a flood comes from, but not who it was.
  var truncated: String {
    let kept = prefix(ipv4: 24, ipv6: 48)
    if kept.isIPv4 { return "\(kept.low >> 24 & 255).\(kept.low >> 16 & 255).\(kept.low >> 8 & 255).0/24" }
    let groups = [kept.high >> 48, kept.high >> 32 & 0xffff, kept.high >> 16 & 0xffff]
    return groups.map { String($0, radix: 16) }.joined(separator: ":") + "::/48"
  }
}

/// `10.0.0.0/8`, `2001:db8::/32`, or a single address.
public struct IPNetwork: Sendable, Hashable {
  private let address: IPAddress
  private let bits: Int

  public init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = IPAddress(parts[0]) else { return nil }
    let longest = address.isIPv4 ? 32 : 128
    var bits = longest
    if parts.count == 2 {
      guard let given = Int(parts[1]), (0...longest).contains(given), parts[1].allSatisfy(\.isNumber) else {
        return nil
      }
      bits = given
    }
    self.bits = bits
    self.address = address.prefix(ipv4: bits, ipv6: bits)
  }

  func contains(_ other: IPAddress) -> Bool {
    other.isIPv4 == address.isIPv4 && other.prefix(ipv4: bits, ipv6: bits) == address
  }
}

/// The client's address, behind proxies that are trusted to report it.
///
/// - Parameters:
///   - peer: the other end of the connection.
///   - forwarded: the values of `X-Forwarded-For`, in order. Each proxy appends the address that it saw, so they are
///     read from the end, and only while the writer is trusted; anything that a client put in front is never reached.
func clientAddress(peer: IPAddress, forwarded: [String], trusted: [IPNetwork]) -> IPAddress {
  var client = peer
  for hop in forwarded.flatMap({ $0.split(separator: ",") }).reversed() {
    guard trusted.contains(where: { $0.contains(client) }) else { break }
    guard let next = IPAddress(hop: hop.trimmingSpaces()) else { break }
    client = next
  }
  return client
}
