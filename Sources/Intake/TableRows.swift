import CivilTime
import Gathering
import Importing
import Records

/// Rows of tables as the store takes them.
enum TableRows {
  static func gathered(_ row: Importing.DeliveredRow) -> GatheredRow {
    let defects = row.defects.count { !$0.rule.isNotice }
    return GatheredRow(
      table: row.tableName, number: row.number, content: content(of: row), defects: defects == 0 ? 0 : 1,
      offices: row.offices)
  }

  private static func content(of row: Importing.DeliveredRow) -> GatheredRow.Content {
    switch row.content {
    case .noData: .noData
    case .record(let record):
      .record(
        GatheredRecord(
          category: row.category, subject: subject(record.subject), number: record.number,
          authority: record.authority ?? "", day: record.decided, body: record.text,
          isPersonal: record.holdsIdentityNumber))
    case .registration(let registration):
      .registration(
        GatheredRegistration(
          subject: subject(registration.subject), formerNames: registration.formerNames, body: registration.fields))
    case .unattributed(let held):
      .unattributed(
        GatheredHeldRow(
          category: row.category, name: held.name, codes: held.codes.map(\.text), furtherCodes: held.furtherCodes,
          number: held.number, authority: held.authority ?? "", day: held.decided, reason: reason(of: held),
          mayNameAnybody: held.isMisaligned || held.name.map(SubjectNames.hasUnnamed) ?? false, body: held.text))
    }
  }

  private static func subject(_ identity: SubjectIdentity) -> RowSubject {
    RowSubject(
      kind: identity.kind, name: identity.name, code: identity.code, isPerson: identity.isPerson,
      passesCheck: identity.isCodeSound)
  }

  private static func reason(of held: Importing.UnattributedRow) -> HeldReason {
    if held.isMisaligned { return .unreadable }
    switch (held.name == nil, !held.codes.contains { CodeMentions.isCode($0.text) }) {
    case (true, true): return .noSubject
    case (_, true): return .noCode
    case _:
      let isAmbiguous = held.codes.contains {
        CitizenID.fault(in: $0.text) == nil && UnifiedCreditCode.fault(in: $0.text) == nil
      }
      return isAmbiguous ? .ambiguousNumber : .unreadable
    }
  }
}
