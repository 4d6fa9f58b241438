import Records

// The judgement in the canonical data of a report.

extension Judgement {
  /// ```
  /// {"answers":[{"bit":…,"domain":…,"groups":[…],"label":…,"lacksData":false,"outcome":"clean","reasons":[…],
  ///    "sources":[{"delivered":{"from":…,"through":…} or null,"fault":… or null,"isComplete":true,"name":…},…]},…],
  ///  "asked":{"from":…,"through":…},"list":{"key":…,"label":…,"version":…},"period":{…},
  ///  "profile":{"basis":…,"key":…,"label":…},"purpose":"listing","recipient":… or null,
  ///  "unclassified":[{"candidates":[…],"category":…,"categoryLabel":…,"reason":…,"record":{…}},…]}
  /// ```
  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.name("answers")
      writer.array(answers) { $1.write(to: &$0) }
      writer.name("asked")
      Reports.write(asked, to: &writer)
      writer.name("list")
      list.write(to: &writer)
      writer.name("period")
      Reports.write(period, to: &writer)
      writer.name("profile")
      profile.write(to: &writer)
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
  func write(to writer: inout JSONWriter) {
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
  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.name("basis")
      writer.value(basis)
      writer.name("key")
      writer.value(key)
      writer.name("label")
      writer.value(label)
    }
  }
}

extension Judgement.Answer {
  fileprivate func write(to writer: inout JSONWriter) {
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
      writer.array(sources) { $1.write(to: &$0) }
    }
  }
}

extension Judgement.Source {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object { writer in
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
    }
  }
}

extension Judgement.Unclassified {
  fileprivate func write(to writer: inout JSONWriter) {
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
func write(_ days: ClosedRange<CalendarDate>, to writer: inout JSONWriter) {
  writer.object { writer in
    writer.name("from")
    writer.value(days.lowerBound.description)
    writer.name("through")
    writer.value(days.upperBound.description)
  }
}
