import CivilTime
import Hexadecimal
import JSON
import Records

// The summary of a group in the canonical data of a report.

extension GroupSummary {
  /// ```
  /// {"asked":{"from":…,"through":…},"counted":[{"key":…,"label":…},…],"domains":[{"bit":…,"key":…,"label":…},…],"list":{"key":…,"label":…,"version":…},
  ///  "members":[{"answers":[{"count":…,"lacksData":false,"outcome":"clean"},…],"code":…,
  ///    "digest":"64 hexadecimal digits","issuedAt":…,"name":…,"number":…,"period":{…},"role":"issuer","unclassified":…},…],
  ///  "notQueried":[{"key":…,"label":…},…],"profile":{"basis":…,"key":…,"label":…,"note":… or null},"purpose":"listing","recipient":… or null}
  /// ```
  /// Version 3 has neither `counted` and `notQueried` nor the profile's `note`.
  func write(to writer: inout CanonicalJSONWriter, version: Int) {
    writer.object { writer in
      writer.name("asked")
      Reports.write(asked, to: &writer)
      if version > 3 {
        writer.name("counted")
        writer.array(counted) { $1.write(to: &$0) }
      }
      writer.name("domains")
      writer.array(domains) { writer, domain in
        writer.object { writer in
          writer.name("bit")
          writer.value(domain.bit)
          writer.name("key")
          writer.value(domain.key)
          writer.name("label")
          writer.value(domain.label)
        }
      }
      writer.name("list")
      list.write(to: &writer)
      writer.name("members")
      writer.array(members) { $1.write(to: &$0) }
      if version > 3 {
        writer.name("notQueried")
        writer.array(notQueried) { $1.write(to: &$0) }
      }
      writer.name("profile")
      profile.write(to: &writer, version: version)
      writer.name("purpose")
      writer.value(purpose.rawValue)
      writer.name("recipient")
      writer.value(recipient)
    }
  }
}

extension GroupSummary.Member {
  fileprivate func write(to writer: inout CanonicalJSONWriter) {
    writer.object { writer in
      writer.name("answers")
      writer.array(answers) { writer, answer in
        writer.object { writer in
          writer.name("count")
          writer.value(answer.count)
          writer.name("lacksData")
          writer.value(answer.lacksData)
          writer.name("outcome")
          writer.value(answer.outcome.rawValue)
        }
      }
      writer.name("code")
      writer.value(code)
      writer.name("digest")
      writer.value(hexadecimal(digest))
      writer.name("issuedAt")
      writer.value(issuedAt.description)
      writer.name("name")
      writer.value(name)
      writer.name("number")
      writer.value(number.description)
      writer.name("period")
      Reports.write(period, to: &writer)
      writer.name("role")
      writer.value(role.rawValue)
      writer.name("unclassified")
      writer.value(unclassified)
    }
  }
}
