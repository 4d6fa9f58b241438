public import Attestation
public import ErrorCauses

/// A published file that is not trusted.
public struct NotBelieved: ClassifiedError, Equatable, CustomStringConvertible {
  public var cause: ErrorCause { .input }

  public let description: String
  init(_ path: String, _ refusal: TrustRefusal) { description = "\(path): is not believed: \(refusal)" }
}

extension TrustList {
  /// Reads a file from `xinbao key sign` or the service, or the text that a scanner read from a sheet.
  /// - Parameter path: for messages.
  public init(file bytes: [UInt8], path: String, byRoot root: RootFingerprint) throws(NotBelieved) {
    do throws(TrustRefusal) { self = try SignedTrustList(file: bytes).verified(byRoot: root) } catch {
      throw NotBelieved(path, error)
    }
  }
}

extension SignedTrustList {
  /// - Throws: `MALFORMED` for an invalid sheet text. Any other bytes are checked by `verified`.
  public init(file bytes: [UInt8]) throws(TrustRefusal) {
    guard bytes.starts(with: "xinbao-trust:".utf8) else {
      self.init(bytes: bytes)
      return
    }
    try self.init(reading: String(decoding: bytes, as: UTF8.self))
  }
}

extension VerifiedBundle {
  /// - Parameters:
  ///   - path: for messages.
  ///   - list: another list of the same root, used if it is newer than the bundle's own.
  ///   - now: seconds since 1970.
  public init(
    file bytes: [UInt8], path: String, byRoot root: RootFingerprint, knowing list: TrustList? = nil, at now: Int64
  ) throws(NotBelieved) {
    do throws(TrustRefusal) {
      self = try SignedBundle(bytes: bytes).verified(byRoot: root, knowing: list, at: now)
    } catch {
      throw NotBelieved(path, error)
    }
  }
}
