import JSON

/// The position of a piece of bytes in a `TextStore`.
struct Piece {
  var chunk: Int32
  var start: Int32, count: Int32
}

/// Stores texts one after another in chunks: a table's records take only their bytes, and growth copies nothing.
struct TextStore {
  private static let chunkSize = 1 << 20
  private var chunks: [[UInt8]] = []

  mutating func append(_ text: [UInt8]) -> Piece {
    if chunks.isEmpty || chunks[chunks.count - 1].count + text.count > Self.chunkSize {
      chunks.append([])
      chunks[chunks.count - 1].reserveCapacity(max(Self.chunkSize, text.count))
    }
    let last = chunks.count - 1
    let piece = Piece(chunk: Int32(last), start: Int32(chunks[last].count), count: Int32(text.count))
    chunks[last] += text
    return piece
  }

  subscript(piece: Piece) -> ArraySlice<UInt8> {
    chunks[Int(piece.chunk)][Int(piece.start)..<Int(piece.start + piece.count)]
  }
}

/// Writes the parts of a credit file (docs/schema/credit-file.schema.json).
enum CreditFileText {
  /// A record: labels and cells as given.
  static func record(_ fields: [(label: String, text: String)]) -> [UInt8] {
    var bytes: [UInt8] = [UInt8(ascii: "{")]
    bytes.reserveCapacity(fields.reduce(2) { $0 + $1.label.utf8.count + $1.text.utf8.count + 8 })
    for (index, field) in fields.enumerated() {
      if index > 0 { bytes += ", ".utf8 }
      JSONText.append(field.label, to: &bytes)
      bytes += ": ".utf8
      JSONText.append(field.text, to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
    return bytes
  }

  /// The fields of a record that `record` has written.
  static func fields(of record: ArraySlice<UInt8>) -> [(label: String, text: String)] {
    var texts: [String] = []
    var bytes: [UInt8] = []
    var isOpen = false
    var index = record.startIndex
    while index < record.endIndex {
      let byte = record[index]
      index += 1
      switch (isOpen, byte) {
      case (_, UInt8(ascii: "\"")):
        if isOpen { texts.append(String(decoding: bytes, as: UTF8.self)) }
        (isOpen, bytes) = (!isOpen, [])
      case (true, UInt8(ascii: "\\")):
        guard let (character, length) = JSONText.unescaped(record[index...]) else {
          preconditionFailure("only what `record` has written is read back")
        }
        bytes.append(character)
        index += length
      case (true, _): bytes.append(byte)
      case (false, _): break
      }
    }
    return stride(from: 0, to: texts.count - 1, by: 2).map { (texts[$0], texts[$0 + 1]) }
  }

  static func file(
    asOf: String, kind: String, name: String, code: String, records: [(category: String, pieces: [Piece])],
    in store: TextStore, coverage: [UInt8]?
  ) -> [UInt8] {
    var bytes = Array("{\n\"version\": 1,\n\"asOf\": ".utf8)
    JSONText.append(asOf, to: &bytes)
    bytes += ",\n\"subject\": ".utf8
    bytes += record([("kind", kind), ("name", name), ("code", code)])
    bytes += ",\n\"records\": {".utf8
    for (index, list) in records.enumerated() {
      bytes += (index > 0 ? ",\n" : "\n").utf8
      JSONText.append(list.category, to: &bytes)
      bytes += ": [".utf8
      for (index, piece) in list.pieces.enumerated() {
        bytes += (index > 0 ? ",\n" : "\n").utf8
        bytes += store[piece]
      }
      bytes += "\n]".utf8
    }
    bytes += "\n}".utf8
    if let coverage {
      bytes += ",\n\"coverage\": ".utf8
      bytes += coverage
    }
    bytes += "\n}\n".utf8
    return bytes
  }
}
