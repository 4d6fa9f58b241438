import CivilTime
import Database
import Records

/// One decision on its way in.
struct Deciding {
  let store: GatheringStore
  let session: any SQLSession

  // MARK: What can be decided

  func propose(_ decision: GatheringDecision) throws -> ProposedDecision {
    switch decision {
    case .assign(let row, let code, let isOtherName):
      let held = try held(row)
      try checkCanBeAssigned(held)
      let subject = try organisation(code)
      try check(held, isOf: subject, isOtherName: isOtherName)
      let doubt = isOtherName ? ", whatever name it stands under" : ""
      return ProposedDecision(
        words: "assign \(words(held)) to \(try label(of: subject))\(doubt) (待核记录归入主体)",
        mark: hexadecimal(held.content.bytes))
    case .refuse(let row, let reason):
      let held = try held(row)
      try check(reason: reason)
      return ProposedDecision(
        words: "refuse \(words(held)) (排除待核记录): \(reason)", mark: hexadecimal(held.content.bytes))
    case .accept(let number):
      let delivery = try delivery(number)
      if delivery.hasFailed {
        guard try isOpen(delivery) else { throw refused("delivery \(number)", "leaves no day open") }
        return ProposedDecision(
          words: "accept that all of delivery \(number) (\(delivery.source), \(delivery.days.lowerBound) to "
            + "\(delivery.days.upperBound)), which could not be read, was delivered otherwise (确认报送批次)",
          mark: "\(delivery.takenAt)")
      }
      if try store.isTakenBack(number, session) {
        throw refused("delivery \(number)", "was taken back; the same files with the right notice are taken in anew")
      }
      guard !delivery.covers else { throw refused("delivery \(number)", "counts already") }
      guard let doubt = delivery.remark else { throw refused("delivery \(number)", "waits for nobody") }
      return ProposedDecision(
        words: "accept delivery \(number) (\(delivery.source), \(delivery.kind.label), \(delivery.days.lowerBound) to "
          + "\(delivery.days.upperBound)): \(doubt) (确认报送批次)", mark: "\(delivery.takenAt)")
    case .reopen(let number, let reason):
      let delivery = try delivery(number)
      try check(reason: reason)
      guard delivery.covers, store.days(of: delivery.notice) != nil else {
        throw refused("delivery \(number)", "answers for no day")
      }
      if try store.isTakenBack(number, session) { throw refused("delivery \(number)", "was taken back already") }
      return ProposedDecision(
        words: "take back that delivery \(number) (\(delivery.source), \(delivery.kind.label)) answers for "
          + "\(delivery.days.lowerBound) to \(delivery.days.upperBound) (撤回报送期间): \(reason)",
        mark: "\(delivery.takenAt)")
    case .rename(let code, let name, let isOtherName):
      let subject = try organisation(code)
      guard !comparableName(name).isEmpty, name.unicodeScalars.count <= 200 else {
        throw refused("the name", "must have 1 to 200 characters")
      }
      if try isConfirmed(name, of: subject), try heldRows(under: subject, called: name).isEmpty {
        throw refused(subject, "is known by that name, and no row is held for it")
      }
      if !isOtherName { try check(name, mayBeOf: subject) }
      return ProposedDecision(words: "\(try label(of: subject)) bears the name \(name) (确认更名)", mark: subject)
    case .erase(let day):
      guard day <= BeijingTime.now().date else { throw refused("\(day)", "is yet to come") }
      let over = try kept(noLongerOn: day)
      guard over.count > 0 else { throw refused("the store", "holds nothing whose time is over on \(day)") }
      return ProposedDecision(words: "erase \(over.words) whose time is over on \(day) (保存期限届满)", mark: over.words)
    }
  }

  private func check(reason: String) throws(GatheringError) {
    guard (1...200).contains(reason.unicodeScalars.count) else {
      throw refused("the reason", "must have 1 to 200 characters")
    }
  }

  private func words(_ held: HeldRow) -> String {
    let day = held.day.map { ", \($0)" } ?? ""
    return "held row \(held.id) (\(held.source), \(store.catalogue.label(ofCategory: held.category))\(day))"
  }

