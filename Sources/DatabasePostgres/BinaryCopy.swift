import Database

/// Rows as `COPY … (FORMAT binary)` takes them (PostgreSQL's manual, COPY, Binary Format).
struct BinaryCopy {
  /// For each column, how many bytes its numbers have; nil if it has none.
  private let integerWidths: [Int?]
  private let location: String
  private var bytes: [UInt8]

  /// Larger pieces are not faster.
  private static let piece = 65_536

  init(integerWidths: [Int?], location: String) {
    (self.integerWidths, self.location) = (integerWidths, location)
    bytes = Array("PGCOPY\n".utf8) + [0xff] + Array("\r\n\0".utf8)
    bytes.reserveCapacity(Self.piece * 2)
    // No flags, and no extension of the header.
    append(Int32(0))
    append(Int32(0))
  }

  var isFull: Bool { bytes.count >= Self.piece }

  mutating func add(_ row: [SQLValue]) throws(DatabaseError) {
    precondition(row.count == integerWidths.count, "a value for each column")
    append(Int16(row.count))
    for (value, width) in zip(row, integerWidths) {
      switch value {
      case .null: append(Int32(-1))
      case .integer(let number): try append(number, width: width ?? 8)
      case .text(let text):
        try appendLength(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
      case .blob(let blob):
        try appendLength(blob.count)
        bytes.append(contentsOf: blob)
      }
    }
  }

  mutating func end() { append(Int16(-1)) }

  /// What is to be sent now.
  mutating func take() -> [UInt8] {
    var next: [UInt8] = []
    next.reserveCapacity(Self.piece * 2)
    swap(&next, &bytes)
    return next
  }

  private mutating func append(_ number: Int64, width: Int) throws(DatabaseError) {
    let bits = 8 * width
    guard number == (number << (64 - bits)) >> (64 - bits) else {
      throw .statement(location: location, problem: "\(number) does not fit into a column of \(bits) bits")
    }
    append(Int32(width))
    withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0.suffix(width)) }
  }

  private mutating func appendLength(_ count: Int) throws(DatabaseError) {
    guard let length = Int32(exactly: count) else {
      throw .statement(location: location, problem: "a value has \(count) bytes, and at most 1 GB are possible")
    }
    append(length)
  }

  private mutating func append(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
  }
}
