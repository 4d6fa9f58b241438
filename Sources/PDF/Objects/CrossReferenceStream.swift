import PDFReading

/// Where every object of the file is (ISO 32000-1, 7.5.8): one entry of three numbers per object number.
struct CrossReferenceStream {
  private enum Entry {
    case free
    case offset(Int)
    case packed(stream: Int, index: Int)

    /// Table 18.
    var fields: (type: UInt8, second: Int, third: Int) {
      switch self {
      case .free: (0, 0, 0)
      case .offset(let offset): (1, offset, 0)
      case .packed(let stream, let index): (2, stream, index)
      }
    }
  }
  // Object 0 heads the list of free objects, which is otherwise empty.
  private var entries = [Entry.free]

  mutating func append(offset: Int) { entries.append(.offset(offset)) }

  mutating func append(_ packed: PackedNumbers) {
    for index in 0..<packed.count {
      let (stream, index) = packed.position(of: index)
      entries.append(.packed(stream: stream, index: index))
    }
  }

  func finished(trailer: PDFDictionary, _ deflater: borrowing Deflater) -> (dictionary: PDFDictionary, bytes: [UInt8]) {
    let widest = entries.reduce(0) { max($0, $1.fields.second) }
    let width = (8 - widest.leadingZeroBitCount / 8)
    let columns = 1 + width + 2
    var rows: [UInt8] = []
    rows.reserveCapacity((columns + 1) * entries.count)
    var above = Entry.free.fields
    for entry in entries {
      let fields = entry.fields
      // PNG's filter Up (7.4.4.4): each byte minus the one above. Most rows become zeros and a single 1.
      rows.append(2)
      rows.append(fields.type &- above.type)
      for shift in stride(from: 8 * (width - 1), through: 0, by: -8) {
        rows.append(
          UInt8(truncatingIfNeeded: fields.second >> shift) &- UInt8(truncatingIfNeeded: above.second >> shift))
      }
      rows.append(UInt8(truncatingIfNeeded: fields.third >> 8) &- UInt8(truncatingIfNeeded: above.third >> 8))
      rows.append(UInt8(truncatingIfNeeded: fields.third) &- UInt8(truncatingIfNeeded: above.third))
      above = fields
    }
    var dictionary: PDFDictionary = [
      "Type": .name("XRef"), "Size": .integer(entries.count), "W": [1, .integer(width), 2],
      "Filter": .name("FlateDecode"), "DecodeParms": ["Predictor": 12, "Columns": .integer(columns)],
    ]
    for entry in trailer.entries { dictionary.append(entry.key, entry.value) }
    return (dictionary, deflater.deflate(rows))
  }
}
