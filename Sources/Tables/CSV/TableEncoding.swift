import CICU

/// The character encoding of a CSV file.
public enum TableEncoding: String, Sendable, CaseIterable {
  case utf8 = "utf-8"
  case gb18030
}

/// Decodes bytes into text. Malformed bytes are reported and shown one by one, never replaced silently.
struct TextDecoder {
  struct Malformation: Error, Equatable {
    /// The number of bytes before the first malformed one.
    var offset: Int
    /// The text with each malformed byte in the form `\xE4`.
    var shown: String
  }

  let encoding: TableEncoding
  private let converter: GB18030Converter?

  init(_ encoding: TableEncoding) {
    self.encoding = encoding
    converter = encoding == .gb18030 ? GB18030Converter() : nil
  }

  func text(_ bytes: some Collection<UInt8>) throws(Malformation) -> String {
    guard let converter else {
      if let text = String(validating: bytes, as: UTF8.self) { return text }
      throw malformedUTF8(Array(bytes))
    }
    if bytes.allSatisfy({ $0 < 0x80 }) { return String(decoding: bytes, as: UTF8.self) }
    var rest = Array(bytes)[...]
    var text = ""
    var offset: Int?
    while true {
      let (part, count) = converter.decode(rest)
      text += part
      if count == rest.count { break }
      offset = offset ?? rest.startIndex + count
      text += shown(rest[rest.startIndex + count])
      rest = rest[(rest.startIndex + count + 1)...]
    }
    if let offset { throw Malformation(offset: offset, shown: text) }
    return text
  }

  private func malformedUTF8(_ bytes: [UInt8]) -> Malformation {
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var malformation = Malformation(offset: bytes.count, shown: "")
    var offset = 0
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .emptyInput: return malformation
      case .valid(let encoded):
        malformation.shown += String(decoding: encoded, as: UTF8.self)
        offset += encoded.count
      case .error(let length):
        malformation.offset = min(malformation.offset, offset)
        for byte in bytes[offset..<offset + length] { malformation.shown += shown(byte) }
        offset += length
      }
    }
  }
}

private func shown(_ byte: UInt8) -> String {
  "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
}

/// ICU's converter. It holds state during a conversion, so only one task at a time may use it.
private final class GB18030Converter {
  private let converter: UnsafeMutableRawPointer

  init() {
    guard let converter = xinbao_gb18030_open() else { preconditionFailure("ICU has no converter from GB18030") }
    self.converter = converter
  }

  deinit { xinbao_gb18030_close(converter) }

  /// - Returns: the text of the bytes before the first malformed one, and the number of these bytes.
  func decode(_ bytes: ArraySlice<UInt8>) -> (text: String, count: Int) {
    var count = 0
    let units = [UInt16](unsafeUninitializedCapacity: bytes.count + 1) { units, written in
      var length: Int32 = 0
      bytes.withUnsafeBufferPointer { bytes in
        count = Int(
          xinbao_gb18030_decode(
            converter, bytes.baseAddress, Int32(bytes.count), units.baseAddress, Int32(units.count), &length))
      }
      for index in 0..<Int(length) {
        if let character = charactersOfPrivateUse[units[index]] { units[index] = character }
      }
      written = Int(length)
    }
    return (String(decoding: units, as: UTF16.self), count)
  }
}

/// Characters that ICU, following the edition of 2005, still maps to private use, which no font covers; GB 18030-2022 maps
/// their bytes to their code points since Unicode 4.1: eight Han characters (FE59, FE61 … FEA0) and the ten forms of
/// punctuation for vertical text (A6D9 … A6DF, A6EC, A6ED, A6F3).
private let charactersOfPrivateUse: [UInt16: UInt16] = [
  0xE78D: 0xFE10, 0xE78E: 0xFE12, 0xE78F: 0xFE11, 0xE790: 0xFE13, 0xE791: 0xFE14, 0xE792: 0xFE15, 0xE793: 0xFE16,
  0xE794: 0xFE17, 0xE795: 0xFE18, 0xE796: 0xFE19,
  0xE81E: 0x9FB4, 0xE826: 0x9FB5, 0xE82B: 0x9FB6, 0xE82C: 0x9FB7,
  0xE832: 0x9FB8, 0xE843: 0x9FB9, 0xE854: 0x9FBA, 0xE864: 0x9FBB,
]
