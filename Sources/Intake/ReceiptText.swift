import CivilTime
import Gathering
import JSON
import Records

/// The receipt of a delivery: what its sender must know. JSON; no identity number stands in it.
public struct ReceiptText {
  public let json: [UInt8]

  public init(_ outcome: DeliveryDesk.Outcome, of name: String) {
    let (receipt, notice) = (outcome.receipt, outcome.notice)
    var members: [(String, JSONValue)] = [
      ("delivery", .string(name)), ("source", .string(notice.source)), ("kind", .string(notice.kind.rawValue)),
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
      ("findings", .array(outcome.findings.first.map { .string(ShownPerson.text($0)) })),
      ("findingCount", .integer(Int64(outcome.findings.count))),
    ]
    if let covered = receipt.covered {
      members.append(("coveredFrom", .string(covered.lowerBound.description)))
      members.append(("coveredThrough", .string(covered.upperBound.description)))
    }
    if let repeats = receipt.repeats { members.append(("repeats", .integer(repeats))) }
    if let remark = receipt.remark { members.append(("remark", .string(ShownPerson.text(remark)))) }
    if let failure = outcome.failure { members.append(("problem", .string(ShownPerson.text(failure)))) }
    json = Self.text(members)
  }

  public init(refused problem: String, of name: String) {
    json = Self.text([
      ("delivery", .string(name)), ("state", .string("refused")), ("problem", .string(ShownPerson.text(problem))),
    ])
  }

  /// `taken`, `repeated`, or `failed`: its days are open.
  public static func state(of outcome: DeliveryDesk.Outcome) -> String {
    outcome.failure != nil ? "failed" : outcome.receipt.repeats != nil ? "repeated" : "taken"
  }

  private static func text(_ members: [(String, JSONValue)]) -> [UInt8] {
    JSONValue.object(members).bytes + [UInt8(ascii: "\n")]
  }
}
