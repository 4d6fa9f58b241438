import ReportKinds

// The payload of a token, as in the CDDL of docs/token.md, “The bytes”.

private let expiryLabel: Int64 = 4  // CWT, RFC 8392 §3.1.4
private let issuedAtLabel: Int64 = 6  // CWT, RFC 8392 §3.1.6
private let reportLabel: Int64 = -65537  // private use

/// Without and with `ReportTerms`.
private enum Version {
  static let (plain, withTerms): (UInt64, UInt64) = (1, 2)
}

extension ReportClaims {
  var payload: [UInt8] {
    var report: [CBOR] = [
      .unsigned(terms == nil ? Version.plain : Version.withTerms), .unsigned(UInt64(kind.number)),
      .unsigned(UInt64(catalogueVersion)),
      .text(number), .text(subject), .text(ident),
      .integer(Int64(days.lowerBound)), .integer(Int64(days.upperBound)),
      .bytes(domains.asked), .bytes(domains.hits), .bytes(domains.noData),
      .unsigned(UInt64(recordCount)), .unsigned(UInt64(pages)), .bytes(digest), .unsigned(UInt64(status.value)),
    ]
    if let terms { report += terms.elements }
    return CBOR.map([
      .init(.integer(expiryLabel), .integer(expiresAt)), .init(.integer(issuedAtLabel), .integer(issuedAt)),
      .init(.integer(reportLabel), .array(report)),
    ]).encoded
  }

  /// - Throws: `MALFORMED` for anything but the exact payload of valid claims.
  init(payload: [UInt8]) throws(TokenRefusal) {
    let map: CBOR
    do { map = try CBOR(decoding: payload) } catch { throw .malformed("payload: \(error)") }
    guard case .map(let entries) = map, entries.count == 3,
      entries.map(\.key.integer) == [expiryLabel, issuedAtLabel, reportLabel],
      case .array(let report) = entries[2].value, let version = report.first
    else { throw .malformed("payload: not the three claims of CRT1") }

    let terms: ReportTerms?
    switch (version, report.count) {
    case (.unsigned(Version.plain), plainCount): terms = nil
    case (.unsigned(Version.withTerms), plainCount + ReportTerms.elementCount):
      terms = try ReportTerms(elements: report[plainCount...])
    default: throw .malformed("payload: another version of the report claims")
    }
    guard let kind = Kind(number: try report[1].number("kind")) else {
      throw .malformed("payload: unknown kind of report")
    }
    let (from, to): (UInt16, UInt16) = (try report[6].number("from"), try report[7].number("to"))
    guard from <= to else { throw .malformed("payload: the period ends before it begins") }
    let issuedAt: UInt32 = try entries[1].value.number("iat")
    let expiresAt: UInt32 = try entries[0].value.number("exp")
    let recordCount: UInt16 = try report[11].number("nrec")
    let pages: UInt8 = try report[12].number("pages")
    let (asked, hits, noData) = (
      try report[8].bytes("asked"), try report[9].bytes("hits"), try report[10].bytes("nodata")
    )
    let (number, subject, ident) = (
      try report[3].text("number"), try report[4].text("subject"), try report[5].text("ident")
    )
    let catalogueVersion: UInt16 = try report[2].number("cat")
    let digest = try report[13].bytes("digest")
    let status = StatusReference(try report[14].number("status"))
    do throws(AttestationError) {
      try self.init(
        issuedAt: Int64(issuedAt), expiresAt: Int64(expiresAt), kind: kind, catalogueVersion: catalogueVersion,
        number: number, subject: subject, ident: ident, days: Int(from)...Int(to),
        domains: DomainAnswers(maskOfAsked: asked, hits: hits, noData: noData), recordCount: Int(recordCount),
        pages: Int(pages), digest: digest, status: status, terms: terms)
    } catch {
      throw .malformed("payload: \(error)")
    }
  }
}

/// Elements of the array in version 1.
private let plainCount = 15

extension ReportTerms {
  fileprivate static let elementCount = 6

  fileprivate var elements: [CBOR] {
    [
      .unsigned(UInt64(profile)), .unsigned(UInt64(purpose)), .unsigned(UInt64(basis.rawValue)),
      .text(recipient?.name ?? ""), .unsigned(recipient?.isCut == true ? 1 : 0),
      .unsigned(recipient?.isChecked == true ? 1 : 0),
    ]
  }

  fileprivate init(elements: ArraySlice<CBOR>) throws(TokenRefusal) {
    let elements = Array(elements)
    let (profile, purpose): (UInt16, UInt16) = (
      try elements[0].number("profile"), try elements[1].number("purpose")
    )
    guard let basis = Basis(rawValue: try elements[2].number("basis")) else {
      throw .malformed("payload: `basis` is neither declared nor computed from deliveries")
    }
    let name = try elements[3].text("recipient")
    let (isCut, isChecked) = (try elements[4].flag("recipientCut"), try elements[5].flag("recipientChecked"))
    guard !name.isEmpty || !isCut && !isChecked else {
      throw .malformed("payload: no recipient, and something about it")
    }
    self.init(
      profile: profile, purpose: purpose, basis: basis,
      recipient: name.isEmpty ? nil : Recipient(name: name, isCut: isCut, isChecked: isChecked))
  }
}

extension TokenRefusal {
  static func malformed(_ detail: String) -> TokenRefusal { TokenRefusal(.malformed, detail) }
}

extension CBOR {
  fileprivate func number<Number: FixedWidthInteger>(_ name: String) throws(TokenRefusal) -> Number {
    guard case .unsigned(let value) = self, let number = Number(exactly: value) else {
      throw .malformed("payload: `\(name)` is not an unsigned number of \(Number.bitWidth) bits")
    }
    return number
  }

  fileprivate func flag(_ name: String) throws(TokenRefusal) -> Bool {
    let number: UInt8 = try number(name)
    guard number <= 1 else { throw .malformed("payload: `\(name)` is neither 0 nor 1") }
    return number == 1
  }

  fileprivate func text(_ name: String) throws(TokenRefusal) -> String {
    guard case .text(let text) = self else { throw .malformed("payload: `\(name)` is not text") }
    return text
  }

  fileprivate func bytes(_ name: String) throws(TokenRefusal) -> [UInt8] {
    guard case .bytes(let bytes) = self else { throw .malformed("payload: `\(name)` is not a byte string") }
    return bytes
  }
}
