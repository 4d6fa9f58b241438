import CZlib

/// Unpacks a /FlateDecode stream (RFC 1950).
/// - Throws: if the data is damaged, or unpacks to more than `limit`: a small file may unpack to terabytes.
func inflate(_ bytes: ArraySlice<UInt8>, limit: UnpackingLimit) throws(PDFReadingError) -> [UInt8] {
  let offset = bytes.startIndex
  var stream = z_stream()
  guard bytes.count <= Int(UInt32.max), inflateInit_(&stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
  else { throw .tooLarge("a compressed stream", limit: Int(UInt32.max)) }
  defer { inflateEnd(&stream) }

  var input = Array(bytes)
  var result: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 1 << 16)
  return try input.withUnsafeMutableBufferPointer { (input) throws(PDFReadingError) -> [UInt8] in
    stream.next_in = input.baseAddress
    stream.avail_in = UInt32(input.count)
    while true {
      let (status, length) = block.withUnsafeMutableBufferPointer { block in
        stream.next_out = block.baseAddress
        stream.avail_out = UInt32(block.count)
        let status = inflate(&stream, Z_NO_FLUSH)
        return (status, block.count - Int(stream.avail_out))
      }
      guard result.count + length <= limit.left else { throw limit.error }
      result.append(contentsOf: block[..<length])
      if status == Z_STREAM_END { return result }
      guard status == Z_OK, length > 0 || stream.avail_in > 0 else {
        throw .malformed("a damaged compressed stream", offset: offset)
      }
    }
  }
}
