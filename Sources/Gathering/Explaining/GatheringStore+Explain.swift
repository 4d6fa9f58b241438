public import CivilTime
import Database
public import Records
public import Reports

extension GatheringStore {
  /// Why the answer about a subject is what it is, for each domain that the builder asks about. The judgement is the one
  /// that makes reports, on the credit file that the store gives for that moment.
  /// - Parameters:
  ///   - code: as for `creditFile`.
  ///   - time: nil: now.
  /// - Throws: `GatheringError.unknown` if nothing was delivered about the subject; `ReadingError`, `NoViolationError`.
  public func explain(
    _ code: String, by builder: NoViolationBuilder, _ catalogue: Catalogue, asOf time: BeijingTime? = nil
  ) throws -> [Explanation] {
    let frame = try frame(asOf: time)
    guard let text = try creditFile(of: code, in: frame) else {
      throw GatheringError.unknown(
        what: "nothing was delivered about this subject; look it up by its name with `gather subjects`")
    }
    let reader = CreditFileReader(catalogue: catalogue, now: { .now() })
    let file = try reader.read(bytes: text.bytes, name: "the store's credit file").file
    let grounds = try builder.grounds(on: file)
    return try database.read { session in
      let key = subjectKey(code)
      let known = try knownSubjects([key], frame.moment, session)
      let versions = try versions(of: [key], asOf: frame.moment, session)
      let doubts = try doubts(of: known, versions, in: frame, session)[key] ?? []
      let explaining = Explaining(
        store: self, session: session, frame: frame, file: file,
        judged: StandingRecords(versions: versions[key] ?? []).judged(), doubts: doubts)
      return try grounds.map { try explaining.explanation($0) }
    }
  }
}

/// One subject's answers on their way to being explained.
private struct Explaining {
  let store: GatheringStore
  let session: any SQLSession
  let frame: FileFrame
  let file: CreditFile
  let judged: [(version: StandingRecords.Version, setAside: StandingRecords.SetAside?)]
  let doubts: [DoubtingRows]

  func explanation(_ grounds: AnswerGrounds) throws -> Explanation {
    let sources = try grounds.sources.map { try source($0, grounds.period) }
    let records = try records(grounds)
    let doubting = try grounds.unattributed.flatMap { try doubtingRows(doubts[$0]) }
    let numbers =
      sources.flatMap(\.categories).flatMap(\.days).flatMap(\.deliveries) + records.map(\.delivery)
      + doubting.map(\.delivery)
    let answer = grounds.answer
    return Explanation(
      subject: file.subject.code, domain: answer.domain, domainLabel: answer.label,
      from: grounds.period.lowerBound.description, through: grounds.period.upperBound.description,
      asOf: frame.moment.takenAt.preciseText, number: frame.moment.sequence, outcome: answer.outcome.rawValue,
      outcomeLabel: answer.outcome.label, reasons: answer.reasons, sources: sources, records: records,
      doubting: doubting, deliveries: try deliveries(Set(numbers).sorted()))
  }

  private func source(
    _ inquired: InquiredSource, _ period: ClosedRange<CalendarDate>
  ) throws -> Explanation.Source {
    let name = store.catalogue.source(named: inquired.name)?.name ?? inquired.name
    let history = try frame.sources.first { $0.value == name }.map { source, _ in
      try SourceHistory(of: source, frame.moment, store, session)
    }
    return Explanation.Source(
      name: inquired.name,
      categories: inquired.days.map { days in
        Explanation.CategoryDays(
          category: days.category, label: days.label, isComplete: days.fault == nil,
          days: (history ?? SourceHistory()).days(
            of: days.category, isList: store.catalogue.lists.contains(days.category), delivered: days.runs,
            possible: inquired.possible
          ).days(of: period))
      })
  }

  // MARK: Records

  /// In the file's order; then those that are not in the file.
  private func records(_ grounds: AnswerGrounds) throws -> [Explanation.RecordLine] {
    var lines: [Explanation.RecordLine] = []
    for (given, verdicts) in zip(file.records, grounds.records) {
      let standing = judged.filter {
        $0.setAside == nil && $0.version.erased == nil && $0.version.category == given.category
      }.map(\.version)
      for (record, ground) in zip(given.records, verdicts) {
        // The last step of the pointer is the record's place in the list that the store wrote.
        guard let place = record.pointer.split(separator: "/").last.flatMap({ Int($0) }),
          standing.indices.contains(place)
        else { preconditionFailure("\(record.pointer) is no record of the file") }
        lines.append(line(standing[place], ground))
      }
    }
    for case (let version, let setAside?) in judged {
      switch setAside {
      case .withdrawn(let id): lines.append(line(version, .setAside("已被编号\(id >> 32)撤销")))
      case .repeated(let source):
        lines.append(line(version, .setAside("\(frame.sources[source] ?? "另一来源单位")报送的内容相同，只列一次")))
      }
    }
    return lines
  }

  private func line(
    _ version: StandingRecords.Version, _ ground: AnswerGrounds.Ground
  ) -> Explanation.RecordLine {
    var line = Explanation.RecordLine(
      id: version.id, source: frame.sources[version.source] ?? "",
      categoryLabel: store.catalogue.label(ofCategory: version.category), delivery: version.id >> 32, effect: .counts)
    switch ground {
    case .counts: break
    case .doubts(let reason): (line.effect, line.rule) = (.doubts, reason)
    case .setAside(let rule): (line.effect, line.rule) = (.setAside, rule)
    }
    return line
  }

  // MARK: Rows in doubt

  private func doubtingRows(_ doubting: DoubtingRows) throws(DatabaseError) -> [Explanation.DoubtingRow] {
    let doubt = doubting.doubt
    return try doubting.rows.map { id throws(DatabaseError) in
      let held = try session.query("SELECT table_name, row_number FROM gather_held WHERE id = $1", [.integer(id)]).first
      return Explanation.DoubtingRow(
        id: id, source: doubt.source, categoryLabel: store.catalogue.label(ofCategory: doubt.category),
        day: doubt.day?.description, reason: doubt.reason, delivery: id >> 32,
        table: try held?.text("table_name"), row: try held?.integer("row_number"))
    }
  }

  private func deliveries(_ numbers: [Int64]) throws -> [Explanation.Delivery] {
    try numbers.map { number in
      let rows = try session.query(
        "SELECT source, kind, day_from, day_through, received_at FROM gather_delivery WHERE sequence = $1",
        [.integer(number)])
      guard let row = rows.first else {
        throw DatabaseError.damaged(location: store.location, problem: "event \(number) is missing")
      }
      let files = try session.query(
        "SELECT name FROM gather_file WHERE sequence = $1 ORDER BY name", [.integer(number)])
      let received = BeijingTime(millisecondsSince1970: try row.integer("received_at"))
      return Explanation.Delivery(
        number: number, source: frame.sources[try row.integer("source")] ?? "",
        kind: DeliveryKind(rawValue: try row.text("kind"))?.label ?? "", from: try row.day("day_from").description,
        through: try row.day("day_through").description, received: received.date.description,
        files: try files.map { row throws(DatabaseError) in try row.text("name") })
    }
  }
}
