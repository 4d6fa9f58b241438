import CivilTime
import Records

/// Penalties on minors are not published at all (domain.md §4.3): those decided before the eighteenth birthday of the
/// person whom the record is about, or on an unknown day, which may be before it.
///
/// The person is the subject of a personal report, or the holder of the ID number in the record; of two birth dates the
/// later counts. A number without a birth date (a passport's) says nothing about a minor.
struct Minors: PublicityPolicy {
  let rule = "minors"
  let label = "作出决定时当事人未满十八周岁（或者不能排除）的记录"

  func judgement(for category: Category) -> PublicityJudgement? {
    guard category.sparesMinors else { return nil }
    return { record, context in
      var births = [context.birth].compactMap(\.self)
      if let field = category.personField, let number = record.fields[field]?.text {
        let number = normalizedIdentifier(number)
        // An organisation's code may be here too; its digits are not a birth date.
        if UnifiedCreditCode.fault(in: number) != nil || CitizenID.fault(in: number) == nil,
          let birth = CitizenID.writtenBirthDate(in: number)
        {
          births.append(birth)
        }
      }
      guard let birth = births.max() else { return false }
      guard let date = category.dateField, case .date(let decided)? = record.fields[date] else { return true }
      return decided < birth.birthday(age: Self.majority)
    }
  }

  /// Civil Code, article 17.
  static let majority = 18
}