  private func checkCanBeAssigned(_ held: HeldRow) throws {
    if held.isErased { throw refused("row \(held.id)", "was erased: its time was over") }
    if held.category == RowPreparation.registration {
      throw refused(
        "row \(held.id)", "is its registrar's word on who a subject is; the registrar must deliver it again")
    }
    if held.isMisaligned {
      throw refused(
        "row \(held.id)", "has cells that may stand under the wrong heads; its source must deliver it again")
    }
  }

  private func refused(_ what: String, _ problem: String) -> GatheringError { .refused(what: what, problem: problem) }

  // MARK: Carrying out

  func carryOut(
    _ decision: GatheringDecision, at moment: GatheringStore.Moment, action: String, person: String
  ) throws -> DecisionReceipt {
    var receipt = DecisionReceipt(sequence: moment.sequence, takenAt: moment.takenAt)
    var note = Note(action: action, person: person)
    switch decision {
    case .assign(let row, let code, _):
      let held = try held(row)
      let subject = try organisation(code)
      try assign([held], to: subject, moment)
      (note.kind, note.held, note.subject, note.source) = ("assign", row, subject, held.sourceID)
      receipt.settled = 1
    case .refuse(let row, let reason):
      let held = try held(row)
      try settle(held, as: "refused", moment)
      (note.kind, note.held, note.reason, note.source) = ("refuse", row, reason, held.sourceID)
      receipt.settled = 1
    case .accept(let number):
      let delivery = try delivery(number)
      receipt.ended = try accept(delivery, moment)
      (note.kind, note.delivery, note.source) = ("accept", number, delivery.sourceID)
    case .reopen(let number, let reason):
      let delivery = try delivery(number)
      try reopen(delivery, moment)
      (note.kind, note.delivery, note.reason, note.source) = ("reopen", number, reason, delivery.sourceID)
    case .rename(let code, let name, _):
      let subject = try organisation(code)
      let rows = try heldRows(under: subject, called: name)
      try session.execute(
        """
        INSERT INTO gather_name (issuer, subject, comparable, basis, name, day, born)
        VALUES ($1, $2, $3, 'operator', $4, $5, $6) ON CONFLICT (issuer, subject, comparable, basis) DO NOTHING
        """,
        [
          .text(store.issuer), .text(subject), .text(comparableName(name)), .text(name), .day(moment.takenAt.date),
          .integer(moment.sequence),
        ])
      try assign(rows, to: subject, moment)
      (note.kind, note.subject) = ("rename", subject)
      receipt.settled = rows.count
    case .erase(let day):
      receipt.erased = try erase(kept(noLongerOn: day), moment)
      note.kind = "erase"
    }
    try write(note, receipt, at: moment)
    return receipt
  }

  /// A held row becomes a version of a record, as new as its delivery: what the source says later replaces it.
  private func assign(_ rows: [HeldRow], to subject: String, _ moment: GatheringStore.Moment) throws {
    var records: [[SQLValue]] = []
    for (index, held) in rows.enumerated() {
      let body = AssignedRow(store: store).body(
        of: try store.opened(held.sealed), category: held.category, code: subject)
      let decision = store.secret.group(
        document: held.document, category: held.category, subject: subject, content: held.content)
      records.append([
        .integer(moment.sequence << 32 + Int64(index)), .text(store.issuer), .text(subject), .integer(held.sourceID),
        .text(held.category), .blob(decision.bytes), .blob(held.content.bytes), .day(held.day), .day(held.through),
        .text(RecordState(of: held.kind).rawValue), .flag(true), .blob(try store.secret.seal(body)),
        .integer(moment.sequence),
      ])
      try settle(held, as: "assigned", moment)
    }
    try session.insert(
      records, into: "gather_record",
      [
        "id", "issuer", "subject", "source", "category", "decision", "content", "day", "day_through", "state",
        "is_sealed", "body", "born",
      ])
    try session.insert(
      rows.map { [.integer($0.id), .text(subject), .integer(moment.sequence)] }, into: "gather_assignment",
      ["held", "subject", "sequence"])
  }

