import Crypto
import Database
import ReportKinds

/// Turns check codes, subjects and guessed numbers into values that tell a reader of the database nothing: HMAC-SHA256
/// (RFC 2104) under 32 bytes that are kept elsewhere. An ID number hashed without a key could be found by trying all of
/// them.
struct RegistrySecret: Sendable {
  private let key: SymmetricKey
  private let sealKey: SymmetricKey

  static let length = 32

  init(_ bytes: [UInt8]) throws(RegistryError) {
    guard bytes.count == Self.length else {
      throw .invalid(what: "the registry's secret", problem: "must be \(Self.length) bytes, is \(bytes.count)")
    }
    key = SymmetricKey(data: bytes)
    sealKey = SymmetricKey(data: Self.mac(key, "key", ["seals of rows"]))
  }

  /// Bound to the number, so that equal codes of two reports do not show.
  func hash(_ code: CheckCode, of number: String) -> [UInt8] { mac("check code", [number, code.compact]) }
  func hash(subject: String) -> [UInt8] { mac("subject", [subject]) }
  func hash(_ question: ReportQuestion, of subject: String, kind: ReportKind) -> [UInt8] {
    mac("question", [subject, kind.name] + question.terms)
  }
  func hash(operator name: String) -> [UInt8] { mac("operator", [name]) }
  func hash(guessed number: String) -> [UInt8] { mac("guess", [number]) }
  /// A key for something else that all who share the registry must be able to read.
  func key(for use: String) -> [UInt8] { mac("key", [use]) }
  /// A fingerprint of the secret, so that a database detects a different one.
  var fingerprint: [UInt8] { mac("registry", []) }

  /// The seal of a row (`SealedTable`).
  /// - Parameter kind: of the row: no row passes for another table's.
  func seal(_ kind: String, _ values: [SQLValue]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: HashChain.hash(kind, after: [], values), using: sealKey))
  }

  /// Each use has its own name, and no two lists of texts encode to the same bytes.
  private func mac(_ use: String, _ texts: [String]) -> [UInt8] { Self.mac(key, use, texts) }

  private static func mac(_ key: SymmetricKey, _ use: String, _ texts: [String]) -> [UInt8] {
    var hmac = HMAC<SHA256>(key: key)
    for text in [use] + texts {
      let bytes = Array(text.utf8)
      hmac.update(data: bigEndian(UInt64(bytes.count)))
      hmac.update(data: bytes)
    }
    return Array(hmac.finalize())
  }
}

/// Whether two hashes are equal, in time that does not depend on where they differ.
func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
  guard one.count == other.count else { return false }
  return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
}

func bigEndian(_ value: UInt64) -> [UInt8] {
  stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> UInt64($0)) }
}
