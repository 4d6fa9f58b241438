@testable import PDF
@testable import PDFReading

/// A file taken apart, so that one object of it can be made another and the file be whole again: what a forger with good
/// tools does.
struct Reassembly {
  /// From `1 0 obj` to `endobj`, by number.
  var objects: [Int: [UInt8]] = [:]
  private var packed: [Int: (stream: Int, index: Int)] = [:]
  private let head: [UInt8]
  private let trailer: PDFDictionary
  private let crossReferences: Int
  private let references: CrossReferences

  init(_ bytes: [UInt8]) throws {
    let file = try ObjectReader(bytes, limits: PDFFile.Limits())
    var table: Int?
    for (number, place) in file.references.locations {
      switch place {
      case .at(let offset, _) where offset == file.references.start: table = number
      case .at: objects[number] = try file.object(number).map { Array(bytes[$0.extent]) }
      case .packed(let stream, let index): packed[number] = (stream, index)
      case .free: break
      }
    }
    head = Array(bytes[..<(try file.layout().firstObject)])
    references = file.references
    trailer = references.trailer
    crossReferences = table ?? 0
  }

  /// The object's value and, of a stream, what it holds.
  func object(_ number: Int) throws -> IndirectObject {
    var parser = PDFParser(objects[number] ?? [])
    _ = (try parser.natural(), try parser.natural())
    try parser.expect("obj")
    return try IndirectObject(&parser, from: 0) { $0 }
  }

  /// What the stream of a number holds.
  func content(of number: Int, limit: Int = 1 << 20) throws -> [UInt8] {
    try ObjectReader(bytes: [], references: references, limits: PDFFile.Limits())
      .content(of: object(number), limit: UnpackingLimit("a stream", total: limit))
  }

  /// The numbers of the objects with a dictionary of which something holds.
  func numbers(where holds: (PDFDictionary) -> Bool) throws -> [Int] {
    try objects.keys.sorted().filter { try object($0).dictionary.map(holds) ?? false }
  }

  mutating func set(_ number: Int, _ text: String) {
    objects[number] = Array("\(number) 0 obj\n\(text)\nendobj".utf8)
  }

  /// A text in an object's own bytes becomes another.
  mutating func replace(_ text: String, with other: String, in number: Int) {
    guard let object = objects[number], let range = object.firstRange(of: Array(text.utf8)) else {
      preconditionFailure("object \(number) does not hold `\(text)`: nothing would be tested")
    }
    objects[number]?.replaceSubrange(range, with: Array(other.utf8))
  }

  mutating func setStream(_ number: Int, _ entries: String, _ body: [UInt8]) {
    objects[number] =
      Array("\(number) 0 obj\n<<\(entries)/Length \(body.count)>>\nstream\n".utf8) + body
      + Array("\nendstream\nendobj".utf8)
  }

  /// The file, with true offsets.
  func bytes(between: String = "\n") throws -> [UInt8] {
    var bytes = head
    var offsets: [Int: Int] = [:]
    for (number, object) in objects.sorted(by: { $0.key < $1.key }) {
      offsets[number] = bytes.count
      bytes += object + Array(between.utf8)
    }
    let count = (Array(offsets.keys) + Array(packed.keys) + [crossReferences]).reduce(0, max) + 1
    var rows: [UInt8] = []
    func append(_ kind: UInt8, _ place: Int, _ index: Int) {
      rows += [kind] + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: place >> $0) }
      rows += [UInt8(truncatingIfNeeded: index >> 8), UInt8(truncatingIfNeeded: index)]
    }
    for number in 0..<count {
      if number == crossReferences {
        append(1, bytes.count, 0)
      } else if let offset = offsets[number] {
        append(1, offset, 0)
      } else if let place = packed[number] {
        append(2, place.stream, place.index)
      } else {
        append(0, 0, 0)
      }
    }
    let table = try Deflater(level: 6).deflate(rows)
    let start = bytes.count
    guard case .reference(let root)? = trailer["Root"], case .reference(let info)? = trailer["Info"],
      case .array(let ids)? = trailer["ID"], case .string(let id)? = ids.first
    else { return [] }
    let digits = id.map { String(Int($0) + 256, radix: 16).dropFirst() }.joined()
    bytes += Array(
      """
      \(crossReferences) 0 obj
      <</Type/XRef/Size \(count)/W[1 4 2]/Filter/FlateDecode/Root \(root.number) 0 R/Info \(info.number) 0 R\
      /ID[<\(digits)><\(digits)>]/Length \(table.count)>>
      stream

      """.utf8)
    return bytes + table + Array("\nendstream\nendobj\nstartxref\n\(start)\n%%EOF\n".utf8)
  }
}
