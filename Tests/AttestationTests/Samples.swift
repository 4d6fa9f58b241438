import ReportKinds

@testable import Attestation

/// Claims of a fictitious enterprise report.
func sampleClaims(
  issuedAt: Int64 = 1_795_000_000, expiresAt: Int64 = 1_797_592_000, subject: String = "示例（广东）贸易有限公司",
  days: ClosedRange<Int> = 20_000...20_775, domains: DomainAnswers = .none, recordCount: Int = 38, pages: Int = 24,
  digest: [UInt8] = Array(0..<32), terms: ReportTerms? = nil
) throws -> ReportClaims {
  try ReportClaims(
    issuedAt: issuedAt, expiresAt: expiresAt, kind: .enterprise, catalogueVersion: 2021,
    number: "20261118181640123K7Q2Z", subject: subject, ident: "91440300MA5EXAMP0C", days: days, domains: domains,
    recordCount: recordCount, pages: pages, digest: digest, status: .init(0x01ab_cdef), terms: terms)
}

/// When the sample is in force.
let sampleNow: Int64 = 1_795_100_000

func entry(for key: SigningKey, development: Bool = false) -> KeySet.Entry {
  KeySet.Entry(
    publicKey: key.publicKey, signing: 1_790_000_000...1_800_000_000, verifyUntil: 1_900_000_000,
    isDevelopment: development)
}

/// What a verifier says, as a reason code.
func answer(to token: Token, keys: KeySet, now: Int64 = sampleNow) -> String {
  do throws(TokenRefusal) {
    _ = try ReceivedToken(token).authenticated(by: keys, at: now).verified(at: now)
    return "VALID"
  } catch {
    return error.reason.rawValue
  }
}

/// Repeatable random numbers: SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

func bytes(hex: String) -> [UInt8] {
  let digits = hex.filter { !$0.isWhitespace }.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
}
