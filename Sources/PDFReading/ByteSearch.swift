/// Searches bytes for a pattern. Files of 20 MB are searched before anything else is known about them, and the standard
/// library's search takes seconds for that.
struct ByteSearch {
  let pattern: [UInt8]

  /// - Parameter pattern: not empty; its first byte should be a rare one.
  init(_ pattern: String) { self.pattern = Array(pattern.utf8) }

  /// - Parameters:
  ///   - range: must contain the whole pattern.
  ///   - isWanted: gets the position of an occurrence; returning true ends the search.
  func isFound(
    in bytes: [UInt8], _ range: Range<Int>, where isWanted: (UnsafeBufferPointer<UInt8>, Int) -> Bool = { _, _ in true }
  ) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      let first = pattern[0]
      var position = range.lowerBound
      while position + pattern.count <= range.upperBound {
        if bytes[position] == first, stands(in: bytes, at: position), isWanted(bytes, position) { return true }
        position += 1
      }
      return false
    }
  }

  private func stands(in bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> Bool {
    for offset in pattern.indices where bytes[position + offset] != pattern[offset] { return false }
    return true
  }
}
