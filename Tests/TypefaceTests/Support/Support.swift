import CZlib
import Foundation
import ScratchFolders
import Testing

@testable import Typeface

/// SplitMix64: the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

func fixture(_ name: String) throws -> String {
  try #require(Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: nil)).path
}

/// zlib's own inflate, which checks the Adler-32 as well; nil unless exactly `length` bytes come out.
func inflated(_ deflated: [UInt8], length: Int) -> [UInt8]? {
  var bytes = [UInt8](repeating: 0, count: length + 1)
  var count = uLong(bytes.count)
  guard uncompress(&bytes, &count, deflated, uLong(deflated.count)) == Z_OK, count == length else { return nil }
  return Array(bytes[..<length])
}

/// An OpenType file around a bare CFF, so that HarfBuzz reads it. Without a character map; glyphs by their order.
func openType(around cff: [UInt8], glyphCount: Int) -> Data {
  func big(_ value: Int, _ size: Int) -> [UInt8] { (0..<size).reversed().map { UInt8(value >> (8 * $0) & 0xFF) } }
  var head = [UInt8](repeating: 0, count: 54)
  head.replaceSubrange(0..<4, with: big(0x10000, 4))
  head.replaceSubrange(12..<16, with: big(0x5F0F_3CF5, 4))
  head.replaceSubrange(18..<20, with: big(1000, 2))
  let tables: [(String, [UInt8])] = [("CFF ", cff), ("head", head), ("maxp", big(0x5000, 4) + big(glyphCount, 2))]
  var file = Array("OTTO".utf8) + big(tables.count, 2) + big(0, 6)
  var body: [UInt8] = []
  for (tag, table) in tables {
    file += Array(tag.utf8) + big(0, 4) + big(12 + 16 * tables.count + body.count, 4) + big(table.count, 4)
    body += table + [UInt8](repeating: 0, count: -table.count & 3)
  }
  return Data(file + body)
}

/// The glyphs of a bare CFF as HarfBuzz draws them.
func outlines(ofCFF cff: [UInt8], glyphCount: Int) throws -> [Outline] {
  let folder = try scratchFolder()
  let path = folder + "/font.otf"
  try openType(around: cff, glyphCount: glyphCount).write(to: URL(fileURLWithPath: path))
  let font = try SourceFont(path: path, postScriptName: nil)
  var outline = Outline()
  var outlines: [Outline] = []
  for glyph in 0..<glyphCount {
    font.draw(UInt32(glyph), into: &outline)
    outlines.append(outline)
  }
  return outlines
}

/// The operands before each operator of a charstring without hints and subroutines.
func operators(of charstring: [UInt8]) throws -> [(opcode: UInt8, operands: [Int])] {
  var operators: [(opcode: UInt8, operands: [Int])] = []
  var operands: [Int] = []
  var iterator = charstring.makeIterator()
  func next() throws -> Int {
    let byte = iterator.next()
    return Int(try #require(byte))
  }
  while let byte = iterator.next() {
    switch byte {
    case 32...246: operands.append(Int(byte) - 139)
    case 247...250: operands.append((Int(byte) - 247) * 256 + (try next()) + 108)
    case 251...254: operands.append(-(Int(byte) - 251) * 256 - (try next()) - 108)
    case 28: operands.append(Int(Int16(truncatingIfNeeded: (try next()) << 8 | (try next()))))
    default:
      operators.append((byte, operands))
      operands = []
    }
  }
  return operators
}

/// The parts of a compact font that a subset consists of, read after Technical Note #5176.
struct CompactFontReader {
  var name: String
  /// Of each glyph; 0 first.
  var cids: [Int] = [0]
  var charstrings: [[UInt8]]

  init(_ cff: [UInt8]) throws {
    func number(_ offset: Int, _ size: Int) -> Int { cff[offset..<(offset + size)].reduce(0) { $0 << 8 | Int($1) } }
    func index(at offset: Int) -> (items: [[UInt8]], end: Int) {
      let count = number(offset, 2)
      guard count > 0 else { return ([], offset + 2) }
      let size = Int(cff[offset + 2])
      let base = offset + 2 + (count + 1) * size
      let offsets = (0...count).map { base + number(offset + 3 + $0 * size, size) }
      return (zip(offsets, offsets.dropFirst()).map { Array(cff[$0..<$1]) }, offsets[count])
    }
    let names = index(at: Int(cff[2]))
    let tops = index(at: names.end)
    name = String(decoding: try #require(names.items.first), as: UTF8.self)

    var entries: [Int: [Int]] = [:]
    var operands: [Int] = []
    var rest = try #require(tops.items.first)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case 29: operands.append(rest.prefix(4).reduce(0) { $0 << 8 | Int($1) })
      case 28: operands.append(Int(Int16(truncatingIfNeeded: rest.prefix(2).reduce(0) { $0 << 8 | Int($1) })))
      case 32...246: operands.append(Int(byte) - 139)
      default:
        let opcode = byte == 12 ? 0xC00 | Int(rest.popFirst() ?? 0) : Int(byte)
        entries[opcode] = operands
        operands = []
      }
      if byte == 29 { rest = rest.dropFirst(4) } else if byte == 28 { rest = rest.dropFirst(2) }
    }
    #expect(entries[0xC1E] == [391, 392, 0])
    let strings = index(at: tops.end)
    #expect(strings.items == [Array("Adobe".utf8), Array("Identity".utf8)])
    #expect(index(at: strings.end).items.isEmpty)
    let glyphs = index(at: try #require(entries[17]?.first))
    charstrings = glyphs.items
    #expect(glyphs.end == cff.count)

    var offset = try #require(entries[15]?.first)
    let format = cff[offset]
    offset += 1
    while cids.count < charstrings.count {
      let more = format == 0 ? 0 : Int(cff[offset + 2])
      cids += number(offset, 2)...(number(offset, 2) + more)
      offset += format == 0 ? 2 : 3
    }
    // All glyphs in the one font dictionary.
    let select = try #require(entries[0xC25]?.first)
    #expect(Array(cff[select..<(select + 6)]) == [3, 0, 1, 0, 0, 0])
    #expect(number(select + 6, 2) == charstrings.count)
    #expect(index(at: try #require(entries[0xC24]?.first)).items.count == 1)
  }
}
