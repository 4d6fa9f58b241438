public import Attestation
public import Typesetting

/// A report that is out.
public struct IssuedReport: Sendable {
  public var token: Token
  public var link: String
  public var pages: Int
  /// Characters that no font has, shown in the report as boxes.
  public var missing: [MissingCharacter]
  /// Numbers of earlier reports on the same subject, which this one replaces.
  public var superseded: [String]
  /// Of the file.
  public var sha256: [UInt8]
  /// The file; only where no path was given.
  public var bytes: [UInt8]
  /// What the issuer should know: keys for trying out.
  public var notes: [String]
  /// Why the file is still under its hidden name, though the report is registered.
  public var unpublished: IssuingError?
}
