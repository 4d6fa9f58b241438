public import Attestation

/// Who vouches for the log.
public struct LogSigner: Sendable {
  public var key: LogSigningKey
  /// The log's name, which stands in every checkpoint (C2SP tlog-checkpoint), such as `verify.example.cn/log`.
  public var origin: String { key.name }

  public init(key: LogSigningKey) { self.key = key }
}
