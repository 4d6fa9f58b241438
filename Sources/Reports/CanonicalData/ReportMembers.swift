import CivilTime
import JSON
import Records
import ReportKinds

// A report in its canonical data: its own members, and how it was asked for and made.

extension Report: CanonicalObject {
  static func members<Coder: CanonicalCoder>(
    of report: Given<Self>, by coder: inout Coder
  ) throws(Coder.Fault) -> Self {
    let asOf = try coder.member("asOf", report.asOf)
    // Before version 4 all coverage was declared.
    let coverageBasis = try coder.member("coverageBasis", report.coverageBasis, since: 4, earlier: .declared)
    let edition = try coder.member("edition", report.printedEdition)
    let excluded = try coder.member("excluded", report.excluded, since: 5, earlier: [])
    // Only a summary has the member `group`, and only a report that judges the member `judgement`: a reader sees at
    // once whether this one does.
    let group = try coder.memberIfPresent("group", report.group)
    let identity = try coder.member("identity", report.identity)
    let judgement = try coder.memberIfPresent("judgement", report.judgement)
    let kind = try coder.member("kind", report.kind)
    try coder.require((kind.making == .summary) == (group != nil), orElse: "a group in a report of another kind")
    let omissions = try coder.member("omissions", report.omissions)
    let period = try coder.member("period", report.period)
    let rendering = try coder.memberIfPresent("rendering", report.rendering)
    let request = try coder.memberIfPresent("request", report.request)
    let sections = try coder.member("sections", report.sections)
    let sources = try coder.member("sources", report.sources)
    let subject = try coder.member("subject", report.subject)
    let title = try coder.member("title", report.title)
    let unattributed = try coder.member("unattributed", report.unattributed, since: 4, earlier: [])
    let version = try coder.member("version", report.dataVersion)
    return Self(
      kind: kind, title: title, edition: edition.key, standard: edition.standard, versionLabel: edition.versionLabel,
      identity: identity, asOf: asOf, period: period, subject: subject, sections: sections, omissions: omissions,
      sources: sources, coverageBasis: coverageBasis, unattributed: unattributed, excluded: excluded,
      judgement: judgement, group: group, request: request, overview: edition.overview, rendering: rendering,
      dataVersion: version)
  }

  private var printedEdition: PrintedEdition {
    PrintedEdition(key: edition, overview: overview, standard: standard, versionLabel: versionLabel)
  }
}

/// What a report says about its edition.
private struct PrintedEdition: CanonicalObject {
  var key: String
  var overview: Edition.Overview
  var standard: String
  var versionLabel: String

  static func members<Coder: CanonicalCoder>(
    of edition: Given<Self>, by coder: inout Coder
  ) throws(Coder.Fault) -> Self {
    let key = try coder.member("key", edition.key)
    let overview = try coder.member("overview", edition.overview)
    let standard = try coder.member("standard", edition.standard)
    let versionLabel = try coder.member("versionLabel", edition.versionLabel)
    return Self(key: key, overview: overview, standard: standard, versionLabel: versionLabel)
  }
}

extension Report.Identity: CanonicalObject {
  static func members<Coder: CanonicalCoder>(
    of identity: Given<Self>, by coder: inout Coder
  ) throws(Coder.Fault) -> Self {
    let checkCode = try coder.member("checkCode", identity.checkCode)
    try coder.require(checkCode.map(Self.isCheckCode) ?? true, orElse: "no check code")
    let expiresAt = try coder.member("expiresAt", identity.expiresAt, since: 6, earlier: nil)
    let second = try coder.member("issuedAt", identity.issuedAt).secondsSince1970
    let issuer = try coder.member("issuer", identity.issuer)
    let millisecond = try coder.member("millisecond", identity.issuedAt.millisecond)
    try coder.require(millisecond < 1000, orElse: "no milliseconds")
    let number = try coder.member("number", identity.number)
    let salt = try coder.member("salt", identity.salt, count: 16)
    let issuedAt = BeijingTime(millisecondsSince1970: second * 1000 + Int64(millisecond))
    return Self(
      number: number, issuedAt: issuedAt, issuer: issuer, salt: salt, checkCode: checkCode, expiresAt: expiresAt)
  }
}

extension Report.Rendering: CanonicalObject {
  static func members<Coder: CanonicalCoder>(
    of rendering: Given<Self>, by coder: inout Coder
  ) throws(Coder.Fault) -> Self {
    let engine = try coder.member("engine", rendering.engine)
    let fonts = try coder.member("fonts", rendering.fontsDigest, count: 32)
    let host = try coder.member("host", rendering.host)
    let libraries = try coder.memberIfPresent("libraries", rendering.libraries)
    let template = try coder.member("template", rendering.namedTemplate)
    return Self(
      engine: engine, libraries: libraries, host: host, template: template.name, templateDigest: template.digest,
      fontsDigest: fonts)
  }

  private var namedTemplate: NamedTemplate { NamedTemplate(digest: templateDigest, name: template) }
}

/// What a report says about its template.
private struct NamedTemplate: CanonicalObject {
  var digest: [UInt8]
  var name: String

  static func members<Coder: CanonicalCoder>(
    of template: Given<Self>, by coder: inout Coder
  ) throws(Coder.Fault) -> Self {
    let digest = try coder.member("digest", template.digest, count: 32)
    let name = try coder.member("name", template.name)
    return Self(digest: digest, name: name)
  }
}

extension Report.Request: CanonicalObject {
  static func members<Coder: CanonicalCoder>(
    of request: Given<Self>, by coder: inout Coder
  ) throws(Coder.Fault) -> Self {
    let authorisedOn = try coder.member("authorisedOn", request.authorisedOn)
    let basis = try coder.member("basis", request.basis)
    let basisLabel = try coder.member("basisLabel", request.basisLabel)
    let document = try coder.member("document", request.document)
    let purpose = try coder.member("purpose", request.purpose)
    let requester = try coder.member("requester", request.requester)
    let validThrough = try coder.member("validThrough", request.validThrough)
    return Self(
      requester: requester, basis: basis, basisLabel: basisLabel, purpose: purpose, document: document,
      authorisedOn: authorisedOn, validThrough: validThrough)
  }
}
