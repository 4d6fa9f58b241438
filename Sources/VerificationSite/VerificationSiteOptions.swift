public import FileFormats
public import Verifying
public import Web

/// The configuration of the verification site; every value has a default that suits an office's public service.
public struct VerificationSiteOptions: Sendable {
  /// The names of the bits of a token's masks.
  public var tokenNames = TokenNames()
  public var rates = Rates()
  public var limits = Limits()
  /// 32 bytes, by which an answer is sealed while the browser keeps it, so that any process with the same key can show it
  /// again. Nil: drawn at the start.
  public var answerKey: [UInt8]?

  /// The formats of the files that it takes.
  public let formats: ReadableFormats

  public init(formats: ReadableFormats) { self.formats = formats }

  /// Per client (an IPv4 address, or an IPv6 network of 64 bits). Nil: no limit.
  public struct Rates: Sendable {
    public var codes: Rate? = Rate(burst: 60, perSecond: 10)
    /// Number and check code, typed by hand; an office may have many clerks behind one address.
    public var numbers: Rate? = Rate(burst: 60, perSecond: 1)
    /// Of them, those that are wrong (`verification.md` §2).
    public var wrongNumbers: Rate? = Rate(burst: 10, perSecond: 10.0 / 3600)
    public var uploads: Rate? = Rate(burst: 20, perSecond: 30.0 / 60)
    /// Wrong endings typed for a code.
    public var wrongEndings: Rate? = Rate(burst: 5, perSecond: 5.0 / 600)

    public init() {}
    public static var none: Rates {
      var rates = Rates()
      (rates.codes, rates.numbers, rates.uploads) = (nil, nil, nil)
      (rates.wrongNumbers, rates.wrongEndings) = (nil, nil)
      return rates
    }
  }

  /// Bytes and seconds.
  public struct Limits: Sendable {
    /// Of a report's file.
    public var document = 20 << 20
    public var picture = 15 << 20
    public var form = 4 << 10
    /// For the answer to a file, which may have to queue.
    public var fileSeconds = 45.0

    public init() {}
  }
}

/// The limits per client, under the names used in logs and metrics.
struct Limiters: Sendable {
  let codes, numbers, uploads, wrongNumbers, wrongEndings: RateLimiter?

  init(_ rates: VerificationSiteOptions.Rates) {
    codes = rates.codes.map { RateLimiter("codes", $0) }
    numbers = rates.numbers.map { RateLimiter("numbers", $0) }
    uploads = rates.uploads.map { RateLimiter("uploads", $0) }
    wrongNumbers = rates.wrongNumbers.map { RateLimiter("wrong-numbers", $0) }
    wrongEndings = rates.wrongEndings.map { RateLimiter("wrong-endings", $0) }
  }
}
