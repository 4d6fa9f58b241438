import CivilTime
import Database

/// The versions of one subject's records that stood at a moment.
struct StandingRecords {
  struct Version {
    var id: Int64
    var source: Int64
    var category: String
    var decision: Digest
    var content: Digest
    var through: CalendarDate
    var state: RecordState
    /// The day of the snapshot from which it was missing, if that was before the moment.
    var ended: CalendarDate?
    /// The number of the delivery or decision that ended it, if that was before the moment.
    var endedBy: Int64?
    /// The day that it tells of; nil: not known.
    var day: CalendarDate?
    /// The number of the decision that erased its contents, whatever the moment is.
    var erased: Int64?
    var body: [UInt8]

    /// Whether this withdrawal takes out a version of the same decision: one that its source does not say of later days, and
    /// that was not decided after the day that the withdrawal tells. So a new decision under the number of a withdrawn one
    /// stands.
    func withdraws(_ version: Version) -> Bool {
      if through < version.through { return false }
      guard let day, let decided = version.day else { return true }
      return day >= decided
    }

    /// The same, of two rows of `gather_record`.
    static func withdraws(_ withdrawal: String, _ version: String) -> String {
      """
      (\(withdrawal).day_through >= \(version).day_through
        AND (\(withdrawal).day IS NULL OR \(version).day IS NULL OR \(withdrawal).day >= \(version).day))
      """
    }
  }

  let versions: [Version]

  /// Why a version is not printed.
  enum SetAside: Equatable {
    /// By a version that is as new as it.
    case withdrawn(by: Int64)
    /// Another source says it in the same words.
    case repeated(source: Int64)
  }

  /// What the sources say of the subject's decisions, by category, as far as it was not erased.
  func records() -> [String: [Version]] {
    var records: [String: [Version]] = [:]
    for (version, setAside) in judged() where setAside == nil && version.erased == nil {
      records[version.category, default: []].append(version)
    }
    return records
  }

  /// All that the sources say. A decision that was withdrawn is set aside, if what its source says of it is not newer;
  /// what two sources say in the same words is printed once.
  func judged() -> [(version: Version, setAside: SetAside?)] {
    let withdrawals = Dictionary(
      grouping: versions.filter { $0.state == .withdrawn }, by: { Group(source: $0.source, decision: $0.decision) })
    var firstSources: [Words: Int64] = [:]
    return versions.filter { $0.state == .said && $0.category != RowPreparation.registration }.map { version in
      let group = Group(source: version.source, decision: version.decision)
      let withdrawal = withdrawals[group, default: []].filter { $0.withdraws(version) }.max { $0.through < $1.through }
      if let withdrawal { return (version, .withdrawn(by: withdrawal.id)) }
      let words = Words(decision: version.decision, content: version.content)
      let first = firstSources[words] ?? version.source
      if first != version.source { return (version, .repeated(source: first)) }
      firstSources[words] = version.source
      return (version, nil)
    }
  }

  /// The latest repair of a decision.
  func repair(of version: Version) -> Version? {
    versions.filter { $0.state == .repaired && $0.decision == version.decision }.max { $0.through < $1.through }
  }

  /// What the registrar says last.
  var registration: Version? {
    versions.filter { $0.category == RowPreparation.registration && $0.state == .said }.max {
      ($0.through, $0.id) < ($1.through, $1.id)
    }
  }

  private struct Group: Hashable {
    var source: Int64
    var decision: Digest
  }
  private struct Words: Hashable {
    var decision: Digest
    var content: Digest
  }
}

extension GatheringStore {
  /// - Returns: by subject; those of nobody are absent.
  func versions(
    of subjects: [String], asOf moment: Moment, _ session: any SQLSession
  ) throws -> [String: [StandingRecords.Version]] {
    if subjects.isEmpty { return [:] }
    let marks = subjects.indices.map { "$\($0 + 2)" }.joined(separator: ", ")
    let rows = try session.query(
      """
      SELECT id, subject, source, category, decision, content, day, day_through, state, is_sealed, body, ended, ended_day,
        erased
      FROM gather_record
      WHERE subject IN (\(marks)) AND born <= $1 AND (died IS NULL OR died > $1) AND issuer = $\(subjects.count + 2)
      ORDER BY subject, id
      """, [.integer(moment.sequence)] + subjects.map { .text($0) } + [.text(issuer)])
    var versions: [String: [StandingRecords.Version]] = [:]
    for row in rows {
      guard let state = RecordState(rawValue: try row.text("state")) else {
        throw DatabaseError.damaged(location: location, problem: "a record has an unknown state")
      }
      let body = try row.blob("body")
      let endedBy = try row.optionalInteger("ended").flatMap { $0 <= moment.sequence ? $0 : nil }
      versions[try row.text("subject"), default: []].append(
        StandingRecords.Version(
          id: try row.integer("id"), source: try row.integer("source"), category: try row.text("category"),
          decision: Digest(try row.blob("decision")), content: Digest(try row.blob("content")),
          through: try row.day("day_through"), state: state,
          ended: endedBy == nil ? nil : try row.optionalDay("ended_day"),
          endedBy: endedBy, day: try row.optionalDay("day"), erased: try row.optionalInteger("erased"),
          body: try row.flag("is_sealed") ? try opened(body) : body))
    }
    return versions
  }

  func opened(name: String) throws(GatheringError) -> String {
    do { return try secret.opened(name: name) } catch { throw .sealed(location: location) }
  }

  func opened(_ sealed: [UInt8]) throws(GatheringError) -> [UInt8] {
    do { return try secret.open(sealed) } catch { throw .sealed(location: location) }
  }
}
