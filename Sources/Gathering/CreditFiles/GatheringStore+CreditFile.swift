public import CivilTime
import Database
import Records

/// A subject's credit file as the store makes it.
public struct GatheredFile: Sendable, Equatable {
  /// JSON (docs/schema/credit-file.schema.json).
  public var bytes: [UInt8]
  /// The moment whose state it shows.
  public var asOf: BeijingTime
  public var isPersonal: Bool
}

/// What a moment's credit files have in common: made once for many.
public struct FileFrame: Sendable {
  let moment: GatheringStore.Moment
  let coverage: [UInt8]
  let sources: [Int64: String]
  let decisions: HandDecisions
}

extension GatheringStore {
  /// - Parameter time: nil: now.
  /// - Throws: `GatheringError.unknown` if nothing had been taken in at that time.
  public func frame(asOf time: BeijingTime? = nil) throws -> FileFrame {
    try database.read { session in
      guard let moment = try moment(at: time, session) else {
        throw GatheringError.unknown(what: "\(location): nothing had been gathered" + (time.map { " by \($0)" } ?? ""))
      }
      let sources = try sourceNames(session)
      return FileFrame(
        moment: moment,
        coverage: GatheredFileText.coverage(
          try coverage(asOf: moment, session), until: moment.takenAt.date, catalogue),
        sources: sources, decisions: try handDecisions(moment, sources, session))
    }
  }

  /// The credit file of a subject, coverage computed; nil: nobody delivered anything about it.
  /// - Parameter code: 统一社会信用代码, or the number of a person's document; normalized.
  public func creditFile(of code: String, in frame: FileFrame) throws -> GatheredFile? {
    try creditFiles(of: [code], in: frame)[code]
  }

  /// Those of several subjects; of an unknown one there is none.
  public func creditFiles(of codes: [String], in frame: FileFrame) throws -> [String: GatheredFile] {
    try database.read { session in
      // About 0.3 % of identity numbers also pass for a 统一社会信用代码 (domain.md §4): both may be meant.
      var keys: [String: [String]] = [:]
      for code in codes {
        let isPersons = CitizenID.fault(in: code) == nil
        keys[code] = [code] + (isPersons ? [secret.subject(personNumber: code, name: nil)] : [])
      }
      let known = try knownSubjects(Array(Set(keys.values.joined())), frame.moment, session)
      let versions = try versions(of: Array(known.keys), asOf: frame.moment, session)
      let doubts = try doubts(of: known, versions, in: frame, session)
      let exclusions = try exclusions(of: known, versions, in: frame, session)
      var files: [String: GatheredFile] = [:]
      for code in codes {
        guard let key = keys[code]?.first(where: { known[$0] != nil }), let subject = known[key] else { continue }
        let file = StandingRecords(versions: versions[key] ?? [])
        files[code] = GatheredFile(
          bytes: try text(of: subject, code: code, file, doubts[key] ?? [], exclusions[key] ?? [:], frame),
          asOf: frame.moment.takenAt,
          isPersonal: catalogue.kind(subject.kind)?.isPerson ?? false)
      }
      return files
    }
  }

  /// The key under which the store has a subject with this code.
  func subjectKey(_ code: String) -> String {
    UnifiedCreditCode.fault(in: code) == nil || CitizenID.fault(in: code) != nil
      ? code : secret.subject(personNumber: code, name: nil)
  }

  private func text(
    of subject: KnownSubject, code: String, _ file: StandingRecords, _ doubts: [DoubtingRows],
    _ exclusions: [Exclusion: Int], _ frame: FileFrame
  ) throws -> [UInt8] {
    let records = file.records()
    var text = GatheredFileText(
      capacity: frame.coverage.count + 1024 + file.versions.reduce(0) { $0 + $1.body.count + 8 })
    text.raw("{\n\"version\": 1,\n\"asOf\": ")
    text.text(frame.moment.takenAt.preciseText)
    text.raw(",\n\"subject\": ")
    let registered = file.registration.map { BodyFields.fields(of: $0.body) } ?? []
    let name = registered.first { $0.label == "name" }?.text ?? subject.name
    let kind = catalogue.kind(registered.first { $0.label == "kind" }?.text ?? subject.kind)?.naming.label
    text.raw(
      BodyFields.adding(
        [("kind", kind ?? subject.kind), ("name", name), ("code", code)]
          + registered.filter { $0.label != "name" && $0.label != "kind" && $0.label != "code" }, to: Array("{}".utf8)))
    text.raw(",\n\"records\": {")
    var isFirst = true
    for category in catalogue.categories {
      guard let list = records[category.naming.key] else { continue }
      text.raw(isFirst ? "\n" : ",\n")
      isFirst = false
      text.text(category.naming.label)
      text.raw(": ")
      text.list(list) { text, version in
        text.raw(BodyFields.adding(marks(of: version, file.repair(of: version)), to: version.body))
      }
    }
    text.raw(isFirst ? "}" : "\n}")
    text.raw(",\n\"coverage\": ")
    text.raw(frame.coverage)
    text.raw(",\n\"coverageBasis\": \"deliveries\"")
    if !doubts.isEmpty {
      text.raw(",\n\"unattributed\": ")
      text.list(doubts) { text, doubt in doubt.write(to: &text, catalogue) }
    }
    let excluded = exclusions.merging(acceptedLosses(records, in: frame), uniquingKeysWith: +).filter { $0.value > 0 }
    if !excluded.isEmpty {
      text.raw(",\n\"excluded\": ")
      text.list(excluded.sorted { $0.key.order < $1.key.order }) { text, entry in
        entry.key.write(entry.value, to: &text, catalogue)
      }
    }
    text.raw("\n}\n")
    return text.bytes
  }

  /// What later deliveries say of a record: it was repaired, or its source no longer shows it.
  private func marks(
    of version: StandingRecords.Version, _ repair: StandingRecords.Version?
  ) -> [(label: String, text: String)] {
    var marks: [(label: String, text: String)] = []
    let own = Set(version.ended == nil && repair == nil ? [] : BodyFields.fields(of: version.body).map(\.label))
    if let repair {
      let said = BodyFields.fields(of: repair.body)
      marks.append(("信用修复状态", "已修复"))
      for label in ["信用修复日期", "信用修复决定文书号"] {
        if let field = said.first(where: { $0.label == label }) { marks.append(field) }
      }
    }
    if let ended = version.ended { marks.append(("来源单位终止公示日期", ended.description)) }
    return marks.filter { !own.contains($0.label) }
  }
}

extension BeijingTime {
  /// `2026-11-20T18:00:00.125+08:00`: says exactly which deliveries had been taken in.
  var preciseText: String {
    let fraction = String(1000 + millisecond).dropFirst()
    return "\(date)T\(clock).\(fraction)+08:00"
  }
}
