/// The reports whose subject's data changed after their issue, each with the day since which that is known: what was then
/// judged is judged otherwise now. Reports are named by the index of their token (`ReportClaims.status`), as in the
/// status list of the same number. The list does not show what changed.
public struct ChangeList: Sendable, Equatable {
  /// Number of the status list that it stands beside.
  public let list: UInt8
  /// By index: days since 1970-01-01, in Beijing.
  public let days: [UInt32: Int]

  /// - Precondition: every index is below `StatusList.capacity`, and every day in 0…65535.
  public init(list: UInt8, days: [UInt32: Int]) {
    precondition(
      days.allSatisfy { $0.key < StatusList.capacity && (0...Int(UInt16.max)).contains($0.value) },
      "an index has 24 bits, a day 16")
    (self.list, self.days) = (list, days)
  }

  private static let entryLength = 5

  /// As published: for each report, in the order of the indices, 3 bytes of its index and 2 of its day, big-endian; the
  /// whole as a zlib stream.
  func compressed() throws(AttestationError) -> [UInt8] {
    let packed = days.sorted { $0.key < $1.key }.flatMap { index, day in
      [UInt8(index >> 16), UInt8(index >> 8 & 0xff), UInt8(index & 0xff), UInt8(day >> 8), UInt8(day & 0xff)]
    }
    guard let bytes = Zlib.compressed(packed) else {
      throw .signing(problem: "no memory to compress a list of changes")
    }
    return bytes
  }

  /// Nil for anything but one zlib stream of whole entries in ascending order, each index once.
  init?(list: UInt8, compressed: [UInt8]) {
    guard let packed = Zlib.decompressed(compressed, limit: Self.limit), packed.count % Self.entryLength == 0 else {
      return nil
    }
    var (days, last): ([UInt32: Int], UInt32?) = ([:], nil)
    for start in stride(from: 0, to: packed.count, by: Self.entryLength) {
      let index = packed[start..<start + 3].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      guard last.map({ $0 < index }) ?? true else { return nil }
      days[index] = Int(packed[start + 3]) << 8 | Int(packed[start + 4])
      last = index
    }
    (self.list, self.days) = (list, days)
  }

  /// In bytes: two million entries, which is more than a message of this kind holds.
  private static let limit = 2_000_000 * entryLength
}

/// A list of changes signed by a key for publications.
public struct SignedChangeList: Sendable, Hashable {
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) { self.bytes = bytes }

  /// - Parameters:
  ///   - issuedAt: the time that the list is from; seconds since 1970.
  ///   - refreshBy: from when on a newer list should be fetched; seconds since 1970, not before `issuedAt`.
  public static func sign(
    _ list: ChangeList, issuedAt: Int64, refreshBy: Int64, with key: SigningKey
  ) throws(AttestationError) -> SignedChangeList {
    let envelope = Envelope(
      issuedAt: issuedAt, refreshBy: refreshBy,
      content: [.unsigned(UInt64(list.list)), .bytes(try list.compressed())])
    return SignedChangeList(bytes: try SignedMessage.sign(envelope.payload, as: .changeList, with: key))
  }

  /// - Parameter now: seconds since 1970. A stale list is not refused: compare `refreshBy`.
  /// - Throws: `MALFORMED`, `WRONG_KIND`, `UNKNOWN_KEY`, `BAD_SIGNATURE`, `KEY_COMPROMISED`, `KEY_OUT_OF_WINDOW`.
  public func verified(by keys: KeySet, at now: Int64) throws(TrustRefusal) -> Published<ChangeList> {
    let message = try SignedMessage(reading: bytes, as: .changeList)
    let envelope = try Envelope(payload: message.payload, count: 2)
    try message.check(publishedBy: keys, issuedAt: envelope.issuedAt, now: now)
    guard case .unsigned(let number) = envelope.content[0], let number = UInt8(exactly: number),
      case .bytes(let compressed) = envelope.content[1], let list = ChangeList(list: number, compressed: compressed)
    else { throw .malformed("payload: not the number and the entries of a list of changes") }
    return Published(list, envelope)
  }
}
