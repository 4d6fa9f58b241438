import PDFReading

/// The position of every object of the file (ISO 32000-1, 7.5.8): one entry of three numbers per object number.
struct CrossReferenceStream {
  private struct Entry {
    /// 0 free, 1 at an offset, 2 within an object stream.
    var kind: UInt8
    /// The offset, or the number of the object stream.
    var place: Int
    /// Its index in the object stream.
    var index = 0
  }
  // Object 0 heads the list of free objects, which is otherwise empty.
  private var entries = [Entry(kind: 0, place: 0)]

  mutating func append(offset: Int) { entries.append(Entry(kind: 1, place: offset)) }

  mutating func append(packed count: Int, in streams: [PDFReference]) {
    for index in 0..<count {
      entries.append(
        Entry(
          kind: 2, place: streams[index / ObjectPacker.objectsPerStream].number,
          index: index % ObjectPacker.objectsPerStream))
    }
  }

  func finished(trailer: PDFDictionary, _ deflater: borrowing Deflater) -> (dictionary: PDFDictionary, bytes: [UInt8]) {
    let widest = entries.reduce(0) { max($0, $1.place) }
    let width = (8 - widest.leadingZeroBitCount / 8)
    let columns = 1 + width + 2
    var rows: [UInt8] = []
    rows.reserveCapacity((columns + 1) * entries.count)
    var above = Entry(kind: 0, place: 0)
    for entry in entries {
      // PNG's filter Up (7.4.4.4): each byte minus the one above. Most rows become zeros and a single 1.
      rows.append(2)
      rows.append(entry.kind &- above.kind)
      for shift in stride(from: 8 * (width - 1), through: 0, by: -8) {
        rows.append(UInt8(truncatingIfNeeded: entry.place >> shift) &- UInt8(truncatingIfNeeded: above.place >> shift))
      }
      rows.append(UInt8(truncatingIfNeeded: entry.index >> 8) &- UInt8(truncatingIfNeeded: above.index >> 8))
      rows.append(UInt8(truncatingIfNeeded: entry.index) &- UInt8(truncatingIfNeeded: above.index))
      above = entry
    }
    var dictionary: PDFDictionary = [
      "Type": .name("XRef"), "Size": .integer(entries.count), "W": [1, .integer(width), 2],
      "Filter": .name("FlateDecode"), "DecodeParms": ["Predictor": 12, "Columns": .integer(columns)],
    ]
    for entry in trailer.entries { dictionary.append(entry.key, entry.value) }
    return (dictionary, deflater.deflate(rows))
  }
}
