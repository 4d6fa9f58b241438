import CivilTime
import Records

/// Who may be the subject of a personal report: adults with full civil capacity (domain.md §1.1).
struct Eligibility {
  let kind: SubjectKind

  /// The subject's day of birth.
  /// - Throws: a refusal, unless the subject is known to be an adult with full capacity on the day of issue.
  func birthDate(of subject: Subject, on day: CalendarDate) throws(ReportError) -> CalendarDate {
    if let capacity = subject.fields[CatalogueKeys.civilCapacity] {
      let field = kind.fields.first { $0.naming.key == CatalogueKeys.civilCapacity }
      guard field?.choice(of: capacity) == CatalogueKeys.fullCapacity else {
        throw .refused(.notFullCapacity(capacity.text), pointer: "/subject")
      }
    }
    guard let birth = Self.birthDate(of: subject) else { throw .refused(.ageUnknown, pointer: "/subject") }
    let adultOn = birth.birthday(age: Minors.majority)
    guard adultOn <= day else { throw .refused(.minor(adultOn: adultOn), pointer: "/subject") }
    return birth
  }

  /// From the number of the ID document and the birth date in the file; if they differ, the later one counts. A number
  /// with a wrong check character establishes nothing, but may contradict the other date.
  static func birthDate(of subject: Subject) -> CalendarDate? {
    let isCitizenID: Bool
    if case .text(let document)? = subject.fields["idKind"] {
      isCitizenID = document.contains("身份证")
    } else {
      isCitizenID = true
    }
    var given: CalendarDate?
    if case .date(let day)? = subject.fields[CatalogueKeys.birthDate] { given = day }
    let certain = isCitizenID ? CitizenID.birthDate(of: subject.code) : nil
    guard given != nil || certain != nil else { return nil }
    let written = isCitizenID ? CitizenID.writtenBirthDate(in: subject.code) : nil
    return [given, certain, written].compactMap(\.self).max()
  }
}
