import CDeflate

/// Bytes compressed as a zlib stream: RFC 1950.
package enum Zlib {
  /// Nil only if there is no memory.
  package static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
    guard let compressor = libdeflate_alloc_compressor(9) else { return nil }
    defer { libdeflate_free_compressor(compressor) }
    let bound = libdeflate_zlib_compress_bound(compressor, bytes.count)
    let output = [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
      count = libdeflate_zlib_compress(compressor, bytes, bytes.count, buffer.baseAddress, bound)
    }
    return output.isEmpty ? nil : output
  }

  /// Nil unless the input is exactly one stream, with nothing after it, of at most `limit` bytes.
  package static func decompressed(_ bytes: [UInt8], limit: Int) -> [UInt8]? {
    guard let decompressor = libdeflate_alloc_decompressor() else { return nil }
    defer { libdeflate_free_decompressor(decompressor) }
    var consumed = 0
    var isWhole = false
    let output = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      isWhole =
        libdeflate_zlib_decompress_ex(
          decompressor, bytes, bytes.count, buffer.baseAddress, limit, &consumed, &count) == LIBDEFLATE_SUCCESS
      if !isWhole { count = 0 }
    }
    return isWhole && consumed == bytes.count ? output : nil
  }
}
