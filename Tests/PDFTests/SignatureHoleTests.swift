import Testing

@testable import PDF

struct SignatureHoleTests {
  @Test func theHoleIsWhereTheFileSaysItIs() {
    var file = Array("head <<\n/Type /Sig\n>>".utf8)
    let hole = SignatureHole(room: 3, in: &file)
    file += Array(" tail".utf8)
    let unsigned = hole.unsigned(file)
    #expect(unsigned.room == 3)
    #expect(unsigned.bytes[unsigned.contents].elementsEqual("<000000>".utf8))
    #expect(unsigned.bytes.count == file.count, "offsets of other objects do not change")
    let numbers = "74 82 8".padding(to: 32)
    #expect(
      String(decoding: unsigned.bytes, as: UTF8.self)
        == "head <<\n/Type /Sig\n/ByteRange[0 \(numbers)]/Contents<000000>\n>> tail")
    #expect(unsigned.contents == 74..<82)
    #expect(unsigned.signedParts.map { String(decoding: $0, as: UTF8.self) }[1] == "\n>> tail")
  }

  @Test func aSignatureFillsTheHoleFromItsStart() throws {
    var file = Array("<<>>".utf8)
    let unsigned = SignatureHole(room: 3, in: &file).unsigned(file)
    let contents = unsigned.contents
    let signed = try unsigned.signed { parts in
      #expect(parts.count == 2)
      return [0xAB, 0x01]
    }
    #expect(signed[contents].elementsEqual("<ab0100>".utf8))
  }
}

extension String {
  fileprivate func padding(to count: Int) -> String { self + String(repeating: " ", count: count - utf8.count) }
}
