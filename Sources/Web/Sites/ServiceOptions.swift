/// The configuration of a service; every value has a default that suits an office's public service.
public struct ServiceOptions: Sendable {
  /// Connections are encrypted here, so browsers may be told to insist on it (HSTS, RFC 6797).
  public var isTLS = false
  /// The proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are trusted.
  public var trustedProxies: [IPNetwork] = []
  /// Per client, for pages. Nil: no limit.
  public var pageRate: Rate? = Rate(burst: 120, perSecond: 20)
  public var limits = Limits()
  /// `/metrics` is answered on the main port, to loopback only. False if it has its own port.
  public var servesMetrics = true

  /// The values that the layout of every page uses.
  public var layout: [String: any Sendable] = [:]
  /// Sentences for people, by the code of a refusal, where the general ones say too little.
  public var texts: [String: String] = [:]

  public init() {}

  /// Counts and seconds.
  public struct Limits: Sendable {
    /// Bytes of all uploads in memory at the same time, until they are verified: much more than those that are being worked on
    /// can have, which make no room. One client gets half.
    public var uploadBytes = 256 << 20
    /// The maximum number of requests in progress, without those whose body is still arriving; more are refused at once
    /// instead of waiting in memory.
    public var requestsAtOnce = 1024
    public var connections = 4096
    /// Of one address, or IPv6 network of 64 bits. Trusted proxies have no limit.
    public var connectionsPerClient = 512
    /// How long a body may take to arrive.
    public var bodySeconds = 60.0
    /// How long a site may take to answer.
    public var answerSeconds = 20.0
    /// How long a connection may stay without a byte, or without a complete request head.
    public var idleSeconds = 15.0

    public init() {}
  }
}
