import Attestation

/// A look at what was gathered about somebody, or at what somebody sent. It stands in the journal beside the verifications of reports.
public struct RegistryLook: Sendable, Equatable {
  /// What was looked at.
  public enum Door: String, Sendable, CaseIterable {
    case file = "gather-file"
    case explanation = "gather-explain"
    case heldRow = "gather-held"
    case subjects = "gather-subjects"
    case objectionFiles = "objection-files"
  }
  public var door: Door
  public var person: Operator
  /// Code or number of whom it was about, as for `Request`; nil: nobody knows yet. Kept only as an HMAC.
  public var subject: String?
  /// Seconds since 1970.
  public var at: Int64

  public init(_ door: Door, by person: Operator, at subject: String?, _ time: Int64) {
    (self.door, self.person, self.subject, at) = (door, person, subject, time)
  }
}

extension Registry {
  static let looked = "LOOKED"

  /// Writes down that an operator looks, before anything is shown.
  /// - Throws: `RegistryError`; nothing may be shown then.
  @discardableResult
  public func record(_ look: RegistryLook) throws -> JournalReceipt {
    let leaf = look.subject.flatMap { LogHash(secret.hash(subject: $0)) }
    let entry = JournalEntry(
      at: look.at, channel: look.door.rawValue, agency: code(of: look.person), leaf: leaf, result: Self.looked)
    guard let receipt = try record([entry]).first else { preconditionFailure("a receipt for each entry") }
    return receipt
  }

  /// The person's name, if the journal can hold it; else a code that is the same for the same name.
  private func code(of person: Operator) -> String {
    let isCode = person.name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
      default: false
      }
    }
    if isCode { return person.name }
    let hash = secret.hash(operator: person.name).prefix(16)
    return "u-" + hash.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
