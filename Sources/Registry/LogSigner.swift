public import Attestation

/// Who vouches for the log: its name, which stands in every checkpoint, and its key.
public struct LogSigner: Sendable {
  /// C2SP tlog-checkpoint: unique among logs, such as `verify.example.cn/log`.
  public var origin: String
  public var key: LogSigningKey

  public init(origin: String, key: LogSigningKey) { (self.origin, self.key) = (origin, key) }
}
