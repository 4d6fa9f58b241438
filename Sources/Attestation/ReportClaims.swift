public import ReportKinds

/// What a token says about a report: all that a person must compare with the paper in hand, and the digest that binds
/// the data. `init` refuses values that a token cannot hold.
public struct ReportClaims: Sendable, Equatable {
  public typealias Kind = ReportKind

  /// Where to look up the report's status (revoked, superseded, …).
  public struct StatusReference: Sendable, Equatable {
    public let list: UInt8
    /// 24 bits, random, never used twice.
    public let index: UInt32
    /// - Parameter value: 8 bits for the list's number, then 24 for the index.
    public init(_ value: UInt32) { (list, index) = (UInt8(value >> 24), value & 0xff_ffff) }
    /// A random index in a list. The registry must ensure that it was never used.
    public init(list: UInt8, using generator: inout some RandomNumberGenerator) {
      self.init(UInt32(list) << 24 | UInt32.random(in: 0...0xff_ffff, using: &generator))
    }
    public var value: UInt32 { UInt32(list) << 24 | index }
  }

  /// Seconds since 1970-01-01 UTC, from 0 to 2³² − 1.
  public let issuedAt: Int64
  public let expiresAt: Int64
  public let kind: Kind
  /// Version of the catalogue that gives the bits of `domains` their meaning.
  public let catalogueVersion: UInt16
  /// 报告编号.
  public let number: String
  /// An enterprise's name, at most 60 characters (Unicode scalars); a person's masked.
  public let subject: String
  /// 统一社会信用代码 in full; an ID number masked to its last 4.
  public let ident: String
  /// The period reported on: days since 1970-01-01, both inclusive, 0…65535.
  public let days: ClosedRange<Int>
  public let domains: DomainAnswers
  /// 65535 means that many or more.
  public let recordCount: UInt16
  /// 255 means that many or more.
  public let pages: UInt8
  /// Digest of the canonical report data: SHA-256, or SM3 with SM2. 32 bytes.
  public let digest: [UInt8]
  public let status: StatusReference
  /// Nil: a token of version 1, which does not say them.
  public let terms: ReportTerms?

  public static let maximumSubjectLength = 60
  static let maximumNumberLength = 40
  static let maximumIdentLength = 32

  /// - Throws: `AttestationError.claim` naming the first invalid claim.
  public init(
    issuedAt: Int64, expiresAt: Int64, kind: Kind, catalogueVersion: UInt16, number: String, subject: String,
    ident: String, days: ClosedRange<Int>, domains: DomainAnswers = .none, recordCount: Int, pages: Int,
    digest: [UInt8], status: StatusReference, terms: ReportTerms?
  ) throws(AttestationError) {
    let seconds = 0...Int64(UInt32.max)
    guard seconds.contains(issuedAt) else { throw .claim(name: "iat", problem: "the time must lie in 1970…2106") }
    guard seconds.contains(expiresAt), issuedAt < expiresAt else {
      throw .claim(name: "exp", problem: "the token must expire after it is issued, before 2106")
    }
    guard 0 <= days.lowerBound, days.upperBound <= Int(UInt16.max) else {
      throw .claim(name: "from", problem: "the period must lie in 1970-01-01…2149-06-06")
    }
    guard recordCount >= 0, pages >= 0 else { throw .claim(name: "nrec", problem: "counts cannot be negative") }
    guard digest.count == 32 else { throw .claim(name: "digest", problem: "must be 32 bytes") }
    try Self.checkText(number, name: "number", limit: Self.maximumNumberLength)
    try Self.checkText(subject, name: "subject", limit: Self.maximumSubjectLength)
    try Self.checkText(ident, name: "ident", limit: Self.maximumIdentLength)
    if let name = terms?.recipient?.name {
      try Self.checkText(name, name: "recipient", limit: ReportTerms.maximumRecipientLength)
    }
    (self.issuedAt, self.expiresAt, self.kind, self.catalogueVersion) = (issuedAt, expiresAt, kind, catalogueVersion)
    (self.number, self.subject, self.ident, self.days, self.domains) = (number, subject, ident, days, domains)
    self.recordCount = UInt16(clamping: recordCount)
    self.pages = UInt8(clamping: pages)
    (self.digest, self.status, self.terms) = (digest, status, terms)
  }

  /// A name for `subject`: without invisible characters; if longer than 60 characters, its first 59 and `…`.
  public static func subject(from name: String) -> String {
    let visible = visible(name).unicodeScalars
    guard visible.count > maximumSubjectLength else { return String(visible) }
    return String(String.UnicodeScalarView(visible.prefix(maximumSubjectLength - 1))) + "…"
  }

  /// A text without the characters that a claim refuses.
  public static func visible(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { !isDeceptive($0) }))
  }

  private static func checkText(_ text: String, name: String, limit: Int) throws(AttestationError) {
    let count = text.unicodeScalars.count
    guard (1...limit).contains(count) else {
      throw .claim(name: name, problem: "must have 1 to \(limit) characters, has \(count)")
    }
    guard !text.unicodeScalars.contains(where: isDeceptive) else {
      throw .claim(name: name, problem: "holds a control or direction character; remove it")
    }
  }

  /// Control characters, line separators and direction marks could change how a verifier's screen shows the rest.
  private static func isDeceptive(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    case .format: scalar.properties.isBidiControl
    default: false
    }
  }
}
