import Crypto
import Database
import DurableFiles
import Foundation
import Hexadecimal

/// A file of rows of the journal, one JSON object a line, after a first line that says which. Whoever has it can check the
/// chain without the registry (docs/registry.md, “Archived rows”).
struct JournalFile {
  struct Head: Codable, Equatable {
    static let format = "xinbao journal 1"
    var format = Self.format
    var first: UInt64, last: UInt64
    /// The hash of the row before the first one, and of the last one: hexadecimal.
    var previous: String, head: String
  }

  /// What stands in a file, and the SHA-256 of its bytes.
  struct Content: Equatable {
    var head: Head
    var sha256: [UInt8]
  }

  /// Why a file is none, or not that of a segment.
  struct Problem: Error, CustomStringConvertible {
    var description: String
  }

  let path: String

  /// Writes the file and flushes it to the disk; it has its name when it is complete.
  /// - Parameter rows: hands each line to its argument, in order.
  func write(_ head: Head, _ rows: (_ add: (JournalLine) throws -> Void) throws -> Void) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let file = try GrowingFile(path: path)
    func add(_ line: some Encodable) throws { try file.append(Array(encoder.encode(line)) + [UInt8(ascii: "\n")]) }
    try add(head)
    try rows { try add($0) }
    try file.publish()
  }

  /// Checks the whole file: its form, and that each row follows the one before.
  /// - Parameter visit: is told each row.
  /// - Throws: `Problem`; what `visit` throws.
  func check(_ visit: (JournalLine) throws -> Void = { _ in }) throws -> Content {
    guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe) else {
      throw Problem(description: "cannot be read")
    }
    let decoder = JSONDecoder()
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
    guard lines.popLast()?.isEmpty == true, let first = lines.popFirst(),
      let head = try? decoder.decode(Head.self, from: first), head.format == Head.format, head.first <= head.last,
      var hash = [UInt8](hexadecimal: head.previous)
    else { throw Problem(description: "is no whole file of the journal") }
    var number = head.first
    for text in lines {
      guard let line = try? decoder.decode(JournalLine.self, from: text) else {
        throw Problem(description: "row \(number) cannot be read")
      }
      guard line.sequence == number else { throw Problem(description: "row \(number) is missing") }
      hash = try line.hash(after: hash)
      guard hexadecimal(hash) == line.hash else { throw Problem(description: "row \(number) was changed") }
      try visit(line)
      number += 1
    }
    guard number == head.last + 1, hexadecimal(hash) == head.head else {
      throw Problem(description: "ends with row \(number - 1), and should with \(head.last)")
    }
    return Content(head: head, sha256: Array(SHA256.hash(data: bytes)))
  }
}

/// A row of the journal, as a file has it.
struct JournalLine: Codable, Equatable {
  var sequence: UInt64
  /// Seconds since 1970.
  var askedAt: Int64
  var channel: String, agency: String
  /// Hexadecimal; empty: no report.
  var leaf: String
  var result: String
  /// Only of a row that counts verifications.
  var countedUntil: Int64?, counted: Int64?
  /// Hexadecimal.
  var hash: String

  static let columns = ["sequence"] + JournalCount.columns + ["previous", "hash"]

  /// - Parameter row: has `columns`.
  init(_ row: SQLRow) throws(DatabaseError) {
    (sequence, askedAt) = (try row.unsigned("sequence"), try row.integer("asked_at"))
    (channel, agency, result) = (try row.text("channel"), try row.text("agency"), try row.text("result"))
    leaf = hexadecimal(try row.blob("leaf"))
    (countedUntil, counted) = (try row.optionalInteger("counted_until"), try row.optionalInteger("counted"))
    hash = hexadecimal(try row.blob("hash"))
  }

  /// The hash that the row has after another one.
  func hash(after previous: [UInt8]) throws(JournalFile.Problem) -> [UInt8] {
    guard let leaf = [UInt8](hexadecimal: leaf) else { throw .init(description: "row \(sequence) cannot be read") }
    let entry: [SQLValue] = [
      .unsigned(sequence), .integer(askedAt), .text(channel), .text(agency), .blob(leaf), .text(result),
    ]
    if countedUntil == nil, counted == nil { return HashChain.hash(Registry.journalLabel, after: previous, entry) }
    let counts = [countedUntil, counted].map { $0.map { SQLValue.integer($0) } ?? .null }
    return HashChain.hash(JournalCount.label, after: previous, entry + counts)
  }
}
