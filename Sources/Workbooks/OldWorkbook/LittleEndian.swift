/// Numbers at offsets; beyond the end everything is 0.
struct LittleEndian {
  private let bytes: [UInt8]
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var count: Int { bytes.count }
  func uint8(_ offset: Int) -> UInt8 { bytes.indices.contains(offset) ? bytes[offset] : 0 }
  func uint16(_ offset: Int) -> UInt16 { UInt16(uint8(offset)) | UInt16(uint8(offset + 1)) << 8 }
  func uint32(_ offset: Int) -> UInt32 { UInt32(uint16(offset)) | UInt32(uint16(offset + 2)) << 16 }
  func uint64(_ offset: Int) -> UInt64 { UInt64(uint32(offset)) | UInt64(uint32(offset + 4)) << 32 }
  func double(_ offset: Int) -> Double { Double(bitPattern: uint64(offset)) }
  func utf16(_ offset: Int, count: Int) -> String {
    String(decoding: (0..<max(count, 0)).map { uint16(offset + 2 * $0) }, as: UTF16.self)
  }
}
