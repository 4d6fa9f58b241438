import Database
import Testing

@testable import Registry

/// The form of the chains is a promise: what was written by one release is audited by the next.
@Suite struct HashChainTests {
  /// Worked out by a program of another language: of each part a tag (0 label, 1 hash before, 2 null, 3 integer, 4 text, 5
  /// bytes), the length in 8 bytes, and the bytes themselves; integers as 8 bytes in two's complement.
  @Test func theHashesOfTodayAreThoseOfAnyDay() {
    let first = HashChain.hash(
      "xinbao status change 1", after: HashChain.start,
      [.integer(1), .integer(0), .integer(1_795_000_000), .integer(0), .integer(3), .text("异议处理中")])
    #expect(hexadecimal(first) == "9aaef2d99b26cc55124767cd3bc97fa408487e4d120a6c9fb13720b9b879b5ab")
    let second = HashChain.hash(
      "xinbao status change 1", after: first,
      [.integer(2), .integer(0), .integer(-1), .null, .blob([1, 2, 3]), .text("")])
    #expect(hexadecimal(second) == "888bda31a6e696f973fc34bc7e6a2dc90bc0a4070726be38adcb520b2fa10c4e")
  }

  @Test func nothingPassesForSomethingElse() {
    let fields: [[SQLValue]] = [
      [], [.null], [.text("")], [.blob([])], [.integer(0)], [.text("ab")], [.blob(Array("ab".utf8))],
      [.text("a"), .text("b")], [.text(""), .text("ab")], [.null, .null],
    ]
    let hashes = fields.map { HashChain.hash("label", after: HashChain.start, $0) }
    #expect(Set(hashes).count == fields.count)
    #expect(HashChain.hash("labe", after: HashChain.start, []) != hashes[0])
    #expect(HashChain.hash("label", after: hashes[0], []) != hashes[0])
    #expect(HashChain.start == [UInt8](repeating: 0, count: 32))
  }
}

private func hexadecimal(_ bytes: [UInt8]) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
