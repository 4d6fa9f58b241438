public import CivilTime
public import ErrorCauses
import Records

/// Why there is no report: a builder cannot be created from a catalogue, or a file is refused.
public enum ReportError: BilingualError, Equatable {
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

  public var description: String { wording.english }

  public var wording: Wording {
    switch self {
    case .unknownEdition(let name, let known):
      Wording(
        "edition \"\(name)\" is not in the catalogue: choose one of \(known.joined(separator: ", "))",
        "信用信息目录中没有版本“\(name)”，可选：\(known.joined(separator: "、"))")
    case .unknownMaskProfile(let name, let known):
      Wording(
        "mask profile \"\(name)\" is not in the catalogue: choose one of \(known.joined(separator: ", "))",
        "信用信息目录中没有脱敏方案“\(name)”，可选：\(known.joined(separator: "、"))")
    case .refused(let refusal, let pointer): refusal.wording.at(pointer)
    case .unknownCategory(let name, let section, let edition):
      Wording(
        "edition \(edition), section \(section): the catalogue has no category \"\(name)\": add it or correct the name",
        "版本 \(edition) 的栏目 \(section)：信用信息目录中没有信息类别“\(name)”，请添加或更正名称")
    case .repeatedCategory(let name, let section, let edition):
      Wording(
        "edition \(edition), section \(section): category \"\(name)\" is in a section already: its records would be "
          + "listed twice; remove one",
        "版本 \(edition) 的栏目 \(section)：信息类别“\(name)”已在其他栏目中，其记录会列出两次；请删去其中一处")
    case .summaryOfFile:
      Wording(
        "a summary is made of the reports of a group, not of a credit file", "汇总表由一组报告汇总而成，不能由信用档案制作")
    }
  }
}

/// Why this kind of report is refused for the file's subject or to the requester.
public enum Refusal: Equatable, Sendable {
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
  public var wording: Wording {
    switch self {
    case .personForEnterprise(let kind):
      Wording(
        "the subject is a \(kind), of whom there is no enterprise report; ask for a personal one",
        "主体是\(kind)，不能出具企业报告；请申请个人报告")
    case .enterpriseForPerson(let kind):
      Wording(
        "the subject is a \(kind), of which there is no personal report; ask for an enterprise one",
        "主体是\(kind)，不能出具个人报告；请申请企业报告")
    case .noRequest:
      Wording(
        "a personal report is made only for who asks for it; say in \"request\" who asks (查询人), by what right (查询依据) "
          + "and what for (查询用途)",
        "个人报告只向查询人出具；请在查询申请（request）中写明查询人、查询依据和查询用途")
    case .notFullCapacity(let text):
      Wording(
        "a personal report is made only of persons with full civil capacity, not with \(text); correct 民事行为能力 if it "
          + "is wrong",
        "个人报告只对完全民事行为能力人出具，该人为“\(text)”；如有误请更正民事行为能力")
    case .ageUnknown:
      Wording(
        "neither the number nor a birth date says that the person is of age; give birthDate (出生日期) from the document",
        "证件号码和出生日期都不能说明该人已成年；请按证件填写出生日期（birthDate）")
    case .minor(let day):
      Wording(
        "the person is under \(Minors.majority) on the day of issue; there is no report before \(day)",
        "该人在出具之日未满 \(Minors.majority) 周岁；\(day) 之前不出具报告")
    case .requesterIsNotSubject:
      Wording(
        "who asks for their own report must be the subject; correct 查询人, or give a written authorisation (查询依据: 书面授权)",
        "本人申请的，查询人须是主体本人；请更正查询人，或提供书面授权（查询依据：书面授权）")
    case .authorisationWithoutDocument:
      Wording(
        "a written authorisation needs its number or its day; give 授权书编号 or 授权日期",
        "书面授权须有编号或日期；请填写授权书编号或授权日期")
    case .authorisationAhead(let day, let issued):
      Wording(
        "the authorisation is of \(day), after the day of issue, \(issued); correct 授权日期",
        "授权日期 \(day) 晚于出具之日 \(issued)；请更正授权日期")
    case .authorisationExpired(let day, let issued):
      Wording(
        "the authorisation ended on \(day), before the day of issue, \(issued); ask the person for a new one",
        "授权已于 \(day) 到期，早于出具之日 \(issued)；请取得新的授权")
    }
  }
}
