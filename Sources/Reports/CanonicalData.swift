import CivilTime
import Hexadecimal
import JSON
import Records
import ReportKinds

extension Report {
  /// Version of the layout of ``canonicalData()``; raised when a member changes its meaning.
  public static let canonicalVersion = 4
  /// The versions that this program reads, and writes back unchanged: reports live longer than programs.
  public static let readableVersions = 3...canonicalVersion

  /// Everything that the report says, as one byte string. Its digest is in the token, and it is attached to the PDF for
  /// machines to read (`verification.md` §2, §4).
  ///
  /// UTF-8 JSON in the canonical form of RFC 8785: members in ascending order of their names, no white space, minimal
  /// escapes. Equal reports give equal bytes; different reports give different bytes (`asOf` counts to the second).
  /// ```
  /// {"asOf":"2026-11-20T18:00:00+08:00",
  ///  "coverageBasis":"declared",
  ///  "edition":{"key":…,"overview":"list","standard":…,"versionLabel":…},
  ///  "group":{…},  (of summaries: GroupData.swift)
  ///  "identity":{"checkCode":"ABCDEFGH" or null,"issuedAt":…,"issuer":…,"millisecond":…,"number":…,
  ///    "salt":"32 hexadecimal digits"},
  ///  "judgement":{…},  (of no-violation reports: JudgementData.swift)
  ///  "kind":"enterprise",
  ///  "omissions":[{"count":…,"label":…,"rule":…,"unit":"records"},…],
  ///  "period":{"from":…,"through":…},
  ///  "rendering":{"engine":3,"fonts":"64 hexadecimal digits","host":…,"libraries":"libharu 2.3.0, …",
  ///    "template":{"digest":"64 hexadecimal digits","name":…}},  (of printed reports)
  ///  "request":{"authorisedOn":…,"basis":"self","basisLabel":…,"document":…,"purpose":…,"requester":…,"validThrough":…},
  ///    (of personal reports)
  ///  "sections":[{"content":"records","count":…,"groups":[
  ///      {"category":…,"count":…,"label":…,"records":[
  ///        {"lines":[{"key":…,"label":…,"value":… or null},…],"marks":["已修复",…]},…]},…],
  ///    "key":…,"paragraphs":[…],"shortTitle":…,"showsCount":true,"title":…},…],
  ///  "sources":[{"categories":[…],"domains":[…],"from":…,"isLate":false,"name":…,"reason":…,"state":"loaded","through":…},…],
  ///  "subject":{"code":…,"codeLabel":…,"fields":[…],"kind":…,"kindLabel":…,"name":…,"nameLabel":…,"statusLabels":[…]},
  ///  "title":…,"unattributed":[{"categories":[…],"count":…,"day":… or null,"domains":[…],"reason":…,"source":…},…],
  ///  "version":4}
  /// ```
  /// A line whose value is null is printed as — —; a line of an unknown field has an empty key.
  ///
  /// Version 4 adds `coverageBasis`, `unattributed`, the sources' `categories`, and the categories in judgement and
  /// group. Version 3 adds `edition.overview`, `identity.checkCode` and `rendering`, so that the data contain
  /// everything that pages show and everything needed to make them again. Version 2 adds `period` and `judgement`, and
  /// the marks of a record besides its lines.
  public func canonicalData() -> [UInt8] {
    var writer = CanonicalJSONWriter(capacity: 16_384)
    writer.object { writer in
      writer.name("asOf")
      writer.value(asOf.description)
      if dataVersion > 3 {
        writer.name("coverageBasis")
        writer.value(coverageBasis.rawValue)
      }
      writer.name("edition")
      writer.object { writer in
        writer.name("key")
        writer.value(edition)
        writer.name("overview")
        writer.value(overview.rawValue)
        writer.name("standard")
        writer.value(standard)
        writer.name("versionLabel")
        writer.value(versionLabel)
      }
      // Only a summary of a group has the member.
      if let group {
        writer.name("group")
        group.write(to: &writer, version: dataVersion)
      }
      writer.name("identity")
      identity.write(to: &writer)
      // Only reports that judge have the member, so a reader sees at once whether this one does.
      if let judgement {
        writer.name("judgement")
        judgement.write(to: &writer, version: dataVersion)
      }
      writer.name("kind")
      writer.value(kind.rawValue)
      writer.name("omissions")
      writer.array(omissions) { $1.write(to: &$0) }
      writer.name("period")
      Reports.write(period, to: &writer)
      if let rendering {
        writer.name("rendering")
        rendering.write(to: &writer)
      }
      if let request {
        writer.name("request")
        request.write(to: &writer)
      }
      writer.name("sections")
      writer.array(sections) { $1.write(to: &$0) }
      writer.name("sources")
      writer.array(sources) { $1.write(to: &$0, version: dataVersion) }
      writer.name("subject")
      subject.write(to: &writer)
      writer.name("title")
      writer.value(title)
      if dataVersion > 3 {
        writer.name("unattributed")
        writer.array(unattributed) { $1.write(to: &$0) }
      }
      writer.name("version")
      writer.value(dataVersion)
    }
    return writer.bytes
  }
}

