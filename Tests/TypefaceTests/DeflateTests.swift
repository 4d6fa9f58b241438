import CZlib
import Testing

@testable import Typeface

@Suite struct DeflateTests {
  @Test func codesAreCompleteAndNotTooLong() {
    var generator = SeededGenerator(seed: 7)
    for limit in [7, 15] {
      for count in [2, 3, 19, 100] {
        // Frequencies like Fibonacci numbers make the deepest trees.
        var frequencies = [1, 1]
        while frequencies.count < count {
          frequencies.append(min(frequencies[frequencies.count - 1] + frequencies[frequencies.count - 2], 1 << 40))
        }
        frequencies.shuffle(using: &generator)
        let code = PrefixCode(frequencies: frequencies + [0], limit: limit)
        #expect(code.lengths.allSatisfy { $0 <= limit })
        #expect(code.lengths.last == 0)
        // Kraft: no bit is wasted.
        #expect(code.lengths.reduce(0.0) { $0 + ($1 > 0 ? 1 / Double(1 << $1) : 0) } == 1)
      }
    }
  }

  @Test func frequentSymbolsGetShorterCodes() {
    let code = PrefixCode(frequencies: [50, 3, 20, 1])
    #expect(code.lengths == [1, 3, 2, 3])
    // 0, 10, 110, 111, with the first bit lowest.
    #expect(code.codes == [0b0, 0b011, 0b01, 0b111])
  }

  @Test func joinedBitStringsAreTheBitsOneAfterAnother() {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<200 {
      var whole = BitWriter()
      var parts: [BitString] = []
      for _ in 0..<Int.random(in: 0...12, using: &generator) {
        var part = BitWriter()
        for _ in 0..<Int.random(in: 0...30, using: &generator) {
          let count = UInt8.random(in: 1...15, using: &generator)
          let bits = UInt16.random(in: 0..<(1 << count), using: &generator)
          part.append(bits, count: count)
          whole.append(bits, count: count)
        }
        var string = part.finish()
        // What follows a bit string in memory must not leak into the next.
        for index in (string.bytes.count - 8)..<string.bytes.count { string.bytes[index] = 0xFF }
        parts.append(string)
      }
      let capacity = whole.bitCount / 8 + 16
      let joined = [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
        guard let start = output.baseAddress else { preconditionFailure("a buffer of some bytes has an address") }
        var joiner = BitJoiner(output: start)
        for part in parts {
          part.bytes.withUnsafeBufferPointer {
            if let bytes = $0.baseAddress { joiner.append(bytes, bitCount: part.bitCount) }
          }
        }
        count = joiner.finish()
      }
      #expect(joined == Array(whole.finish().bytes.dropLast(8)))
    }
  }

  @Test func checksumsOfPartsJoinLikeThoseOfZlib() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<20 {
      var (sum, bytes) = (Adler([]), [UInt8]())
      for _ in 0..<Int.random(in: 0...5, using: &generator) {
        let part = (0..<Int.random(in: 0...9000, using: &generator)).map { _ in
          UInt8.random(in: 200...255, using: &generator)
        }
        sum.append(Adler(part))
        bytes += part
      }
      #expect(sum.checksum == UInt32(adler32(1, bytes, UInt32(bytes.count))))
      #expect(sum.length == bytes.count)
    }
  }

  @Test func storedBlocksSplitWhereTheirLengthEnds() {
    for count in [0, 1, 65535, 65536, 200_000] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      // An empty last block, and the check sum, make a whole stream of it.
      let stream =
        Deflate.zlibHeader + Deflate.storedBlocks(bytes) + [1, 0, 0, 0xFF, 0xFF]
        + Deflate.bigEndian(Adler(bytes).checksum)
      #expect(inflated(stream, length: count) == bytes)
    }
  }
}
