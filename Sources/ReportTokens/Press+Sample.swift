import Attestation
import CivilTime
import Records
public import Rendering
public import Reports
public import Typesetting

extension Press {
  /// A report as it would look, with a token of an unknown key: for authors of templates. It is in no log, and not
  /// signed.
  /// - Parameter catalogueVersion: version of the catalogue that the report was made with; a report that judges names its list
  ///   of domains instead.
  public func sample(
    of report: Report, host: String, catalogueVersion: UInt16
  ) throws -> (file: [UInt8], pages: Int, missing: [MissingCharacter]) {
    let composed = try compose(report, host: host)
    let claims = try composed.claims(
      catalogueVersion: catalogueVersion, for: .es256, expiresAt: report.identity.issuedAt.secondsSince1970 + 86_400,
      status: .init(0))
    let token = try Token.sign(claims, with: SigningKey())
    let file = try print(composed, around: Evidence(token: token, proof: nil, of: composed), signatureRoom: 1)
    return (file.bytes, composed.pageCount, composed.missing)
  }
}
