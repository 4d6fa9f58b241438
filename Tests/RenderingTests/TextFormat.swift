import Blocks
import FileFormats
import Foundation
import QRCode
import Rendering
import Typeface
import Typesetting

/// Plain text with page breaks: a format that shares nothing with PDF. Of the pages there is the text; attachments and
/// signature stand below them, a line each. Dots fill up the room of the signature.
struct TextFormat: DocumentFormat {
  let name = "text"
  let fileExtension = "txt"
  let mediaType = "text/plain"
  let libraries: [String] = []
  let reasons = [Self.unreadable.reason]

  static let magic = Array("#!report\n".utf8)

  func set(_ document: Document, by typesetter: Typesetter, fonts: FontSet) throws -> any SetDocument {
    let lines = document.blocks.flatMap(Self.lines)
    let pages = stride(from: 0, to: max(1, lines.count), by: 40).map { Array(lines[$0..<min($0 + 40, lines.count)]) }
    return SetText(pages: pages)
  }

  /// nil stands where the code goes.
  private static func lines(of block: Block) -> [String?] {
    switch block {
    case .paragraph(let paragraph): [paragraph.runs.map(text).joined()]
    case .table(let table): (table.head + table.rows).flatMap(\.cells).flatMap(\.blocks).flatMap(lines)
    case .group(let group): group.blocks.flatMap(lines)
    case .picture: [nil]
    case .rule, .space, .spring, .pageBreak: []
    }
  }

  private static func text(of run: TextRun) -> String {
    if case .text(let text) = run.content { text } else { "-" }
  }

  func isFormat(of bytes: [UInt8]) -> Bool { bytes.starts(with: Self.magic) }

  func isHidden(in picture: [UInt8], endingAt end: Int) -> Bool { picture[end...].contains(Self.magic) }

  func read(_ bytes: [UInt8]) throws(UnfitFile) -> any ReceivedFile {
    guard isFormat(of: bytes), let signature = bytes.lastIndex(of: UInt8(ascii: "=")) else {
      throw Self.unreadable
    }
    return ReceivedText(bytes: bytes, signatureStart: signature + 1)
  }

  struct TooLarge: Error {}
  static let unreadable = UnfitFile(
    UnfitFile.Reason(code: "TEXT_UNREADABLE", chinese: "文字已损坏。"), "a line of it cannot be read")
}

private struct SetText: SetDocument {
  let pages: [[String?]]
  var pageCount: Int { pages.count }
  let missing: [MissingCharacter] = []

  func file(_ properties: FileProperties) throws -> [UInt8] {
    let code = (0..<properties.code.size).map { y in
      (0..<properties.code.size).map { properties.code.isDark($0, y) ? "#" : "." }.joined()
    }.joined(separator: "\n")
    let text = pages.map { $0.map { $0 ?? code }.joined(separator: "\n") }.joined(separator: "\u{c}")
    let attachments = properties.attachments.map { "\n@\($0.name) \(Data($0.bytes).base64EncodedString())" }.joined()
    return TextFormat.magic + Array((text + attachments).utf8)
  }

  func unsigned(_ properties: FileProperties, signature: SignatureTerms) throws -> any UnsignedFile {
    let head = try file(properties) + Array("\nsigned \(signature.signerName)=".utf8)
    return UnsignedText(
      bytes: head + [UInt8](repeating: UInt8(ascii: "."), count: 2 * signature.room), start: head.count)
  }
}

private struct UnsignedText: UnsignedFile {
  var bytes: [UInt8]
  let start: Int
  var signedParts: [ArraySlice<UInt8>] { [bytes[..<start]] }

  consuming func signed(by sign: ([ArraySlice<UInt8>]) throws -> [UInt8]) throws -> [UInt8] {
    let digits = try sign(signedParts).map { String(format: "%02x", $0) }.joined().utf8
    guard start + digits.count <= bytes.count else { throw TextFormat.TooLarge() }
    bytes.replaceSubrange(start..<start + digits.count, with: digits)
    return bytes
  }
}

private struct ReceivedText: ReceivedFile {
  let bytes: [UInt8]
  let signatureStart: Int
  var pageCount: Int { bytes.count { $0 == 0x0c } + 1 }

  func attachments() throws(UnfitFile) -> [(name: String, bytes: [UInt8])] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter { $0.hasPrefix("@") }.compactMap { line in
      let parts = line.dropFirst().split(separator: " ")
      return parts.count == 2 ? Data(base64Encoded: String(parts[1])).map { (String(parts[0]), [UInt8]($0)) } : nil
    }
  }

  func signed() throws(UnfitFile) -> any SignedFile {
    let line = bytes[signatureStart...]
    let digits = String(decoding: line.prefix { $0 != UInt8(ascii: ".") }, as: UTF8.self)
    let value = stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(digits.dropFirst($0).prefix(2), radix: 16) }
    // Nothing but the digits that were written, and dots behind them.
    let written = value.map { String(format: "%02x", $0) }.joined()
    guard line.elementsEqual((written + String(repeating: ".", count: line.count - written.count)).utf8) else {
      throw TextFormat.unreadable
    }
    return SignedText(
      file: self, signature: ReceivedSignature(value: value, parts: [bytes[..<signatureStart]], room: line.count / 2))
  }
}

private struct SignedText: SignedFile {
  let file: ReceivedText
  let signature: ReceivedSignature

  func differences(from made: [UInt8]) throws(UnfitFile) -> [FileDifference] {
    let (bytes, signatureStart) = (file.bytes, file.signatureStart)
    let isSame = made.count == bytes.count && made[..<signatureStart] == bytes[..<signatureStart]
    return isSame ? [] : [FileDifference("the text changed", chinese: "文字与所附数据不符")]
  }
}
