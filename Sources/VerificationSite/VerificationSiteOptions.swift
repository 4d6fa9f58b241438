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
    /// Reports verified in stacks, by page and API: the unit is a PDF, a code or a number; a picture counts three times. A
    /// stack that is let in is answered whole, and may leave a debt: a stack of 100 costs a minute.
    public var stacks: Rate? = Rate(burst: 200, perSecond: 100.0 / 60)
    /// Wrong endings typed for a code.
    public var wrongEndings: Rate? = Rate(burst: 5, perSecond: 5.0 / 600)

    public init() {}
    public static var none: Rates {
      var rates = Rates()
      (rates.codes, rates.numbers, rates.uploads) = (nil, nil, nil)
      (rates.wrongNumbers, rates.wrongEndings, rates.stacks) = (nil, nil, nil)
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

    /// Reports in a stack.
    public var stackReports = 100
    /// Stacks in one request that are answered at once; fewer than uploads, so that single files find a place.
    public var stacksAtOnce = 4
    /// Of all files of a stack in one request.
    public var stackBytes = 40 << 20
    /// Of a stack's list of links, digits and numbers.
    public var stackList = 256 << 10
    /// After this, the rest of a stack is not begun: a reverse proxy waits for a minute.
    public var stackSeconds = 50.0
    /// Codes and numbers of stacks that are verified at once, over all stacks; less than there are processors, so that single
    /// ones find one.
    public var stackWidth = 1
    /// How long the table of a stack is kept, and how many tables.
    public var keptSeconds = 1800.0
    public var keptStacks = 2000

    public init() {}
  }
}

/// The limits per client, under the names used in logs and metrics.
struct Limiters: Sendable {
  let codes, numbers, uploads, stacks, wrongNumbers, wrongEndings: RateLimiter?

  init(_ rates: VerificationSiteOptions.Rates) {
    codes = rates.codes.map { RateLimiter("codes", $0) }
    numbers = rates.numbers.map { RateLimiter("numbers", $0) }
    stacks = rates.stacks.map { RateLimiter("stacks", $0) }
    uploads = rates.uploads.map { RateLimiter("uploads", $0) }
    wrongNumbers = rates.wrongNumbers.map { RateLimiter("wrong-numbers", $0) }
    wrongEndings = rates.wrongEndings.map { RateLimiter("wrong-endings", $0) }
  }
}
