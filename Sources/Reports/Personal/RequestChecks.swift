import CivilTime
import Records

extension Request {
  /// Whether the requester may have the report on a subject (domain.md §2.12: the person, or written authorisation).
  /// - Parameter day: the day of issue.
  func check(for subject: Subject, on day: CalendarDate) throws(ReportError) {
    switch basis {
    case .own:
      guard foldedName(requester) == foldedName(subject.name) else {
        throw .refused(.requesterIsNotSubject, pointer: pointer)
      }
    case .authorisation:
      guard document != nil || authorisedOn != nil else {
        throw .refused(.authorisationWithoutDocument, pointer: pointer)
      }
      if let authorisedOn, authorisedOn > day {
        throw .refused(.authorisationAhead(authorisedOn, issued: day), pointer: pointer)
      }
      if case .through(let last)? = validThrough, last < day {
        throw .refused(.authorisationExpired(last, issued: day), pointer: pointer)
      }
    }
  }

  /// As a report shows it.
  var reported: Report.Request {
    let term: String? =
      switch validThrough {
      case .through(let day)?: day.description
      case .unlimited?: "长期"
      case nil: nil
      }
    let (basis, label): (Report.Request.Basis, String) =
      switch basis {
      case .own: (.own, "本人申请")
      case .authorisation: (.authorisation, "书面授权")
      }
    return Report.Request(
      requester: requester, basis: basis, basisLabel: label, purpose: purpose, document: document,
      authorisedOn: authorisedOn?.description, validThrough: term)
  }
}
