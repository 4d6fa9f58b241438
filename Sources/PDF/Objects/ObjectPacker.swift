import PDFReading

/// Many small objects that are stored in object streams (ISO 32000-1, 7.5.7) instead of one by one. They are written as
/// they appear in the file, because creating libharu objects would take longer than creating the pages.
struct ObjectPacker: ~Copyable {
  struct Stream {
    var dictionary: PDFDictionary
    var bytes: [UInt8]
  }
  /// The number of the first object; the others follow without gaps.
  let firstNumber: Int
  /// The objects themselves; call `begin` before each.
  var bytes = ByteBuffer(capacity: 1 << 16)
  private(set) var count = 0
  private(set) var streams: [Stream] = []
  /// The number and offset of each object.
  private var index = ByteBuffer(capacity: 1 << 16)

  /// Limited, because a viewer unpacks a whole stream to find one object in it.
  static let objectsPerStream = 1000

  init(firstNumber: Int) { self.firstNumber = firstNumber }

  static func streamCount(for objects: Int) -> Int { (objects + objectsPerStream - 1) / objectsPerStream }

  mutating func begin(_ deflater: borrowing Deflater) {
    if count > 0, count.isMultiple(of: Self.objectsPerStream) { endStream(deflater) }
    index.appendNumber(firstNumber + count)
    index.append(0x20)
    index.appendNumber(bytes.count)
    index.append(0x20)
    count += 1
  }

  /// Call after the last object, too.
  mutating func endStream(_ deflater: borrowing Deflater) {
    let objects = count - streams.count * Self.objectsPerStream
    guard objects > 0 else { return }
    let first = index.count
    index.append(bytes)
    streams.append(
      Stream(
        dictionary: [
          "Type": .name("ObjStm"), "N": .integer(objects), "First": .integer(first), "Filter": .name("FlateDecode"),
        ], bytes: deflater.deflate(index)))
    index.removeAll()
    bytes.removeAll()
  }

  // MARK: Parts of objects

  mutating func append(reference number: Int) {
    bytes.appendNumber(number)
    bytes.append(" 0 R")
  }

  mutating func append(element: Int) { append(reference: firstNumber + element) }

  /// A text string (7.9.2.2).
  mutating func append(text: String) { bytes.append(text: text) }
}
