import CivilTime
import Records

/// Penalties on minors are not published at all (domain.md §4.3): decided before the eighteenth birthday of the person whom
/// the record is about, or on a day that is not known, so that it cannot be excluded.
///
/// The person is the subject of a personal report, and whoever's ID number the record holds; of two birth dates the later
/// counts. A number that says no birth date (a passport's) says nothing of a minor.
struct Minors: PublicityPolicy {
  let rule = "minors"
  let label = "作出决定时当事人未满十八周岁（或者不能排除）的记录"

  func judgement(for category: Category) -> PublicityJudgement? {
    guard category.sparesMinors else { return nil }
    return { record, context in
      var births = [context.birth].compactMap(\.self)
      if let field = category.personField, let number = record.fields[field]?.text {
        let number = normalizedIdentifier(number)
        // An organisation's code may stand there too; its digits are no birth date.
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
