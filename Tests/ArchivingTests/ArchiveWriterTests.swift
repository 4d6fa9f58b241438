import Archiving
import Foundation
import Testing

@Suite struct ArchiveWriterTests {
  private static let names = ["001-广东示例公司-报告.pdf", "results.csv"]

  private func archive(_ form: ArchiveWriter.Form) throws -> Data {
    var bytes = Data()
    let writer = try ArchiveWriter(form) { bytes += $0 }
    for (index, name) in Self.names.enumerated() {
      try writer.add(name, size: 10, modifiedAt: 1_795_500_000 + Int64(index))
      try writer.append(Data("第一".utf8))
      try writer.append(Data("page".utf8))
    }
    try writer.finish()
    return bytes
  }

  /// ISO/IEC 21320-1 and APPNOTE.TXT 4.3.7: signature, version, flags, method … name.
  @Test func aZIPHasItsFilesAsTheyAreUnderNamesInUTF8() throws {
    let bytes = try archive(.zip)
    #expect(bytes.prefix(4) == Data([0x50, 0x4B, 3, 4]))
    let flags = UInt16(bytes[6]) | UInt16(bytes[7]) << 8
    #expect(flags & 1 << 11 != 0, "the name is said to be UTF-8")
    #expect(bytes[8] == 0 && bytes[9] == 0, "stored")
    for name in Self.names { #expect(bytes.range(of: Data(name.utf8)) != nil) }
    #expect(bytes.range(of: Data("第一page".utf8)) != nil)
  }

  @Test func theSameFilesGiveTheSameBytes() throws {
    #expect(try archive(.zip) == archive(.zip))
    #expect(try archive(.tarGzip) == archive(.tarGzip))
  }

  @Test func aTarIsOneGzipStreamWithoutATime() throws {
    let bytes = try archive(.tarGzip)
    #expect(bytes.prefix(8) == Data([0x1F, 0x8B, 8, 0, 0, 0, 0, 0]))
  }

  @Test func whatGoesWrongWhereTheBytesGoIsTold() throws {
    struct Full: Error {}
    let writer = try ArchiveWriter(.zip) { _ in throw Full() }
    #expect(throws: Full.self) {
      try writer.add("a", size: 4 << 20, modifiedAt: 0)
      try writer.append(Data(count: 4 << 20))
      try writer.finish()
    }
  }

  @Test func moreBytesThanWereSaidAreRefused() throws {
    let writer = try ArchiveWriter(.zip) { _ in }
    try writer.add("a", size: 3, modifiedAt: 0)
    #expect(throws: ArchivingError.self) { try writer.append(Data("four".utf8)) }
  }

  @Test func whoeverGivesUpWritesNothingMore() throws {
    final class Count { var calls = 0 }
    let count = Count()
    do {
      let writer = try ArchiveWriter(.zip) { _ in count.calls += 1 }
      try writer.add("a", size: 3, modifiedAt: 0)
    }
    #expect(count.calls == 0)
  }
}
