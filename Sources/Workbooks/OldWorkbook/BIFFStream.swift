/// The records of a workbook stream in BIFF8 ([MS-XLS] 2.1.4): each has a type, a length and up to 8,224 bytes; longer
/// ones go on in CONTINUE records.
struct BIFFStream {
  /// [MS-XLS] 2.3.
  enum Kind {
    static let formula: UInt16 = 0x0006, endOfSubstream: UInt16 = 0x000A, date1904: UInt16 = 0x0022
    static let filePassword: UInt16 = 0x002F, continuation: UInt16 = 0x003C, boundSheet: UInt16 = 0x0085
    static let multipleRK: UInt16 = 0x00BD, richString: UInt16 = 0x00D6, extendedFormat: UInt16 = 0x00E0
    static let mergedCells: UInt16 = 0x00E5, sharedStrings: UInt16 = 0x00FC, sharedStringIndex: UInt16 = 0x00FD
    static let row: UInt16 = 0x0208, columnInformation: UInt16 = 0x007D
    static let number: UInt16 = 0x0203, label: UInt16 = 0x0204, booleanOrError: UInt16 = 0x0205
    static let array: UInt16 = 0x0221, dataTable: UInt16 = 0x0236, sharedFormula: UInt16 = 0x04BC
    static let string: UInt16 = 0x0207, rk: UInt16 = 0x027E, format: UInt16 = 0x041E, beginning: UInt16 = 0x0809
  }

  struct Record {
    var kind: UInt16
    /// The bytes of the record and of those that continue it.
    var parts: [ArraySlice<UInt8>]

    var first: LittleEndian { LittleEndian(Array(parts[0])) }
  }

  private let bytes: [UInt8]
  /// Where the next record begins.
  private(set) var position: Int

  init(_ bytes: [UInt8], from position: Int = 0) { (self.bytes, self.position) = (bytes, position) }

  /// The next record; nil at the end of the stream.
  mutating func next() throws(WorkbookFault) -> Record? {
    guard let (kind, content) = try header() else { return nil }
    var record = Record(kind: kind, parts: [content])
    while position + 4 <= bytes.count, uint16(position) == Kind.continuation, let (_, more) = try header() {
      record.parts.append(more)
    }
    return record
  }

  private mutating func header() throws(WorkbookFault) -> (UInt16, ArraySlice<UInt8>)? {
    guard position + 4 <= bytes.count else { return nil }
    let (kind, length) = (uint16(position), Int(uint16(position + 2)))
    let start = position + 4
    guard start + length <= bytes.count else { throw .init("is cut off") }
    position = start + length
    return (kind, bytes[start..<position])
  }

  private func uint16(_ offset: Int) -> UInt16 { UInt16(bytes[offset]) | UInt16(bytes[offset + 1]) << 8 }
}

/// Reads the texts of a record that may go on in others. Where a text is cut, the part that follows begins with a byte
/// that says anew whether its characters have one byte or two ([MS-XLS] 2.5.293).
struct BIFFText {
  private let parts: [ArraySlice<UInt8>]
  private var part = 0
  private var position: Int

  init(_ parts: [ArraySlice<UInt8>], skipping count: Int) {
    self.parts = parts
    position = (parts.first?.startIndex ?? 0) + count
  }

  /// Of a text whose length takes two bytes, or one.
  mutating func text(hasLongLength: Bool = true) throws(WorkbookFault) -> String {
    let count = hasLongLength ? Int(try uint16()) : Int(try byte())
    let flags = try byte()
    let runs = flags & 0x08 != 0 ? Int(try uint16()) : 0
    let extended = flags & 0x04 != 0 ? Int(try uint32()) : 0
    let text = try characters(count, isWide: flags & 0x01 != 0)
    try skip(4 * runs + extended)
    return text
  }

  private mutating func characters(_ count: Int, isWide: Bool) throws(WorkbookFault) -> String {
    var (units, isWide): ([UInt16], Bool) = ([], isWide)
    units.reserveCapacity(min(count, 1 << 15))
    while units.count < count {
      if position == parts[part].endIndex {
        try nextPart()
        isWide = try byte() & 0x01 != 0
      }
      units.append(isWide ? try uint16() : UInt16(try byte()))
    }
    return String(decoding: units, as: UTF16.self)
  }

  private mutating func skip(_ count: Int) throws(WorkbookFault) {
    var left = count
    while left > 0 {
      if position == parts[part].endIndex { try nextPart() }
      let step = min(left, parts[part].endIndex - position)
      (position, left) = (position + step, left - step)
    }
  }

  private mutating func nextPart() throws(WorkbookFault) {
    guard part + 1 < parts.count else { throw .init("has a text that is cut off") }
    part += 1
    position = parts[part].startIndex
  }

  private mutating func byte() throws(WorkbookFault) -> UInt8 {
    while position == parts[part].endIndex { try nextPart() }
    defer { position += 1 }
    return parts[part][position]
  }

  private mutating func uint16() throws(WorkbookFault) -> UInt16 { UInt16(try byte()) | UInt16(try byte()) << 8 }
  private mutating func uint32() throws(WorkbookFault) -> UInt32 {
    UInt32(try uint16()) | UInt32(try uint16()) << 16
  }
}
