extension Registry {
  /// 32 bytes that only those know who share the registry's secret: for what one process seals and another opens.
  /// - Parameter use: what it is for; each use has a key of its own.
  public func key(for use: String) -> [UInt8] { secret.key(for: use) }
}
