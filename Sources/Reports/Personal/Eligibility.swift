import CivilTime
import Records

/// Of whom a personal report may be made: adults with full civil capacity (domain.md §1.1).
struct Eligibility {
  let kind: SubjectKind

  /// The subject's day of birth.
  /// - Throws: a refusal where the subject is not known to be an adult with full capacity on the day of issue.
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

  /// By the number of the document and the birth date that the file gives; of two that differ the later counts. A number
  /// whose check character is wrong establishes nothing, but may speak against the other.
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
