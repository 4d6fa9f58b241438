public import Attestation
public import Registry
public import Typesetting

/// The result of issuing one report.
public struct IssuedReport: Sendable {
  public var token: Token
  public var link: String
  public var pages: Int
  /// Characters that no font has, shown in the report as boxes.
  public var missing: [MissingCharacter]
  /// Numbers of earlier reports on the same subject that this one replaces.
  public var superseded: [String]
  /// Other reports on the subject that are answered with `DATA_CHANGED` from now on, or no longer.
  public var changed: [DataChange] = []
  /// SHA-256 of the file.
  public var sha256: [UInt8]
  /// The file, but only if no path was given.
  public var bytes: [UInt8]
  /// Warnings for the issuer, such as the use of development keys.
  public var notes: [String]
  /// Why the file still has its hidden name, though the report is registered.
  public var unpublished: IssuingError?
}
