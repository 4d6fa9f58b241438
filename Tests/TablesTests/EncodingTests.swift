import Foundation
import Testing

@testable import Tables

@Suite struct EncodingTests {
  /// By glibc: independent of what decodes.
  private func gb18030(_ text: String) throws -> [UInt8] {
    let converter = iconv_open("GB18030", "UTF-8")
    try #require(converter != iconv_t(bitPattern: -1))
    defer { iconv_close(converter) }
    var input = Array(text.utf8).map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: input.count * 2 + 16)
    var written = 0
    input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        var (from, to) = (input.baseAddress, output.baseAddress)
        var (left, room) = (input.count, output.count)
        if iconv(converter, &from, &left, &to, &room) == 0 { written = output.count - room }
      }
    }
    try #require(written > 0)
    return output.prefix(written).map { UInt8(bitPattern: $0) }
  }

  @Test func everyHanCharacterOfTheBasicPlaneComesBackFromGB18030() throws {
    let decoder = TextDecoder(.gb18030)
    let scalars = (0x3400...0x9FFF).compactMap { Unicode.Scalar($0) }.filter {
      $0.properties.isIdeographic && !(0x4DC0...0x4DFF).contains($0.value)
    }
    #expect(scalars.count > 27_000)
    var lost: [String] = []
    for start in stride(from: 0, to: scalars.count, by: 500) {
      let text = String(String.UnicodeScalarView(scalars[start..<min(start + 500, scalars.count)]))
      let back = try decoder.text(try gb18030(text))
      for (a, b) in zip(text.unicodeScalars, back.unicodeScalars) where a != b {
        lost.append(String(a.value, radix: 16) + "→" + String(b.value, radix: 16))
      }
      #expect(back.unicodeScalars.count == text.unicodeScalars.count)
    }
    #expect(lost == [])
    #expect(try decoder.text(try gb18030("𠮷〔〕，𬀩")) == "𠮷〔〕，𬀩")
  }

  /// GB 18030-2005 wrote them with four bytes, or had no other place for the two bytes than private use.
  @Test func charactersThatMovedAreOneWhicheverBytesTheyHave() throws {
    let decoder = TextDecoder(.gb18030)
    #expect(try decoder.text([0xFE, 0x59]) == "\u{9FB4}" && decoder.text([0x82, 0x35, 0x90, 0x37]) == "\u{9FB4}")
    let bytes: [UInt8] = [
      0xA6, 0xD9, 0xA6, 0xDA, 0xA6, 0xDB, 0xA6, 0xDC, 0xA6, 0xDF, 0xA6, 0xEC, 0xA6, 0xED, 0xA6, 0xF3,
    ]
    #expect(try decoder.text(bytes) == "\u{FE10}\u{FE12}\u{FE11}\u{FE13}\u{FE16}\u{FE17}\u{FE18}\u{FE19}")
  }

  @Test func malformedBytesAreToldByPlaceAndNotReplaced() throws {
    let gb = TextDecoder(.gb18030)
    let error = #expect(throws: TextDecoder.Malformation.self) {
      try gb.text(try gb18030("示例") + [0xFF] + (try gb18030("公司")))
    }
    #expect(error == .init(offset: 4, shown: "示例\\xFF公司"))
    // Cut off in the middle of a character.
    #expect(throws: TextDecoder.Malformation.self) { try gb.text([0xCA]) }
    let utf8 = #expect(throws: TextDecoder.Malformation.self) {
      try TextDecoder(.utf8).text(Array("示".utf8) + [0xE4, 0xBD] + Array("例".utf8))
    }
    #expect(utf8 == .init(offset: 3, shown: "示\\xE4\\xBD例"))
  }

  /// One that is neither is refused with the place.
  @Test func theEncodingIsFoundFromTheWholeFile() throws {
    let text = "行政相对人名称,处罚机关\r\n示例公司,示例局\r\n"
    #expect(try CSVTable(Array(text.utf8), name: "a", encoding: nil).encoding == .utf8)
    #expect(try CSVTable([0xEF, 0xBB, 0xBF] + Array(text.utf8), name: "a", encoding: nil).encoding == .utf8)
    #expect(try CSVTable(try gb18030(text), name: "a", encoding: nil).encoding == .gb18030)
    let error = #expect(throws: TableError.self) {
      try CSVTable(try gb18030(text) + [0x61, 0x2C, 0xFF, 0x0A], name: "a.csv", encoding: nil)
    }
    #expect(error?.row == 3)
    #expect(error?.column == 2)
    #expect(throws: TableError.self) { try CSVTable([0xFF, 0xFE, 0x61, 0], name: "a", encoding: nil) }
  }
}
