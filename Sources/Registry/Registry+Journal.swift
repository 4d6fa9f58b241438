public import Attestation
import Database

/// One verification, to be recorded. The agency is an organisation's code, never a person.
public struct JournalEntry: Sendable, Equatable {
  /// Seconds since 1970.
  public var at: Int64
  /// How it was verified, such as `page`, `number`, `file`, `api`: 1 to 32 of `a-z`, `0-9`, `-`.
  public var channel: String
  /// Code of the agency that verified, empty if unknown: at most 64 of `A-Z`, `a-z`, `0-9`, `.`, `_`, `-`.
  public var agency: String
  /// The hash of the report's payload; nil if no report was found.
  public var leaf: LogHash?
  /// Reason code, such as `VALID`: 1 to 64 of `A-Z`, `0-9`, `_`.
  public var result: String

  public init(at: Int64, channel: String, agency: String, leaf: LogHash?, result: String) {
    (self.at, self.channel, self.agency, self.leaf, self.result) = (at, channel, agency, leaf, result)
  }

  /// No field can hold a name, because none accepts hanzi or spaces.
  func check() throws(RegistryError) {
    try Self.check(channel, "channel", 1...32) { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-" }
    try Self.check(agency, "agency", 0...64) { character in
      character.isASCII && (character.isLetter || character.isNumber || "._-".contains(character))
    }
    try Self.check(result, "result", 1...64) { ("A"..."Z").contains($0) || ("0"..."9").contains($0) || $0 == "_" }
  }

  private static func check(
    _ text: String, _ name: String, _ length: ClosedRange<Int>, _ isAllowed: (Character) -> Bool
  ) throws(RegistryError) {
    guard length.contains(text.utf8.count), text.allSatisfy(isAllowed) else {
      throw .invalid(
        what: "\(name) of a verification",
        problem: "must be a code of \(length.lowerBound) to \(length.upperBound) ASCII characters")
    }
  }

  /// In the order in which they are hashed.
  static let columns = ["asked_at", "channel", "agency", "leaf", "result"]

  var fields: [SQLValue] {
    [
      .integer(at), .text(channel), .text(agency), .blob(leaf?.bytes ?? []), .text(result),
    ]
  }
}

/// A verification's position in the journal. Its holder can later detect that the journal was rewritten.
public struct JournalReceipt: Sendable, Equatable {
  /// From 1.
  public var sequence: UInt64
  /// The hash of the row, and so of all rows before it: 32 bytes.
  public var hash: [UInt8]

  public init(sequence: UInt64, hash: [UInt8]) { (self.sequence, self.hash) = (sequence, hash) }
}

extension Registry {
  static let journalLabel = "xinbao verification 1"

  /// Adds verifications to the journal in one transaction.
  /// - Returns: a receipt for each, in the same order.
  /// - Throws: `RegistryError.invalid` for an entry with anything but codes; nothing is added then.
  public func record(_ verifications: [JournalEntry]) throws -> [JournalReceipt] {
    for entry in verifications { try entry.check() }
    return try append(Self.journalLabel, JournalEntry.columns, verifications.map(\.fields))
  }

  /// - Parameters:
  ///   - label: the kind of row, as for `HashChain.hash`.
  ///   - columns: those of the rows' values.
  func append(_ label: String, _ columns: [String], _ rows: [[SQLValue]]) throws -> [JournalReceipt] {
    guard !rows.isEmpty else { return [] }
    return try database.write { session in
      var head = try ChainHead.lock(.journal, session, database.dialect)
      var receipts: [JournalReceipt] = []
      var links: [[SQLValue]] = []
      for row in rows {
        links.append(head.link(label, row))
        receipts.append(JournalReceipt(sequence: head.size, hash: head.hash))
      }
      try session.insert(links, into: "journal", ["sequence"] + columns + ["previous", "hash"])
      try head.save(.journal, session)
      return receipts
    }
  }

  /// The journal's last row; nil if it is empty.
  public func journalHead() throws -> JournalReceipt? {
    let head = try database.read { try ChainHead.read(.journal, $0) }
    return head.size == 0 ? nil : JournalReceipt(sequence: head.size, hash: head.hash)
  }
}
