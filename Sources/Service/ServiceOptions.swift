public import Verifying

/// How a service behaves; every value has a default that suits an office's front door.
public struct ServiceOptions: Sendable {
  /// 报告出具单位, at the head of every page.
  public var issuer: String
  /// What the bits of a token's masks are called.
  public var domainNames = DomainNames()
  /// Connections are encrypted here, so browsers may be told to insist on it (HSTS, RFC 6797).
  public var isTLS = false
  /// Those whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
  public var trustedProxies: [IPNetwork] = []
  public var rates = Rates()
  public var limits = Limits()
  /// `/metrics` is answered on the main port, to loopback only. False where it has a port of its own.
  public var servesMetrics = true

  public init(issuer: String) { self.issuer = issuer }

  /// Per client (an IPv4 address, or an IPv6 network of 64 bits). Nil: no limit.
  public struct Rates: Sendable {
    public var pages: Rate? = Rate(burst: 120, perSecond: 20)
    public var codes: Rate? = Rate(burst: 60, perSecond: 10)
    /// Number and check code: typed by hand, and what a guesser would use.
    public var numbers: Rate? = Rate(burst: 10, perSecond: 10.0 / 60)
    public var uploads: Rate? = Rate(burst: 20, perSecond: 30.0 / 60)
    /// Wrong endings typed for a code.
    public var wrongEndings: Rate? = Rate(burst: 5, perSecond: 5.0 / 600)
    /// Steps of logging in at the self-print page; each asks the provider.
    public var logIns: Rate? = Rate(burst: 20, perSecond: 20.0 / 60)
    /// Previews, issues and objections there.
    public var prints: Rate? = Rate(burst: 20, perSecond: 20.0 / 60)

    public init() {}
    public static var none: Rates {
      var rates = Rates()
      (rates.pages, rates.codes, rates.numbers, rates.uploads, rates.wrongEndings) = (nil, nil, nil, nil, nil)
      (rates.logIns, rates.prints) = (nil, nil)
      return rates
    }
  }

  /// Bytes and seconds.
  public struct Limits: Sendable {
    public var pdf = 20 << 20
    public var picture = 15 << 20
    public var form = 4 << 10
    /// Uploads held in memory at the same time.
    public var uploadsAtOnce = 8
    /// Requests in hand at the same time; more are turned away at once instead of waiting in memory.
    public var requestsAtOnce = 1024
    public var connections = 4096
    /// For a body to arrive.
    public var bodySeconds = 60.0
    /// For the desk to answer.
    public var answerSeconds = 20.0
    /// For the desk to answer to a file, which may wait for others.
    public var fileSeconds = 45.0
    /// Without a byte, or without a whole request head.
    public var idleSeconds = 15.0

    public init() {}
  }
}
