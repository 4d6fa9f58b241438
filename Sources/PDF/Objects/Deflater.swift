import CDeflate

/// Compresses to zlib streams (RFC 1950), the form of /FlateDecode. One compressor serves a whole document: creating
/// one costs as much as a page.
struct Deflater: ~Copyable {
  /// The version that this program was built with.
  static let version = LIBDEFLATE_VERSION_STRING

  private let compressor: OpaquePointer

  /// `level` is clamped to 1…12.
  init(level: Int) throws(PDFError) {
    guard let compressor = libdeflate_alloc_compressor(Int32(min(max(level, 1), 12))) else {
      throw .library(code: 0x1015, writing: "a compressed stream")
    }
    self.compressor = compressor
  }

  deinit { libdeflate_free_compressor(compressor) }

  func deflate(_ bytes: [UInt8]) -> [UInt8] { bytes.withUnsafeBufferPointer { deflate($0) } }

  func deflate(_ buffer: borrowing ByteBuffer) -> [UInt8] { buffer.withBytes { deflate($0) } }

  private func deflate(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    let bound = libdeflate_zlib_compress_bound(compressor, bytes.count)
    return [UInt8](unsafeUninitializedCapacity: bound) { output, count in
      // With a buffer of the bound's size this cannot fail.
      count = libdeflate_zlib_compress(compressor, bytes.baseAddress, bytes.count, output.baseAddress, bound)
    }
  }
}
