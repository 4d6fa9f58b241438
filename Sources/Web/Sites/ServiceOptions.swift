/// How a service behaves; every value has a default that suits an office's front door.
public struct ServiceOptions: Sendable {
  /// Connections are encrypted here, so browsers may be told to insist on it (HSTS, RFC 6797).
  public var isTLS = false
  /// Those whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
  public var trustedProxies: [IPNetwork] = []
  /// Per client, for pages. Nil: no limit.
  public var pageRate: Rate? = Rate(burst: 120, perSecond: 20)
  public var limits = Limits()
  /// `/metrics` is answered on the main port, to loopback only. False where it has a port of its own.
  public var servesMetrics = true

  /// What the layout of every page names.
  public var layout: [String: any Sendable] = [:]
  /// Sentences for people, by a refusal's code, where the general ones say too little.
  public var texts: [String: String] = [:]

  public init() {}

  /// Counts and seconds.
  public struct Limits: Sendable {
    /// Uploads held in memory at the same time.
    public var uploadsAtOnce = 8
    /// Requests in hand at the same time; more are turned away at once instead of waiting in memory.
    public var requestsAtOnce = 1024
    public var connections = 4096
    /// For a body to arrive.
    public var bodySeconds = 60.0
    /// For a site to answer.
    public var answerSeconds = 20.0
    /// Without a byte, or without a whole request head.
    public var idleSeconds = 15.0

    public init() {}
  }
}
