import PDFReading

/// The numbers of the many small objects that are stored in object streams (ISO 32000-1, 7.5.7) instead of one by one.
/// After all other objects come the streams, then the cross-reference stream, then what the streams contain, without
/// gaps.
struct PackedNumbers {
  let count: Int
  /// The number of the first stream.
  private let firstStream: Int
  /// The number of the first packed object.
  private let first: Int

  /// Limited, because a viewer unpacks a whole stream to find one object in it.
  static let objectsPerStream = 1000

  init(count: Int, following others: Range<Int>) {
    self.count = count
    firstStream = others.upperBound
    first = firstStream + (count + Self.objectsPerStream - 1) / Self.objectsPerStream + 1
  }

  /// - Parameter index: from 0.
  func reference(to index: Int) -> PDFReference { PDFReference(number: first + index) }

  /// In which stream an object is, and its index there.
  func position(of index: Int) -> (stream: Int, index: Int) {
    (firstStream + index / Self.objectsPerStream, index % Self.objectsPerStream)
  }

  /// The streams, with all objects.
  /// - Parameter write: writes an object, by its index; called for each of them, in order.
  func pack(
    _ deflater: borrowing Deflater, _ write: (Int, inout PackedObjectWriter) -> Void
  ) -> [(dictionary: PDFDictionary, bytes: [UInt8])] {
    var streams: [(dictionary: PDFDictionary, bytes: [UInt8])] = []
    /// The number and offset of each object of a stream; then the stream.
    var bytes = ByteBuffer(capacity: 1 << 16)
    var objects = PackedObjectWriter(first: first)
    for start in stride(from: 0, to: count, by: Self.objectsPerStream) {
      let indices = start..<min(start + Self.objectsPerStream, count)
      for index in indices {
        bytes.appendNumber(first + index)
        bytes.append(0x20)
        bytes.appendNumber(objects.bytes.count)
        bytes.append(0x20)
        write(index, &objects)
      }
      let length = bytes.count
      bytes.append(objects.bytes)
      streams.append(
        (
          [
            "Type": .name("ObjStm"), "N": .integer(indices.count), "First": .integer(length),
            "Filter": .name("FlateDecode"),
          ], deflater.deflate(bytes)
        ))
      bytes.removeAll()
      objects.bytes.removeAll()
    }
    return streams
  }
}

/// The text of packed objects. It is written as it appears in the file: creating libharu's objects would take longer than
/// creating the pages.
struct PackedObjectWriter: ~Copyable {
  var bytes = ByteBuffer(capacity: 1 << 16)
  /// The number of the first packed object.
  private let first: Int

  init(first: Int) { self.first = first }

  mutating func append(reference number: Int) {
    bytes.appendNumber(number)
    bytes.append(" 0 R")
  }

  /// A reference to a packed object, by its index.
  mutating func append(packed index: Int) { append(reference: first + index) }

  /// A text string (7.9.2.2).
  mutating func append(text: String) { bytes.append(text: text) }
}
