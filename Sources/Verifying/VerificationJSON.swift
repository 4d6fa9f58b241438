import Attestation
import Foundation
import Hexadecimal
import Signatures

extension Verification {
  /// The answer for machines: one JSON object with sorted keys. New keys may come; none changes its meaning.
  public var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Text and whole numbers only: there is nothing in it that JSON cannot hold.
    guard let data = try? encoder.encode(VerificationRecord(self)) else {
      preconditionFailure("JSON of a verification")
    }
    return String(decoding: data, as: UTF8.self)
  }
}

private struct VerificationRecord: Encodable {
  var valid: Bool
  var code: String
  var explanation: String
  var detail: String?
  /// Of a revoked or suspended report.
  var statusReason: String?
  /// Of what time the status is, where it was not asked for at this moment; seconds since 1970.
  var statusTime: Int64?
  /// Of a PDF that differs from its data: where.
  var place: String?
  var source: String
  var development: Bool
  var kid: String?
  var host: String?
  var claims: Claims?
  /// Who signed the PDF.
  var signer: Signer?
  /// What was not checked.
  var notes: [Note]

  struct Note: Encodable { var code: String, text: String }

  struct Signer: Encodable {
    var subject: String
    /// By a time-stamping authority, seconds since 1970.
    var stampedAt: Int64?
    /// The certificate is one for trying out.
    var isForTryingOut: Bool
  }

  struct Claims: Encodable {
    var number: String, kind: String, subject: String, ident: String
    /// Seconds since 1970.
    var issuedAt: Int64, expiresAt: Int64
    /// Days since 1970-01-01.
    var fromDay: Int, toDay: Int
    var catalogueVersion: UInt16
    var asked: [Int], hits: [Int], noData: [Int], clean: [Int]
    var recordCount: UInt16, pages: UInt8
    /// Hexadecimal.
    var digest: String
    var statusList: UInt8, statusIndex: UInt32
  }

  init(_ verification: Verification) {
    (valid, code) = (verification.isValid, verification.answer.code)
    (explanation, detail) = (verification.answer.explanation, verification.detail)
    (source, development) = (verification.source.rawValue, verification.development)
    (kid, host) = (verification.kid?.description, verification.host)
    statusReason = verification.statusReason
    (place, statusTime) = (verification.place, verification.statusTime)
    signer = verification.signer.map { signature in
      var stampedAt: Int64?
      if case .verified(let time, authority: _) = signature.timeStamp { stampedAt = time }
      return Signer(subject: signature.signerName, stampedAt: stampedAt, isForTryingOut: signature.isForTryingOut)
    }
    claims = verification.claims.map(Claims.init)
    notes = verification.notes.map { Note(code: $0.rawValue, text: $0.text) }
  }
}

extension VerificationRecord.Claims {
  init(_ claims: ReportClaims) {
    (number, subject, ident) = (claims.number, claims.subject, claims.ident)
    kind = claims.kind.name
    (issuedAt, expiresAt) = (claims.issuedAt, claims.expiresAt)
    (fromDay, toDay) = (claims.days.lowerBound, claims.days.upperBound)
    catalogueVersion = claims.catalogueVersion
    asked = DomainAnswers.bits(of: claims.domains.asked)
    hits = DomainAnswers.bits(of: claims.domains.hits)
    noData = DomainAnswers.bits(of: claims.domains.noData)
    clean = DomainAnswers.bits(of: claims.domains.clean)
    (recordCount, pages) = (claims.recordCount, claims.pages)
    digest = hexadecimal(claims.digest)
    (statusList, statusIndex) = (claims.status.list, claims.status.index)
  }
}
