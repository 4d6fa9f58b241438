/// Which domains a no-violation report was asked about, and the answers, as bit sets: bit i (of value 2^i when the
/// bytes are read as one big-endian number) stands for the catalogue's domain with bit i.
public struct DomainAnswers: Sendable, Equatable {
  /// The domains asked about. All three have the same length; the first byte of `asked` is not zero, so that one
  /// set of domains has one encoding.
  public let asked: [UInt8]
  /// Of them, those with a record that counts.
  public let hits: [UInt8]
  /// Of them, those with missing data or a doubtful record: never to be read as clean.
  public let noData: [UInt8]

  /// For a report that asks about no domains.
  public static let none = DomainAnswers(unchecked: [], [], [])

  private init(unchecked asked: [UInt8], _ hits: [UInt8], _ noData: [UInt8]) {
    (self.asked, self.hits, self.noData) = (asked, hits, noData)
  }

  /// - Throws: `AttestationError.claim` for a bit outside 0…255, or an answer for a domain that was not asked about.
  public init(asked: Set<Int>, hits: Set<Int>, noData: Set<Int>) throws(AttestationError) {
    guard asked.allSatisfy((0...255).contains) else {
      throw .claim(name: "asked", problem: "a domain's bit must be 0 to 255; correct it in the catalogue")
    }
    guard hits.isSubset(of: asked), noData.isSubset(of: asked) else {
      throw .claim(name: "hits", problem: "a domain has an answer that was not asked about")
    }
    let length = asked.max().map { $0 / 8 + 1 } ?? 0
    func bytes(_ bits: Set<Int>) -> [UInt8] {
      var bytes = [UInt8](repeating: 0, count: length)
      for bit in bits { bytes[length - 1 - bit / 8] |= 1 << (bit % 8) }
      return bytes
    }
    self.init(unchecked: bytes(asked), bytes(hits), bytes(noData))
  }

  /// - Throws: `AttestationError.claim` unless the three are consistent.
  init(maskOfAsked asked: [UInt8], hits: [UInt8], noData: [UInt8]) throws(AttestationError) {
    guard asked.count == hits.count, asked.count == noData.count, asked.count <= 32, asked.first != 0 else {
      throw .claim(name: "asked", problem: "asked, hits and nodata must have the same, shortest length of at most 32")
    }
    guard zip(asked, hits).allSatisfy({ $1 & ~$0 == 0 }), zip(asked, noData).allSatisfy({ $1 & ~$0 == 0 }) else {
      throw .claim(name: "hits", problem: "a domain has an answer that was not asked about")
    }
    self.init(unchecked: asked, hits, noData)
  }

  /// Of them, those that are clean: asked about, without records that count, and without missing data.
  public var clean: [UInt8] { asked.indices.map { asked[$0] & ~hits[$0] & ~noData[$0] } }

  /// The set bits of any of the three, in ascending order.
  public static func bits(of bytes: [UInt8]) -> [Int] {
    bytes.reversed().enumerated().flatMap { index, byte in
      (0..<8).filter { byte >> $0 & 1 == 1 }.map { index * 8 + $0 }
    }
  }
}
