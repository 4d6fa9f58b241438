public import CivilTime
public import ErrorCauses
import Records

/// Why there is no report: a builder cannot be created from a catalogue, or a file is refused.
public enum ReportError: ClassifiedError, Equatable, CustomStringConvertible {
  case unknownEdition(String, known: [String])
  case unknownMaskProfile(String, known: [String])
  /// - Parameter pointer: JSON pointer to the location in the credit file.
  case refused(Refusal, pointer: String)
  case unknownCategory(String, section: String, edition: String)
  case repeatedCategory(String, section: String, edition: String)
  /// A summary cannot be made from a credit file.
  case summaryOfFile

  public var cause: ErrorCause { .input }
  public var remedy: Remedy? { self == .summaryOfFile ? .groupBatch : nil }

  public var description: String {
    switch self {
    case .unknownEdition(let name, let known):
      "edition \"\(name)\" is not in the catalogue: choose one of \(known.joined(separator: ", "))"
    case .unknownMaskProfile(let name, let known):
      "mask profile \"\(name)\" is not in the catalogue: choose one of \(known.joined(separator: ", "))"
    case .refused(let refusal, let pointer): "\(pointer): \(refusal)"
    case .unknownCategory(let name, let section, let edition):
      "edition \(edition), section \(section): the catalogue has no category \"\(name)\": add it or correct the name"
    case .repeatedCategory(let name, let section, let edition):
      "edition \(edition), section \(section): category \"\(name)\" is in a section already: its records would be "
        + "listed twice; remove one"
    case .summaryOfFile: "a summary is made of the reports of a group, not of a credit file"
    }
  }
}

/// Why this kind of report is refused for the file's subject or to the requester.
public enum Refusal: Equatable, Sendable, CustomStringConvertible {
  case personForEnterprise(kind: String)
  case enterpriseForPerson(kind: String)
  case noRequest
  case notFullCapacity(String)
  case ageUnknown
  case minor(adultOn: CalendarDate)
  case requesterIsNotSubject
  case authorisationWithoutDocument
  case authorisationAhead(CalendarDate, issued: CalendarDate)
  case authorisationExpired(CalendarDate, issued: CalendarDate)

  /// What is wrong, and the remedy.
  public var description: String {
    switch self {
    case .personForEnterprise(let kind):
      "the subject is a \(kind), of whom there is no enterprise report; ask for a personal one"
    case .enterpriseForPerson(let kind):
      "the subject is a \(kind), of which there is no personal report; ask for an enterprise one"
    case .noRequest:
      "a personal report is made only for who asks for it; say in \"request\" who asks (查询人), by what right (查询依据) "
        + "and what for (查询用途)"
    case .notFullCapacity(let text):
      "a personal report is made only of persons with full civil capacity, not with \(text); correct 民事行为能力 if it is "
        + "wrong"
    case .ageUnknown:
      "neither the number nor a birth date says that the person is of age; give birthDate (出生日期) from the document"
    case .minor(let day):
      "the person is under \(Minors.majority) on the day of issue; there is no report before \(day)"
    case .requesterIsNotSubject:
      "who asks for their own report must be the subject; correct 查询人, or give a written authorisation (查询依据: 书面授权)"
    case .authorisationWithoutDocument:
      "a written authorisation needs its number or its day; give 授权书编号 or 授权日期"
    case .authorisationAhead(let day, let issued):
      "the authorisation is of \(day), after the day of issue, \(issued); correct 授权日期"
    case .authorisationExpired(let day, let issued):
      "the authorisation ended on \(day), before the day of issue, \(issued); ask the person for a new one"
    }
  }
}
