import CivilTime
import Gathering
import Hexadecimal
import JSON
import Records

/// The receipt of a delivery: what its sender must know. JSON; no identity number stands in it.
public struct ReceiptText {
  public let json: [UInt8]
  static let ending = ".receipt.json"

  /// - Parameters:
  ///   - name: the notice's.
  ///   - digest: SHA-256 of the notice.
  public init(_ outcome: DeliveryDesk.Outcome, of name: String, digest: [UInt8]? = nil) {
    let (receipt, notice) = (outcome.receipt, outcome.notice)
    var members = Self.title(name, digest)
    members += [
      ("source", .string(notice.source)), ("kind", .string(notice.kind.rawValue)),
      ("from", .string(notice.days.lowerBound.description)), ("through", .string(notice.days.upperBound.description)),
      ("state", .string(Self.state(of: outcome))), ("sequence", .integer(receipt.sequence)),
      ("takenAt", .string(receipt.takenAt.description)), ("covers", .bool(receipt.covers)),
      ("categories", .array(outcome.categories.map { .string($0) })),
      (
        "rows",
        .object(
          RowOutcome.allCases.map { ($0.rawValue, .integer(Int64(receipt.counts[$0]))) }
            + [("sum", .integer(Int64(receipt.counts.sum)))])
      ),
      ("ended", .integer(Int64(receipt.ended))), ("defects", .integer(Int64(receipt.defects))),
    ]
    if receipt.repeats == nil {
      members.append(("findings", .array(outcome.findings.first.map { .string(ShownPerson.text($0)) })))
      members.append(("findingCount", .integer(Int64(outcome.findings.count))))
    }
    if let covered = receipt.covered {
      members.append(("coveredFrom", .string(covered.lowerBound.description)))
      members.append(("coveredThrough", .string(covered.upperBound.description)))
    }
    if receipt.unmatched > 0 { members.append(("unmatched", .integer(Int64(receipt.unmatched)))) }
    if !outcome.open.isEmpty {
      members.append(
        (
          "open",
          .array(
            outcome.open.map { open in
              .object([
                ("category", .string(open.category)), ("from", .string(open.days.lowerBound.description)),
                ("through", .string(open.days.upperBound.description)), ("reason", .string(open.reason)),
              ])
            })
        ))
    }
    if let repeats = receipt.repeats {
      members.append(("repeats", .integer(repeats)))
      members.append(("late", .bool(outcome.isLate)))
      members.append(("note", .string(Self.note(outcome, repeats))))
    }
    if let remark = receipt.remark { members.append(("remark", .string(ShownPerson.text(remark)))) }
    if let failure = outcome.failure { members.append(("problem", .string(ShownPerson.text(failure)))) }
    json = Self.text(members)
  }

  /// - Parameter opened: the failure by which its days are open; nil: the notice does not say which they are.
  public init(refused problem: String, of name: String, digest: [UInt8], opened: DeliveryDesk.Outcome?) {
    var members = Self.title(name, digest)
    members += [("state", .string("refused")), ("problem", .string(ShownPerson.text(problem)))]
    if let opened {
      let days = opened.notice.days
      members += [
        ("sequence", .integer(opened.receipt.sequence)), ("source", .string(opened.notice.source)),
        ("openFrom", .string(days.lowerBound.description)), ("openThrough", .string(days.upperBound.description)),
        ("categories", .array(opened.categories.map { .string($0) })),
      ]
    }
    json = Self.text(members)
  }

  /// `taken`, `repeated`, or `failed`: its days are open.
  public static func state(of outcome: DeliveryDesk.Outcome) -> String {
    outcome.failure != nil ? "failed" : outcome.receipt.repeats != nil ? "repeated" : "taken"
  }

  /// Whether a receipt is that of a delivery with that number.
  static func isOf(_ sequence: Int64, _ bytes: [UInt8]) -> Bool { contains(bytes, #""sequence":\#(sequence),"#) }

  /// Whether a receipt is that of a notice, by the notice's SHA-256.
  static func isOf(notice digest: [UInt8], _ bytes: [UInt8]) -> Bool {
    contains(bytes, #""noticeSHA256":"\#(hexadecimal(digest))""#)
  }

  /// In texts quotes are escaped: what is found is a member.
  private static func contains(_ bytes: [UInt8], _ member: String) -> Bool {
    String(decoding: bytes, as: UTF8.self).contains(member)
  }

  private static func note(_ outcome: DeliveryDesk.Outcome, _ number: Int64) -> String {
    let findings = "what was found in single rows was told when it was taken in, and is not kept"
    return outcome.isLate
      ? "delivery \(number) was in before its receipt was written: this is its receipt, made late; \(findings)"
      : "the same files were taken in as delivery \(number), which is what became of them; nothing changed; \(findings)"
  }

  private static func title(_ name: String, _ digest: [UInt8]?) -> [(String, JSONValue)] {
    [("delivery", .string(ShownPerson.text(name)))]
      + (digest.map { [("noticeSHA256", .string(hexadecimal($0)))] } ?? [])
  }

  private static func text(_ members: [(String, JSONValue)]) -> [UInt8] {
    JSONValue.object(members).bytes + [UInt8(ascii: "\n")]
  }
}
