/// A status list signed by a key for publications.
public struct SignedStatusList: Sendable, Hashable {
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) { self.bytes = bytes }

  /// - Parameters:
  ///   - issuedAt: the time that the statuses are from; seconds since 1970.
  ///   - refreshBy: from when on a newer list should be fetched; seconds since 1970, not before `issuedAt`.
  public static func sign(
    _ list: StatusList, issuedAt: Int64, refreshBy: Int64, with key: SigningKey
  ) throws(AttestationError) -> SignedStatusList {
    let envelope = Envelope(
      issuedAt: issuedAt, refreshBy: refreshBy,
      content: [.unsigned(UInt64(list.list)), .bytes(try list.compressed())])
    return SignedStatusList(bytes: try SignedMessage.sign(envelope.payload, as: .statusList, with: key))
  }

  /// - Parameter now: seconds since 1970. A stale list is not refused: compare `refreshBy`.
  /// - Throws: `MALFORMED`, `WRONG_KIND`, `UNKNOWN_KEY`, `BAD_SIGNATURE`, `KEY_COMPROMISED`, `KEY_OUT_OF_WINDOW`.
  public func verified(by keys: KeySet, at now: Int64) throws(TrustRefusal) -> Published<StatusList> {
    let message = try SignedMessage(reading: bytes, as: .statusList)
    let envelope = try Envelope(payload: message.payload, count: 2)
    try message.check(publishedBy: keys, issuedAt: envelope.issuedAt, now: now)
    guard case .unsigned(let number) = envelope.content[0], let number = UInt8(exactly: number),
      case .bytes(let compressed) = envelope.content[1], let list = StatusList(list: number, compressed: compressed)
    else { throw .malformed("payload: not the number and the bits of a status list") }
    return Published(list, envelope)
  }
}
