import CivilTime
import Database
import Records

/// Turns rows into the values that are staged: whom they are about, which decision, and what may not be read.
struct RowPreparation {
  let secret: GatheringSecret
  /// The category under which registrations stand: no category of the catalogue has this key.
  static let registration = "registration"

  /// A row of a delivery, with its number in the delivery and the index of its table.
  struct Row: Sendable {
    var n: Int64
    var table: Int64
    var delivered: GatheredRow
  }

  /// What is staged of a row.
  @Sendable func prepared(_ row: Row) throws -> Staging.Rows {
    let (n, table, number) = (row.n, row.table, Int64(row.delivered.number))
    switch row.delivered.content {
    case .record(let record):
      return Staging.Rows(records: [try values(record, n: n, table: table, row: number)])
    case .registration(let registration):
      let key = key(of: registration.subject)
      return Staging.Rows(
        records: [try values(registration, n: n, table: table, row: number)],
        formers: registration.formerNames.map { [.text(key), .text(comparableName($0)), .text($0)] })
    case .unattributed(let held):
      return Staging.Rows(
        held: [try values(held, n: n, table: table, row: number)],
        mentions: mentions(held).map { [.blob($0.bytes), .integer(n)] })
    case .noData: return Staging.Rows()
    }
  }

  /// In the order of `Staging`'s columns.
  private func values(
    _ record: GatheredRecord, n: Int64, table: Int64, row: Int64
  ) throws -> [SQLValue] {
    let key = key(of: record.subject)
    let content = secret.content(record.body)
    let document = identifying(record.number).map {
      secret.document(category: record.category, authority: record.authority, number: $0)
    }
    let decision = secret.group(document: document, category: record.category, subject: key, content: content)
    let isSealed = record.isPersonal || record.subject.isPerson
    return [
      .integer(n), .text(key), .text(record.subject.kind), .text(try kept(record.subject)),
      .text(comparable(record.subject)), .flag(record.subject.isPerson), .flag(record.subject.passesCheck),
      try sealedNumber(record.subject), .text(record.category), .blob(decision.bytes), .blob(content.bytes),
      .optional(document?.bytes), .day(record.day), .flag(isSealed),
      .blob(isSealed ? try secret.seal(record.body) : record.body), .integer(table), .integer(row),
    ]
  }

  private func values(
    _ registration: GatheredRegistration, n: Int64, table: Int64, row: Int64
  ) throws -> [SQLValue] {
    let key = key(of: registration.subject)
    // A subject's kind and name are part of what its registrar says.
    let subject = registration.subject
    let body = BodyFields.adding(
      BodyFields.fields(of: registration.body).filter { !$0.text.isEmpty },
      to: BodyFields.adding([("kind", subject.kind), ("name", subject.name)], to: Array("{}".utf8)))
    let content = secret.content(body)
    let decision = secret.group(
      document: secret.document(category: Self.registration, authority: "", number: ""), category: Self.registration,
      subject: key, content: content)
    let isSealed = registration.subject.isPerson
    return [
      .integer(n), .text(key), .text(subject.kind), .text(try kept(subject)), .text(comparable(subject)),
      .flag(isSealed), .flag(registration.subject.passesCheck),
      try sealedNumber(registration.subject), .text(Self.registration), .blob(decision.bytes), .blob(content.bytes),
      .null, .null, .flag(isSealed), .blob(isSealed ? try secret.seal(body) : body),
      .integer(table), .integer(row),
    ]
  }

  private func values(_ held: GatheredHeldRow, n: Int64, table: Int64, row: Int64) throws -> [SQLValue] {
    let document = identifying(held.number).map {
      secret.document(category: held.category, authority: held.authority, number: $0)
    }
    return [
      .integer(n), .text(held.category), .blob(secret.content(held.body).bytes), .optional(document?.bytes),
      .day(held.day), .text(held.reason.rawValue), .integer(table), .integer(row),
      .blob(try secret.seal(held.body)), .flag(held.opensDays), .integer(Int64(held.subjects)),
    ]
  }

  /// Whom a held row may be about.
  func mentions(_ held: GatheredHeldRow) -> [Digest] {
    mentions(names: held.names, codes: held.codes + held.furtherCodes)
  }

  func mentions(names: [String], codes: [String]) -> [Digest] {
    // The records of a person stand under a key of the number.
    let persons = codes.filter { CitizenID.fault(in: $0) == nil }.map { secret.subject(personNumber: $0, name: nil) }
    let keys = names.map(secret.key(ofName:)) + (codes + persons).map(secret.key(ofCode:))
    var known: Set<Digest> = []
    return keys.filter { known.insert($0).inserted }
  }

  /// A number without a numeral (当场处罚决定书) is that of many documents.
  private func identifying(_ number: String?) -> String? {
    number.flatMap { $0.unicodeScalars.contains { $0.properties.numericType != nil } ? $0 : nil }
  }

  /// A subject's key in the store. Documents other than identity cards may have the same number by chance, so that the
  /// name belongs to the key.
  func key(of subject: RowSubject) -> String {
    guard subject.isPerson else { return subject.code }
    return secret.subject(personNumber: subject.code, name: subject.passesCheck ? nil : subject.name)
  }

  private func kept(_ subject: RowSubject) throws -> String {
    try secret.kept(name: subject.name, isPerson: subject.isPerson)
  }

  private func comparable(_ subject: RowSubject) -> String {
    secret.comparable(name: subject.name, isPerson: subject.isPerson)
  }

  private func sealedNumber(_ subject: RowSubject) throws -> SQLValue {
    subject.isPerson ? .blob(try secret.seal(Array(subject.code.utf8))) : .null
  }
}

extension SQLValue {
  static func flag(_ flag: Bool) -> SQLValue { .integer(flag ? 1 : 0) }
  static func day(_ day: CalendarDate?) -> SQLValue { day.map { .integer(Int64($0.daysSince1970)) } ?? .null }
}

extension SQLRow {
  func day(_ column: String) throws(DatabaseError) -> CalendarDate {
    CalendarDate(daysSince1970: Int(try integer(column)))
  }
  func optionalDay(_ column: String) throws(DatabaseError) -> CalendarDate? {
    try optionalInteger(column).map { CalendarDate(daysSince1970: Int($0)) }
  }
  func flag(_ column: String) throws(DatabaseError) -> Bool { try integer(column) != 0 }
}
