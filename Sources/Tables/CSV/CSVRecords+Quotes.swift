/// Quotes that were typed for what they mean in a text, and open a cell that ends rows below.
extension CSVRecords {
  /// The column (index) of a quoted cell in which rows may be hidden: with the ends of the row above and below, its lines have
  /// as many delimiters as the row itself.
  func columnOfSwallowedRows(_ fields: [Field]) -> Int? {
    guard fields.count >= 3 else { return nil }
    return fields.indices.first { column in
      let range = fields[column].range
      guard range.lowerBound > 0, bytes[range.lowerBound - 1] == UInt8(ascii: "\"") else { return false }
      // Delimiters of each line.
      var counts = [0]
      var previous: UInt8 = 0
      for byte in bytes[range] {
        if byte == 0x0D || byte == 0x0A && previous != 0x0D { counts.append(0) }
        if byte == delimiter { counts[counts.count - 1] += 1 }
        previous = byte
      }
      guard counts.count > 1 else { return false }
      return counts.first == fields.count - 1 - column && counts.last == column
        || counts.dropFirst().dropLast().contains(fields.count - 1)
    }
  }
}
