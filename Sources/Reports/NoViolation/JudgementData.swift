import CivilTime
import JSON
import Records

// The judgement in the canonical data of a report.

extension Judgement {
  /// ```
  /// {"answers":[{"bit":…,"domain":…,"groups":[…],"label":…,"lacksData":false,"outcome":"clean","reasons":[…],
  ///    "sources":[{"categories":[…],"delivered":{"from":…,"through":…} or null,"fault":… or null,"isComplete":true,
  ///      "name":…,"statesCategories":true},…]},…],
  ///  "asked":{"from":…,"through":…},"counted":[{"key":…,"label":…},…],"list":{"key":…,"label":…,"version":…},
  ///  "notQueried":[{"key":…,"label":…},…],"period":{…},
  ///  "profile":{"basis":…,"key":…,"label":…,"note":… or null},"purpose":"listing","recipient":… or null,
  ///  "unclassified":[{"candidates":[…],"category":…,"categoryLabel":…,"reason":…,"record":{…}},…]}
  /// ```
  /// Version 3 has neither `counted` and `notQueried` nor the profile's `note`, the sources' `categories` and
  /// `statesCategories`.
  func write(to writer: inout CanonicalJSONWriter, version: Int) {
    writer.object { writer in
      writer.name("answers")
      writer.array(answers) { $1.write(to: &$0, version: version) }
      writer.name("asked")
      Reports.write(asked, to: &writer)
      if version > 3 {
        writer.name("counted")
        writer.array(counted) { $1.write(to: &$0) }
      }
      writer.name("list")
      list.write(to: &writer)
      if version > 3 {
        writer.name("notQueried")
        writer.array(notQueried) { $1.write(to: &$0) }
      }
      writer.name("period")
      Reports.write(period, to: &writer)
      writer.name("profile")
      profile.write(to: &writer, version: version)
      writer.name("purpose")
      writer.value(purpose.rawValue)
      writer.name("recipient")
      writer.value(recipient)
      writer.name("unclassified")
      writer.array(unclassified) { $1.write(to: &$0) }
    }
  }
}

extension Judgement.List {
  func write(to writer: inout CanonicalJSONWriter) {
    writer.object { writer in
      writer.name("key")
      writer.value(key)
      writer.name("label")
      writer.value(label)
      writer.name("version")
      writer.value(Int(version))
    }
  }
}

extension Judgement.Profile {
  func write(to writer: inout CanonicalJSONWriter, version: Int) {
    writer.object { writer in
      writer.name("basis")
      writer.value(basis)
      writer.name("key")
      writer.value(key)
      writer.name("label")
      writer.value(label)
      if version > 3 {
        writer.name("note")
        writer.value(note)
      }
    }
  }
}

extension Judgement.Category {
  func write(to writer: inout CanonicalJSONWriter) {
    writer.object { writer in
      writer.name("key")
      writer.value(key)
      writer.name("label")
      writer.value(label)
    }
  }
}

extension Judgement.Answer {
  fileprivate func write(to writer: inout CanonicalJSONWriter, version: Int) {
    writer.object { writer in
      writer.name("bit")
      writer.value(bit)
      writer.name("domain")
      writer.value(domain)
      writer.name("groups")
      writer.array(groups) { $1.write(to: &$0) }
      writer.name("label")
      writer.value(label)
      writer.name("lacksData")
      writer.value(lacksData)
      writer.name("outcome")
      writer.value(outcome.rawValue)
      writer.name("reasons")
      writer.array(reasons) { $0.value($1) }
      writer.name("sources")
      writer.array(sources) { $1.write(to: &$0, version: version) }
    }
  }
}

extension Judgement.Source {
  fileprivate func write(to writer: inout CanonicalJSONWriter, version: Int) {
    writer.object { writer in
      if version > 3 {
        writer.name("categories")
        writer.array(categories) { $0.value($1) }
      }
      writer.name("delivered")
      if let delivered {
        Reports.write(delivered, to: &writer)
      } else {
        writer.value(String?.none)
      }
      writer.name("fault")
      writer.value(fault)
      writer.name("isComplete")
      writer.value(isComplete)
      writer.name("name")
      writer.value(name)
      if version > 3 {
        writer.name("statesCategories")
        writer.value(statesCategories)
      }
    }
  }
}

extension Judgement.Unclassified {
  fileprivate func write(to writer: inout CanonicalJSONWriter) {
    writer.object { writer in
      writer.name("candidates")
      writer.array(candidates) { $0.value($1) }
      writer.name("category")
      writer.value(category)
      writer.name("categoryLabel")
      writer.value(categoryLabel)
      writer.name("reason")
      writer.value(reason)
      writer.name("record")
      record.write(to: &writer)
    }
  }
}

/// Days as an object, both inclusive.
func write(_ days: ClosedRange<CalendarDate>, to writer: inout CanonicalJSONWriter) {
  writer.object { writer in
    writer.name("from")
    writer.value(days.lowerBound.description)
    writer.name("through")
    writer.value(days.upperBound.description)
  }
}
