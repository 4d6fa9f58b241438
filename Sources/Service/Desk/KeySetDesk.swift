public import Attestation
public import Verifying

/// A desk with nothing but a key set: codes, pictures and PDFs are verified by their signatures, and every answer says
/// that status and log were not looked up. It knows no report numbers, gives no receipts and publishes nothing.
public struct KeySetDesk: VerificationDesk {
  private let keys: KeySet
  private let pool: BlockingPool
  /// Seconds since 1970.
  private let now: @Sendable () -> Int64

  public init(keys: KeySet, pool: BlockingPool, now: @escaping @Sendable () -> Int64) {
    (self.keys, self.pool, self.now) = (keys, pool, now)
  }

  public func examine(token: Token) async throws -> Verification {
    try await ask { $0.verify(digits: token.digits) }
  }

  public func examine(image: [UInt8]) async throws -> Verification {
    try await ask { $0.verify(image: image) }
  }

  public func verify(token: Token, for inquiry: Inquiry) async throws -> DeskAnswer {
    DeskAnswer(verification: try await examine(token: token))
  }

  public func verify(number: String, checkCode: String, for inquiry: Inquiry) async throws -> NumberAnswer { .refused }

  public func verify(pdf: [UInt8], for inquiry: Inquiry) async throws -> DeskAnswer {
    DeskAnswer(verification: try await ask { $0.verify(file: pdf) })
  }

  public func receipt(number: String) async throws -> DeskReceipt? { nil }
  public func trustList() async throws -> [UInt8]? { nil }
  public func statusList(_ list: UInt8) async throws -> [UInt8]? { nil }
  public func checkpoint() async throws -> [UInt8]? { nil }
  public func bundle() async throws -> [UInt8]? { nil }
  public func isReady() async -> Bool { !keys.entries.isEmpty }

  private func ask(_ question: @escaping @Sendable (Verifier) -> Verification) async throws -> Verification {
    let verifier = Verifier(keys: keys, now: now())
    return try await pool.run { question(verifier) }
  }
}
