import CivilTime
import JSON
import Records
import ReportKinds

extension Report {
  /// In bytes: the maximum size of a PDF attachment. A report of 5,000 penalties on 3,000 pages needs a tenth of it.
  public static let maximumCanonicalSize = 64 << 20

  /// The inverse of `canonicalData()`: `Report(canonicalData: data).canonicalData() == data`.
  ///
  /// The bytes may come from anybody; only a token shows whether they are an issuer's.
  /// - Throws: if these are not canonical data of a version that this program reads; the error names the position.
  public init(canonicalData bytes: [UInt8]) throws(CanonicalDataError) {
    guard bytes.count <= Self.maximumCanonicalSize else { throw .tooLarge(limit: Self.maximumCanonicalSize) }
    let version = Self.version(atTheEndOf: bytes)
    if let version, !Self.readableVersions.contains(version) { throw .version(version) }
    var reader = CanonicalJSONReader(bytes, version: version ?? Self.canonicalVersion)
    let report: Report
    do throws(CanonicalJSONFault) { report = try reader.report() } catch { throw CanonicalDataError(error) }
    // Data whose end names no version may name another one inside.
    guard report.dataVersion == reader.version else { throw .version(report.dataVersion) }
    do throws(CanonicalJSONFault) {
      try reader.end()
      guard report.canonicalData() == bytes else { throw reader.fault("data that are not in canonical form") }
    } catch {
      throw CanonicalDataError(error)
    }
    self = report
  }

  /// The members depend on the version, so it is read first.
  private static func version(atTheEndOf bytes: [UInt8]) -> Int? {
    let digits = bytes.dropLast().reversed().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard (1...9).contains(digits.count), bytes.last == UInt8(ascii: "}"),
      bytes.dropLast(digits.count + 1).suffix(10).elementsEqual("\"version\":".utf8)
    else { return nil }
    return Int(String(decoding: digits.reversed(), as: UTF8.self))
  }
}

extension CanonicalJSONReader {
  fileprivate mutating func report() throws(CanonicalJSONFault) -> Report {
    try object { reader throws(CanonicalJSONFault) in
      try reader.name("asOf")
      let asOf = try reader.time()
      // Before version 4 all coverage was declared.
      var basis = CoverageBasis.declared
      if reader.version > 3 {
        try reader.name("coverageBasis")
        basis = try reader.name(of: CoverageBasis.self)
      }
      try reader.name("edition")
      let edition = try reader.edition()
      let group = reader.passes("group") ? try reader.groupSummary() : nil
      try reader.name("identity")
      let identity = try reader.identity()
      let judgement = reader.passes("judgement") ? try reader.judgement() : nil
      try reader.name("kind")
      guard let kind = Report.Kind(rawValue: try reader.text()) else { throw reader.fault("no Kind") }
      guard (kind.making == .summary) == (group != nil) else {
        throw reader.fault("a group in a report of another kind")
      }
      try reader.name("omissions")
      let omissions = try reader.array { reader throws(CanonicalJSONFault) in try reader.omission() }
      try reader.name("period")
      let period = try reader.days()
      let rendering = reader.passes("rendering") ? try reader.rendering() : nil
      let request = reader.passes("request") ? try reader.request() : nil
      try reader.name("sections")
      let sections = try reader.array { reader throws(CanonicalJSONFault) in try reader.section() }
      try reader.name("sources")
      let sources = try reader.array { reader throws(CanonicalJSONFault) in try reader.source() }
      try reader.name("subject")
      let subject = try reader.subject()
      try reader.name("title")
      let title = try reader.text()
      var unattributed: [Report.Unattributed] = []
      if reader.version > 3 {
        try reader.name("unattributed")
        unattributed = try reader.array { reader throws(CanonicalJSONFault) in try reader.unattributed() }
      }
      try reader.name("version")
      let version = try reader.natural()
      var report = Report(
        kind: kind, title: title, edition: edition.key, standard: edition.standard,
        versionLabel: edition.versionLabel, identity: identity, asOf: asOf, period: period, subject: subject,
        sections: sections, omissions: omissions, sources: sources, judgement: judgement, group: group,
        request: request)
      report.overview = edition.overview
      (report.coverageBasis, report.unattributed, report.dataVersion) = (basis, unattributed, version)
      report.rendering = rendering
      return report
    }
  }

  private mutating func edition() throws(CanonicalJSONFault) -> (
    key: String, overview: Edition.Overview, standard: String, versionLabel: String
  ) {
    try object { reader throws(CanonicalJSONFault) in
      try reader.name("key")
      let key = try reader.text()
      try reader.name("overview")
      let overview = try reader.name(of: Edition.Overview.self)
      try reader.name("standard")
      let standard = try reader.text()
      try reader.name("versionLabel")
      return (key, overview, standard, try reader.text())
    }
  }

  private mutating func identity() throws(CanonicalJSONFault) -> Report.Identity {
    try object { reader throws(CanonicalJSONFault) in
      try reader.name("checkCode")
      let checkCode = try reader.optionalText()
      guard checkCode.map(Report.Identity.isCheckCode) ?? true else { throw reader.fault("no check code") }
      try reader.name("issuedAt")
      let second = try reader.time()
      try reader.name("issuer")
      let issuer = try reader.text()
      try reader.name("millisecond")
      let millisecond = try reader.natural()
      guard millisecond < 1000 else { throw reader.fault("no milliseconds") }
      try reader.name("number")
      guard let number = ReportNumber(try reader.text()) else { throw reader.fault("no report number") }
      try reader.name("salt")
      let salt = try reader.hexadecimalBytes(16)
      let issuedAt = BeijingTime(millisecondsSince1970: second.millisecondsSince1970 + Int64(millisecond))
      return Report.Identity(number: number, issuedAt: issuedAt, issuer: issuer, salt: salt, checkCode: checkCode)
    }
  }

  private mutating func rendering() throws(CanonicalJSONFault) -> Report.Rendering {
    try object { reader throws(CanonicalJSONFault) in
      try reader.name("engine")
      let engine = try reader.natural()
      try reader.name("fonts")
      let fontsDigest = try reader.hexadecimalBytes(32)
      try reader.name("host")
      let host = try reader.text()
      let libraries = reader.passes("libraries") ? try reader.text() : nil
      try reader.name("template")
      let template = try reader.object { reader throws(CanonicalJSONFault) in
        try reader.name("digest")
        let digest = try reader.hexadecimalBytes(32)
        try reader.name("name")
        return (name: try reader.text(), digest: digest)
      }
      return Report.Rendering(
        engine: engine, libraries: libraries, host: host, template: template.name, templateDigest: template.digest,
        fontsDigest: fontsDigest)
    }
  }

  private mutating func request() throws(CanonicalJSONFault) -> Report.Request {
    try object { reader throws(CanonicalJSONFault) in
      try reader.name("authorisedOn")
      let authorisedOn = try reader.optionalText()
      try reader.name("basis")
      let basis = try reader.name(of: Report.Request.Basis.self)
      try reader.name("basisLabel")
      let basisLabel = try reader.text()
      try reader.name("document")
      let document = try reader.optionalText()
      try reader.name("purpose")
      let purpose = try reader.text()
      try reader.name("requester")
      let requester = try reader.text()
      try reader.name("validThrough")
      return Report.Request(
        requester: requester, basis: basis, basisLabel: basisLabel, purpose: purpose, document: document,
        authorisedOn: authorisedOn, validThrough: try reader.optionalText())
    }
  }
}
