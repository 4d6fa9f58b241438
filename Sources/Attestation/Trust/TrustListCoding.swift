// A trust list in CBOR (docs/keys.md): [1, root, sequence, [*key], [*certificate digest]] in an envelope, or with
// pinned seals [2, root, sequence, [*key], [*certificate digest], [+seal digest], since]; keys are COSE_Key maps (RFC
// 9052 §7) whose private labels hold windows, use and compromise.

private enum Label {
  static let (keyType, kid, algorithm): (Int64, Int64, Int64) = (1, 2, 3)  // RFC 9052 §7.1
  static let (curve, x, y): (Int64, Int64, Int64) = (-1, -2, -3)  // RFC 9053 §7.1.1
  static let terms: Int64 = -65537  // [from, until, verify until, uses]
  static let logName: Int64 = -65538
  static let compromise: Int64 = -65539  // [at, ?origin, ?size, ?root]
}

/// The bit beside those of `KeyUse`.
private let developmentBit: UInt64 = 1 << 7

extension TrustList {
  /// The number of items after the version, for each version.
  static let itemCounts: [UInt64: Int] = [1: 4, 2: 6]

  func envelope(root: PublicKey) -> Envelope {
    let content: [CBOR] = [
      .bytes(root.point), .unsigned(sequence), .array(keys.entries.map(\.coseKey)),
      .array(certificateRoots.map(CBOR.bytes)),
    ]
    guard let seals else { return Envelope(issuedAt: issuedAt, refreshBy: refreshBy, content: content) }
    return Envelope(
      issuedAt: issuedAt, refreshBy: refreshBy,
      content: content + [.array(seals.digests.map(CBOR.bytes)), .integer(seals.since)], version: 2)
  }

  /// - Throws: `MALFORMED`.
  init(_ envelope: Envelope) throws(TrustRefusal) {
    guard case .unsigned(let sequence) = envelope.content[1], case .array(let items) = envelope.content[2],
      case .array(let digests) = envelope.content[3]
    else { throw .malformed("payload: not sequence, keys and certificate digests") }
    var keys = KeySet()
    for item in items {
      guard let entry = KeySet.Entry(coseKey: item) else { throw .malformed("payload: a key that is none") }
      do { try keys.add(entry) } catch { throw .malformed("payload: \(error)") }
    }
    self.init(
      sequence: sequence, issuedAt: envelope.issuedAt, refreshBy: envelope.refreshBy, keys: keys,
      certificateRoots: try Self.digests(digests),
      seals: envelope.version == 2 ? try Self.seals(envelope.content[4], since: envelope.content[5]) : nil)
  }

  private static func digests(_ items: [CBOR]) throws(TrustRefusal) -> [[UInt8]] {
    var digests: [[UInt8]] = []
    for item in items {
      guard case .bytes(let bytes) = item, bytes.count == 32 else {
        throw .malformed("payload: a certificate digest that is none")
      }
      digests.append(bytes)
    }
    return digests
  }

  private static func seals(_ items: CBOR, since: CBOR) throws(TrustRefusal) -> PinnedSeals {
    guard case .array(let items) = items, let time = since.time else { throw .malformed("payload: not pinned seals") }
    let seals = PinnedSeals(digests: try digests(items), since: time)
    guard seals.isSound else { throw .malformed("payload: no seal, or one that comes twice") }
    return seals
  }
}

extension SignatureAlgorithm {
  /// RFC 9053 §7.1: OKP is 1, EC2 is 2.
  fileprivate var keyType: UInt64 { self == .eddsa ? 1 : 2 }

  /// RFC 9053 §7.1; for SM2 a private number, the same as the algorithm's.
  fileprivate var curve: Int64 {
    switch self {
    case .es256: 1
    case .eddsa: 6
    case .sm2: -65538
    }
  }
}

extension KeySet.Entry {
  fileprivate var coseKey: CBOR {
    let bits = uses.reduce(isDevelopment ? developmentBit : 0) { $0 | $1.bit }
    var map: [(Int64, CBOR)] = [
      (Label.keyType, .unsigned(algorithm.keyType)), (Label.kid, .bytes(kid.bytes)),
      (Label.algorithm, .integer(algorithm.rawValue)), (Label.curve, .integer(algorithm.curve)),
      (
        Label.terms,
        .array([
          .integer(signing.lowerBound), .integer(signing.upperBound), .integer(verifyUntil), .unsigned(bits),
        ])
      ),
    ]
    if algorithm == .eddsa {
      map.append((Label.x, .bytes(publicKey.point)))
    } else {
      // RFC 9053 §7.1.1: the parity of y is enough.
      map.append((Label.x, .bytes(Array(publicKey.point.dropFirst()))))
      map.append((Label.y, .boolean(publicKey.point.first == 3)))
    }
    if let logName { map.append((Label.logName, .text(logName))) }
    if let compromisedAt {
      let state = soundLog.map { [.text($0.origin), .unsigned($0.size), .bytes($0.root.bytes)] as [CBOR] }
      map.append((Label.compromise, .array([.integer(compromisedAt)] + (state ?? []))))
    }
    return .map(map.map { .init(.integer($0.0), $0.1) })
  }

  /// Nil for anything but what `coseKey` returns; unknown members are caught by encoding again.
  fileprivate init?(coseKey: CBOR) {
    guard case .map(let entries) = coseKey else { return nil }
    let values = Dictionary(entries.map { ($0.key.integer, $0.value) }) { one, _ in one }
    guard let number = values[Label.algorithm]?.integer, let algorithm = SignatureAlgorithm(rawValue: number),
      case .bytes(let x)? = values[Label.x], case .array(let terms)? = values[Label.terms], terms.count == 4,
      let from = terms[0].time, let until = terms[1].time, from <= until, let verifyUntil = terms[2].time,
      case .unsigned(let bits) = terms[3]
    else { return nil }
    var point = x
    if algorithm != .eddsa {
      guard case .boolean(let isOdd)? = values[Label.y] else { return nil }
      point.insert(isOdd ? 3 : 2, at: 0)
    }
    guard let publicKey = PublicKey(algorithm, point: point) else { return nil }
    self.init(
      publicKey: publicKey, uses: Set(KeyUse.allCases.filter { bits & $0.bit != 0 }), signing: from...until,
      verifyUntil: verifyUntil, isDevelopment: bits & developmentBit != 0)
    if let name = values[Label.logName] {
      guard case .text(let text) = name else { return nil }
      logName = text
    }
    if let compromise = values[Label.compromise] {
      guard case .array(let items) = compromise, let at = items.first?.time else { return nil }
      compromisedAt = at
      if items.count > 1 {
        guard items.count == 4, case .text(let origin) = items[1], case .unsigned(let size) = items[2],
          case .bytes(let hash) = items[3], let root = LogHash(hash)
        else { return nil }
        soundLog = Checkpoint(origin: origin, size: size, root: root)
      }
    }
    guard self.coseKey.encoded == coseKey.encoded else { return nil }
  }
}
