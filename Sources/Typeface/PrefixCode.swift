/// A Huffman code in the form that deflate requires (RFC 1951, 3.2.2): canonical, with limited lengths.
struct PrefixCode {
  /// The length of each symbol's code in bits; 0 if it has none.
  let lengths: [UInt8]
  /// Each symbol's code, its first bit lowest, as in deflate's bit stream.
  let codes: [UInt16]

  init(lengths: [UInt8]) {
    self.lengths = lengths
    var counts = [Int](repeating: 0, count: 17)
    for length in lengths where length > 0 { counts[Int(length) + 1] += 1 }
    var next = [UInt16](repeating: 0, count: 17)
    for length in 1...15 { next[length] = UInt16(truncatingIfNeeded: (Int(next[length - 1]) + counts[length]) << 1) }
    codes = lengths.map { length in
      guard length > 0 else { return 0 }
      defer { next[Int(length)] += 1 }
      return Self.reversed(next[Int(length)], count: Int(length))
    }
  }

  /// The best code for symbols with these frequencies; symbols that never occur get none.
  init(frequencies: [Int], limit: Int = 15) {
    var frequencies = frequencies
    var lengths = Self.huffmanLengths(frequencies)
    // Only very uneven frequencies make the tree too deep; levelling them costs almost nothing.
    while lengths.max() ?? 0 > limit {
      frequencies = frequencies.map { $0 > 0 ? $0 / 2 + 1 : 0 }
      lengths = Self.huffmanLengths(frequencies)
    }
    self.init(lengths: lengths.map { UInt8($0) })
  }

  private static func huffmanLengths(_ frequencies: [Int]) -> [Int] {
    var lengths = [Int](repeating: 0, count: frequencies.count)
    let symbols = frequencies.indices.filter { frequencies[$0] > 0 }.sorted { frequencies[$0] < frequencies[$1] }
    guard symbols.count > 1 else {
      for symbol in symbols { lengths[symbol] = 1 }
      return lengths
    }
    // Nodes: leaves by ascending weight, then inner nodes, which are created in ascending order of weight.
    var weights = symbols.map { frequencies[$0] }
    var parents = [Int](repeating: 0, count: 2 * symbols.count - 1)
    var (leaf, inner) = (0, symbols.count)
    func next() -> Int {
      if leaf < symbols.count, inner >= weights.count || weights[leaf] <= weights[inner] {
        defer { leaf += 1 }
        return leaf
      }
      defer { inner += 1 }
      return inner
    }
    while weights.count < parents.count {
      let (one, other) = (next(), next())
      (parents[one], parents[other]) = (weights.count, weights.count)
      weights.append(weights[one] + weights[other])
    }
    var depths = [Int](repeating: 0, count: parents.count)
    for node in (0..<(parents.count - 1)).reversed() { depths[node] = depths[parents[node]] + 1 }
    for (leaf, symbol) in symbols.enumerated() { lengths[symbol] = depths[leaf] }
    return lengths
  }

  private static func reversed(_ code: UInt16, count: Int) -> UInt16 {
    var (code, reversed) = (code, UInt16(0))
    for _ in 0..<count {
      reversed = reversed << 1 | code & 1
      code >>= 1
    }
    return reversed
  }
}
