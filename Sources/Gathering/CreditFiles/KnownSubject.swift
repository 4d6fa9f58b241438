import Database
import Records

/// A subject as the store knows it.
struct KnownSubject {
  var subject: String
  var kind: String
  /// The registrar's word, or the name of the latest row.
  var name: String
  /// All names under which rows or the registrar know it.
  var names: [String]
  /// Of a person's document.
  var number: String?
}

extension GatheringStore {
  func knownSubjects(
    _ subjects: [String], _ moment: Moment, _ session: any SQLSession
  ) throws -> [String: KnownSubject] {
    let marks = subjects.indices.map { "$\($0 + 3)" }.joined(separator: ", ")
    let values = [SQLValue.text(issuer), .integer(moment.sequence)] + subjects.map { .text($0) }
    var known: [String: KnownSubject] = [:]
    for row in try session.query(
      "SELECT subject, kind, sealed_number FROM gather_subject WHERE issuer = $1 AND born <= $2 AND subject IN (\(marks))",
      values)
    {
      let subject = try row.text("subject")
      let number = try row.optionalBlob("sealed_number").map { String(decoding: try opened($0), as: UTF8.self) }
      known[subject] = KnownSubject(subject: subject, kind: try row.text("kind"), name: "", names: [], number: number)
    }
    // The name of the latest decision stands last; the registrar's, where there is one, is read from its registration.
    for row in try session.query(
      """
      SELECT subject, name FROM gather_name WHERE issuer = $1 AND born <= $2 AND subject IN (\(marks))
      ORDER BY subject, day, born, comparable, basis
      """, values)
    {
      let (subject, name) = (try row.text("subject"), try opened(name: row.text("name")))
      known[subject]?.name = name
      known[subject]?.names.append(name)
    }
    return known
  }

  /// All that rows may call the subject by.
  func keys(of subject: KnownSubject, _ versions: [StandingRecords.Version]) -> Set<Digest> {
    var keys = Set(subject.names.map(secret.key(ofName:)))
    keys.insert(secret.key(ofCode: subject.subject))
    if let number = subject.number { keys.insert(secret.key(ofCode: number)) }
    // 统一社会信用代码 holds the 组织机构代码: characters 9 to 17.
    if subject.subject.utf8.count == 18 {
      keys.insert(secret.key(ofCode: String(subject.subject.dropFirst(8).prefix(9))))
    }
    let fields = catalogue.kind(subject.kind)?.fields ?? []
    let numbers = Vocabulary(fields.filter { $0.isRegistration || $0.naming.key == "organisationCode" }.map(\.naming))
    if let registration = StandingRecords(versions: versions).registration {
      for field in BodyFields.fields(of: registration.body) where numbers.index(of: field.label) != nil {
        keys.insert(secret.key(ofCode: normalizedIdentifier(field.text).replacing("-", with: "")))
      }
    }
    return keys
  }

  /// Whether a registrar knows another subject by the name in question: two subjects may have one name, and then their
  /// codes say whom a record is about.
  func isRegistered(
    _ other: String, under key: Digest, of owners: Set<String>, _ subjects: [String: KnownSubject], _ moment: Moment,
    _ session: any SQLSession
  ) throws -> Bool {
    let names = owners.compactMap { subjects[$0] }.flatMap(\.names).filter { secret.key(ofName: $0) == key }
    for name in Set(names.map(comparableName)) {
      let rows = try session.query(
        """
        SELECT 1 AS found FROM gather_name
        WHERE issuer = $1 AND subject = $2 AND comparable = $3 AND basis <> 'row' AND born <= $4
        """, [.text(issuer), .text(other), .text(name), .integer(moment.sequence)])
      if !rows.isEmpty { return true }
    }
    return false
  }
}