  private func settle(_ held: HeldRow, as settlement: String, _ moment: GatheringStore.Moment) throws(DatabaseError) {
    let sequence = SQLValue.integer(moment.sequence)
    try session.execute(
      "UPDATE gather_held SET died = $1, settlement = $2 WHERE id = $3",
      [sequence, .text(settlement), .integer(held.id)])
    try session.execute(
      "UPDATE gather_opening SET settled = $1 WHERE held = $2 AND settled IS NULL", [sequence, .integer(held.id)])
  }

  /// - Returns: how many records end that are missing from it, if nobody has said them since.
  private func accept(_ delivery: DecidedDelivery, _ moment: GatheringStore.Moment) throws(DatabaseError) -> Int {
    let (sequence, number) = (SQLValue.integer(moment.sequence), SQLValue.integer(delivery.number))
    if delivery.hasFailed {
      try session.execute(
        "UPDATE gather_opening SET settled = $1 WHERE sequence = $2 AND settled IS NULL", [sequence, number])
      return 0
    }
    try session.execute("UPDATE gather_delivery SET covers_since = $1 WHERE sequence = $2", [sequence, number])
    return try session.execute(
      """
      UPDATE gather_record SET ended = $1, ended_day = $2
      WHERE (subject, id) IN (SELECT subject, id FROM gather_missing WHERE sequence = $3)
        AND died IS NULL AND ended IS NULL AND day_through <= $2
      """, [sequence, .day(delivery.notice.lastSaid), number])
  }

  private func isOpen(_ delivery: DecidedDelivery) throws(DatabaseError) -> Bool {
    try !session.query(
      "SELECT 1 AS found FROM gather_opening WHERE sequence = $1 AND settled IS NULL LIMIT 1",
      [.integer(delivery.number)]
    ).isEmpty
  }

  private func reopen(_ delivery: DecidedDelivery, _ moment: GatheringStore.Moment) throws(DatabaseError) {
    let lists = store.catalogue.lists
    var openings: [[SQLValue]] = []
    for category in delivery.notice.categories {
      guard let days = CoverageRule.days(of: delivery.notice, isList: lists.contains(category)) else { continue }
      openings.append([
        .integer(moment.sequence), .integer(delivery.sourceID), .text(category), .day(days.lowerBound),
        .day(days.upperBound), .text(CoverageLedger.Opening.takenBack.rawValue),
      ])
    }
    try session.insert(
      openings, into: "gather_opening", ["sequence", "source", "category", "day_from", "day_through", "reason"])
  }

  // MARK: The decision itself

  private struct Note {
    var action: String, person: String
    var kind = ""
    var held: Int64?, delivery: Int64?, subject: String?, reason: String?
    /// Nil: a decision about what several sources say.
    var source: Int64?
  }

  private func write(
    _ note: Note, _ receipt: DecisionReceipt, at moment: GatheringStore.Moment
  ) throws(DatabaseError) {
    let sequence = SQLValue.integer(moment.sequence)
    let day = SQLValue.day(moment.takenAt.date)
    let time = SQLValue.integer(moment.takenAt.millisecondsSince1970)
    let counts = ["new", "replaces", "same", "outdated", "withdraws", "held", "no_data"].map { "rows_\($0)" }
    try session.insert(
      [
        [
          sequence, .text(store.issuer), .integer(note.source ?? 0), .text(DeliveryKind.decision.rawValue), day, day,
          time, time, .text(DeliveryNotice.Author.person.rawValue), .text(note.person), .flag(true), .flag(false),
          .integer(Int64(receipt.ended + receipt.erased)), .integer(0),
        ] + counts.map { _ in .integer(0) }
      ], into: "gather_delivery",
      [
        "sequence", "issuer", "source", "kind", "day_from", "day_through", "received_at", "taken_at", "author",
        "person", "is_confirmed", "has_failed", "ended", "defects",
      ] + counts)
    try session.insert(
      [
        [
          sequence, .text(store.issuer), .text(note.action), .text(note.kind),
          note.held.map { .integer($0) } ?? .null, note.delivery.map { .integer($0) } ?? .null,
          .optional(note.subject), .optional(note.reason),
        ]
      ], into: "gather_decision",
      ["sequence", "issuer", "action", "kind", "held", "delivery", "subject", "reason"])
  }
}
