public import Attestation

/// Signs the log.
public struct LogSigner: Sendable {
  public var key: LogSigningKey
  /// The log's name, which every checkpoint contains (C2SP tlog-checkpoint), such as `verify.example.cn/log`.
  public var origin: String { key.name }

  public init(key: LogSigningKey) { self.key = key }
}
