/// The public keys whose tokens are accepted, and when.
public struct KeySet: Sendable, Equatable {
  public struct Entry: Sendable, Equatable {
    public var publicKey: PublicKey
    public var algorithm: SignatureAlgorithm
    /// `iat` of the tokens that the key may sign; seconds since 1970, inclusive.
    public var signing: ClosedRange<Int64>
    /// Last second at which its signatures are accepted.
    public var verifyUntil: Int64
    /// From when on somebody else may have had the private key.
    public var compromisedAt: Int64?
    /// Made on first use, for trying out: its tokens prove nothing.
    public var isDevelopment: Bool

    public var kid: KeyID { publicKey.kid }

    public init(
      publicKey: PublicKey, algorithm: SignatureAlgorithm = .es256, signing: ClosedRange<Int64>, verifyUntil: Int64,
      compromisedAt: Int64? = nil, isDevelopment: Bool = false
    ) {
      (self.publicKey, self.algorithm, self.signing) = (publicKey, algorithm, signing)
      (self.verifyUntil, self.compromisedAt, self.isDevelopment) = (verifyUntil, compromisedAt, isDevelopment)
    }
  }

  /// In the order of the file; no two with the same kid.
  public private(set) var entries: [Entry] = []

  public init() {}

  /// - Throws: `AttestationError.keySet` for a second key of the same kid: it would be unclear whose word is taken.
  public init(_ entries: [Entry]) throws(AttestationError) {
    for entry in entries { try add(entry) }
  }

  /// - Throws: as `init(_:)`.
  public mutating func add(_ entry: Entry) throws(AttestationError) {
    guard self[entry.kid] == nil else {
      throw .keySet(place: "key set", problem: "two keys have the id \(entry.kid); remove one")
    }
    entries.append(entry)
  }

  public subscript(kid: KeyID) -> Entry? { entries.first { $0.kid == kid } }
}
