import Testing

@testable import Attestation

@Suite struct CBORTests {
  /// RFC 8949, appendix A, as far as tokens use CBOR.
  static let vectors: [(String, CBOR)] = [
    ("00", .unsigned(0)), ("01", .unsigned(1)), ("0a", .unsigned(10)), ("17", .unsigned(23)), ("1818", .unsigned(24)),
    ("1819", .unsigned(25)), ("1864", .unsigned(100)), ("1903e8", .unsigned(1000)),
    ("1a000f4240", .unsigned(1_000_000)),
    ("1b000000e8d4a51000", .unsigned(1_000_000_000_000)), ("1bffffffffffffffff", .unsigned(.max)),
    ("3bffffffffffffffff", .negative(.max)), ("20", .integer(-1)), ("29", .integer(-10)), ("3863", .integer(-100)),
    ("3903e7", .integer(-1000)), ("40", .bytes([])), ("4401020304", .bytes([1, 2, 3, 4])), ("60", .text("")),
    ("6161", .text("a")), ("6449455446", .text("IETF")), ("62c3bc", .text("\u{fc}")), ("63e6b0b4", .text("水")),
    ("64f0908591", .text("\u{10151}")), ("80", .array([])),
    ("83010203", .array([.integer(1), .integer(2), .integer(3)])),
    (
      "8301820203820405",
      .array([.integer(1), .array([.integer(2), .integer(3)]), .array([.integer(4), .integer(5)])])
    ),
    ("a0", .map([])), ("a201020304", .map([.init(.integer(1), .integer(2)), .init(.integer(3), .integer(4))])),
    ("c11a514b67b0", .tagged(1, .unsigned(1_363_896_240))),
    ("d818456449455446", .tagged(24, .bytes(bytes(hex: "6449455446")))),
  ]

  @Test(arguments: vectors) func encodesAndDecodesTheExamplesOfTheStandard(hex: String, value: CBOR) throws {
    #expect(value.encoded == bytes(hex: hex))
    #expect(try CBOR(decoding: bytes(hex: hex)) == value)
  }

  @Test func headsGrowExactlyAtTheirLimits() throws {
    for (value, length) in [
      (23, 1), (24, 2), (255, 2), (256, 3), (65535, 3), (65536, 5), (0xffff_ffff, 5), (0x1_0000_0000, 9),
    ] as [(UInt64, Int)] {
      let encoded = CBOR.unsigned(value).encoded
      #expect(encoded.count == length)
      #expect(try CBOR(decoding: encoded) == .unsigned(value))
    }
  }

  @Test func mapKeysAreSortedByTheirBytes() {
    // RFC 8949 §4.2.1, its own example: 10, 100, -1, "z", "aa", [100], [-1].
    let keys: [CBOR] = [
      .array([.integer(-1)]), .text("aa"), .integer(100), .array([.integer(100)]), .text("z"), .integer(-1),
      .integer(10),
    ]
    let map = CBOR.map(keys.map { .init($0, .integer(0)) })
    #expect(map.encoded == bytes(hex: "a7 0a00 186400 2000 617a00 62616100 81186400 812000"))
  }

  static let refused: [(String, CBORError.Problem)] = [
    ("", .truncated), ("18", .truncated), ("19ff", .truncated), ("42ff", .truncated), ("8201", .truncated),
    ("a101", .truncated), ("c1", .truncated), ("62e6", .truncated), ("9bffffffffffffffff", .truncated),
    ("5bffffffffffffffff", .truncated), ("bb7fffffffffffffff", .truncated),
    ("0000", .trailingBytes), ("8000", .trailingBytes),
    ("1817", .longHead), ("190018", .longHead), ("1a0000ffff", .longHead), ("1b00000000ffffffff", .longHead),
    ("580100", .longHead), ("7803616161", .longHead), ("980100", .longHead), ("b80100", .longHead),
    ("d80100", .longHead),
    ("5f4100ff", .indefiniteLength), ("7f6161ff", .indefiniteLength), ("9fff", .indefiniteLength),
    ("bfff", .indefiniteLength), ("ff", .unsupportedType), ("1c", .unsupportedType), ("1e", .unsupportedType),
    ("f7", .unsupportedType), ("f6", .unsupportedType), ("f90000", .unsupportedType),
    ("fb3ff0000000000000", .unsupportedType),
    ("a201000100", .duplicateKey), ("a202000100", .unsortedKeys), ("a2200001 00", .unsortedKeys),
    ("61ff", .invalidText), ("62c080", .invalidText), ("63eda080", .invalidText),
  ]

  @Test(arguments: refused) func refusesEverythingElse(hex: String, problem: CBORError.Problem) {
    #expect { try CBOR(decoding: bytes(hex: hex)) } throws: { ($0 as? CBORError)?.problem == problem }
  }

  @Test func refusesHostileNesting() {
    let nested = [UInt8](repeating: 0x81, count: 100_000) + [0]
    #expect { try CBOR(decoding: nested) } throws: { ($0 as? CBORError)?.problem == .tooDeep }
  }

  /// Whatever is accepted has one encoding: the one that was given.
  @Test func acceptsOnlyWhatItWouldWrite() {
    var random = SeededGenerator(seed: 7)
    var accepted = 0
    for _ in 0..<20_000 {
      let noise = (0..<Int.random(in: 1...6, using: &random)).map { _ in UInt8.random(in: 0...0xd8, using: &random) }
      guard let value = try? CBOR(decoding: noise) else { continue }
      accepted += 1
      #expect(value.encoded == noise)
    }
    #expect(accepted > 100)
  }

  @Test func keepsTextThatSwiftHoldsForTheSame() throws {
    // Composed and decomposed é are equal Strings but different bytes: the second must come back as it was.
    let decomposed = CBOR.text("e\u{301}").encoded
    #expect(try CBOR(decoding: decomposed).encoded == decomposed)
    #expect(decomposed != CBOR.text("\u{e9}").encoded)
  }
}
