/// What an agency files after it has verified a report. It has no names, neither the subject's nor the clerk's.
public struct Receipt: Sendable, Equatable {
  /// The receipt's number.
  public var number: String
  /// The time of the check; seconds since 1970.
  public var time: Int64
  /// How the request was made: `web`, `api`, …
  public var channel: String
  /// The leaf of the token that was checked; nil if the input was no token.
  public var leaf: LogHash?
  /// The reason code of the answer.
  public var answer: String

  public init(number: String, time: Int64, channel: String, leaf: LogHash?, answer: String) {
    (self.number, self.time, self.channel) = (number, time, channel)
    (self.leaf, self.answer) = (leaf, answer)
  }

  /// Numbers, channels and codes are short ASCII: a receipt must hold no free text.
  static func isWord(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7e).contains($0) }
  }
}

/// A receipt with the signature of a key for publications.
public struct SignedReceipt: Sendable, Hashable {
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) { self.bytes = bytes }

  /// - Throws: `AttestationError.claim` if number, channel or answer is not 1 to 64 visible ASCII characters.
  public static func sign(_ receipt: Receipt, with key: SigningKey) throws(AttestationError) -> SignedReceipt {
    for (name, word) in [("number", receipt.number), ("channel", receipt.channel), ("answer", receipt.answer)]
    where !Receipt.isWord(word) {
      throw .claim(name: name, problem: "must be 1 to 64 visible ASCII characters")
    }
    // A receipt describes a moment, so it does not become stale.
    let envelope = Envelope(
      issuedAt: receipt.time, refreshBy: receipt.time,
      content: [
        .text(receipt.number), .text(receipt.channel), .bytes(receipt.leaf?.bytes ?? []), .text(receipt.answer),
      ])
    return SignedReceipt(bytes: try SignedMessage.sign(envelope.payload, as: .receipt, with: key))
  }

  /// - Parameter now: seconds since 1970.
  /// - Throws: `MALFORMED`, `WRONG_KIND`, `UNKNOWN_KEY`, `BAD_SIGNATURE`, `KEY_COMPROMISED`, `KEY_OUT_OF_WINDOW`.
  public func verified(by keys: KeySet, at now: Int64) throws(TrustRefusal) -> Receipt {
    let message = try SignedMessage(reading: bytes, as: .receipt)
    let envelope = try Envelope(payload: message.payload, count: 4)
    try message.check(publishedBy: keys, issuedAt: envelope.issuedAt, now: now)
    guard case .text(let number) = envelope.content[0], case .text(let channel) = envelope.content[1],
      case .bytes(let leaf) = envelope.content[2], case .text(let answer) = envelope.content[3],
      [number, channel, answer].allSatisfy(Receipt.isWord), leaf.isEmpty || leaf.count == 32,
      envelope.issuedAt == envelope.refreshBy
    else { throw .malformed("payload: not number, channel, leaf hash and answer of a receipt") }
    return Receipt(
      number: number, time: envelope.issuedAt, channel: channel, leaf: LogHash(leaf), answer: answer)
  }
}