extension Report.Rendering {
  fileprivate func write(to writer: inout CanonicalJSONWriter) {
    writer.object { writer in
      writer.name("engine")
      writer.value(engine)
      writer.name("fonts")
      writer.value(hexadecimal(fontsDigest))
      writer.name("host")
      writer.value(host)
      if let libraries {
        writer.name("libraries")
        writer.value(libraries)
      }
      writer.name("template")
      writer.object { writer in
        writer.name("digest")
        writer.value(hexadecimal(templateDigest))
        writer.name("name")
        writer.value(template)
      }
    }
  }
}

extension Report.Request {
  fileprivate func write(to writer: inout CanonicalJSONWriter) {
    writer.object { writer in
      writer.name("authorisedOn")
      writer.value(authorisedOn)
      writer.name("basis")
      writer.value(basis.rawValue)
      writer.name("basisLabel")
      writer.value(basisLabel)
      writer.name("document")
      writer.value(document)
      writer.name("purpose")
      writer.value(purpose)
      writer.name("requester")
      writer.value(requester)
      writer.name("validThrough")
      writer.value(validThrough)
    }
  }
}

extension Report.Identity {
  fileprivate func write(to writer: inout CanonicalJSONWriter) {
    writer.object { writer in
      writer.name("checkCode")
      writer.value(checkCode)
      writer.name("issuedAt")
      writer.value(issuedAt.description)
      writer.name("issuer")
      writer.value(issuer)
      writer.name("millisecond")
      writer.value(issuedAt.millisecond)
      writer.name("number")
      writer.value(number.description)
      writer.name("salt")
      writer.value(hexadecimal(salt))
    }
  }
}

extension Report.Subject {
  fileprivate func write(to writer: inout CanonicalJSONWriter) {
    writer.object { writer in
      writer.name("code")
      writer.value(code)
      writer.name("codeLabel")
      writer.value(codeLabel)
      writer.name("fields")
      writer.array(fields) { $1.write(to: &$0) }
      writer.name("kind")
      writer.value(kind)
      writer.name("kindLabel")
      writer.value(kindLabel)
      writer.name("name")
      writer.value(name)
      writer.name("nameLabel")
      writer.value(nameLabel)
      writer.name("statusLabels")
      writer.array(statusLabels) { $0.value($1) }
    }
  }
}

extension Report.Line {
  fileprivate func write(to writer: inout CanonicalJSONWriter) {
    writer.object { writer in
      writer.name("key")
      writer.value(key)
      writer.name("label")
      writer.value(label)
      writer.name("value")
      writer.value(value)
    }
  }
}

extension Report.Section {
  fileprivate func write(to writer: inout CanonicalJSONWriter) {
    writer.object { writer in
      writer.name("content")
      writer.value(content.rawValue)
      writer.name("count")
      writer.value(count)
      writer.name("groups")
      writer.array(groups) { $1.write(to: &$0) }
      writer.name("key")
      writer.value(key)
      writer.name("paragraphs")
      writer.array(paragraphs) { $0.value($1) }
      writer.name("shortTitle")
      writer.value(shortTitle)
      writer.name("showsCount")
      writer.value(showsCount)
      writer.name("title")
      writer.value(title)
    }
  }
}

extension Report.Group {
  func write(to writer: inout CanonicalJSONWriter) {
    writer.object { writer in
      writer.name("category")
      writer.value(category)
      writer.name("count")
      writer.value(count)
      writer.name("label")
      writer.value(label)
      writer.name("records")
      writer.array(records) { $1.write(to: &$0) }
    }
  }
}

extension Report.Record {
  func write(to writer: inout CanonicalJSONWriter) {
    writer.object { writer in
      writer.name("lines")
      writer.array(lines) { $1.write(to: &$0) }
      writer.name("marks")
      writer.array(marks) { $0.value($1) }
    }
  }
}

extension Report.Omission {
  fileprivate func write(to writer: inout CanonicalJSONWriter) {
    writer.object { writer in
      writer.name("count")
      writer.value(count)
      writer.name("label")
      writer.value(label)
      writer.name("rule")
      writer.value(rule)
      writer.name("unit")
      writer.value(unit.rawValue)
    }
  }
}

extension Report.Unattributed {
  fileprivate func write(to writer: inout CanonicalJSONWriter) {
    writer.object { writer in
      writer.name("categories")
      writer.array(categories) { $0.value($1) }
      writer.name("count")
      writer.value(count)
      writer.name("day")
      writer.value(day)
      writer.name("domains")
      writer.array(domains) { $0.value($1) }
      writer.name("reason")
      writer.value(reason)
      writer.name("source")
      writer.value(source)
    }
  }
}

extension Report.Source {
  fileprivate func write(to writer: inout CanonicalJSONWriter, version: Int) {
    writer.object { writer in
      if version > 3 {
        writer.name("categories")
        writer.array(categories) { $0.value($1) }
      }
      writer.name("domains")
      writer.array(domains) { $0.value($1) }
      writer.name("from")
      writer.value(from)
      writer.name("isLate")
      writer.value(isLate)
      writer.name("name")
      writer.value(name)
      writer.name("reason")
      writer.value(reason)
      writer.name("state")
      writer.value(state.rawValue)
      writer.name("through")
      writer.value(through)
    }
  }
}
