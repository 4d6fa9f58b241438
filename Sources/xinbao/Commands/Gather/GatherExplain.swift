import ArgumentParser
import CivilTime
import ErrorCauses
import Gathering
import Installation
import Issuing
import Records
import Registry
import Rendering
import ReportKinds
import Reports

struct GatherExplain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Why an answer about a subject is what it is, from deliveries.",
    discussion: """
      By code: what a report for that period would answer now, or as of a time. By a report's number, with its file: what \
      it answered. For each source that is asked: which delivery covered which days of which category, and why days are \
      open; which records count, and by which rule others do not; which rows are in doubt. Rows are named, never shown. \
      The look is written into the registry's journal.
      """)

  @Argument(help: "统一社会信用代码, or a report's number.")
  var subject: String

  @Argument(help: "A domain, by label or key.")
  var domain: String

  @Option(help: "First day of the period, such as 2023-11-20; with a code.")
  var from: String?

  @Option(help: "Last day of the period; with a code.")
  var to: String?

  @Option(help: "The report's file; with a number.")
  var file: String?

  @Option(help: "What counts as a violation, if not as configured; with a code.")
  var profile: String?

  @Option(help: "The list of domains, if not as configured; with a code.")
  var catalogue: String?

  @OptionGroup var moment: MomentOptions
  @OptionGroup var registry: RegistryOptions
  @OptionGroup var gathering: GatheringOptions

  @Flag(help: "Name every delivery, also where many cover one stretch of days.")
  var all = false

  @Flag(help: "Answer as JSON.")
  var json = false

  private var isNumber: Bool { ReportNumber(subject) != nil }

  func validate() throws {
    if isNumber {
      if file == nil {
        throw ValidationError("the number alone does not say what was asked: --file names the report's file")
      }
      for (name, value) in [("from", from), ("to", to), ("profile", profile), ("catalogue", catalogue)]
      where value != nil {
        throw ValidationError("--\(name) goes with a code; the report says what it was asked")
      }
      return
    }
    if file != nil { throw ValidationError("--file goes with a report's number") }
    _ = try period
  }

  private var period: ClosedRange<CalendarDate> {
    get throws {
      func day(_ text: String?, _ name: String) throws -> CalendarDate {
        guard let text, let day = CalendarDate(text: text) else {
          throw ValidationError("--\(name) takes a day such as 2026-11-19, not `\(text ?? "")`")
        }
        return day
      }
      let (first, last) = (try day(from, "from"), try day(to, "to"))
      guard first <= last else { throw ValidationError("--from \(first) lies after --to \(last)") }
      return first...last
    }
  }

  /// What is asked, about whom, and as of when.
  private struct Inquiry {
    var code: String
    var question: NoViolationQuestion
    var edition: String
    var time: BeijingTime?
    /// What the report answered.
    var judgement: Judgement?
  }

  func run() throws {
    let home = try gathering.installation.openHome()
    let shipped = try Catalogue.load(directory: try gathering.installation.findResources().catalogue)
    let inquiry = isNumber ? try ofReport(home, shipped) : try ofCode(home, shipped)
    let store = try gathering.open()
    try LookOptions(gathering: gathering, registry: registry).note(.explanation, at: inquiry.code)
    let builder = try NoViolationBuilder(catalogue: shipped, edition: inquiry.edition, question: inquiry.question)
    let explanations = try store.explain(inquiry.code, by: builder, shipped, asOf: inquiry.time)
    let isCalled = Vocabulary(shipped.domains.map(\.naming)).key(of: domain)
    guard let explanation = explanations.first(where: { $0.domain == isCalled }) else {
      throw InputError("report \(subject) was not asked about \(Console.printable(domain))")
    }
    if json {
      try Console.json(explanation)
    } else {
      Console.result(ExplanationText(explanation, namesAll: all).text)
    }
    let answered = inquiry.judgement?.answers.first { $0.domain == explanation.domain }
    if let answered, answered.outcome.rawValue != explanation.outcome {
      Console.error(
        "the report answered \(answered.outcome.label): its catalogue was another one, or its file was not the store's")
      throw AnswerIsNo()
    }
  }

  private func ofCode(_ home: Home, _ shipped: Catalogue) throws -> Inquiry {
    let settings = home.configuration
    let list = catalogue ?? settings.catalogue
    let question: NoViolationQuestion
    do {
      question = try NoViolationQuestion(
        catalogue: shipped, list: list, domains: [domain], period: period, purpose: .other, recipient: nil,
        profile: profile ?? settings.profile)
    } catch let error as NoViolationError where error.remedy == .domains {
      // The domain is an argument here, and only its list is an option.
      let problem = "\(error)".replacing("domains: ", with: "", maxReplacements: 1)
      throw InputError("\(Console.printable(problem)); --catalogue names the list of domains, now \(list)")
    }
    return Inquiry(
      code: normalizedCode(subject), question: question, edition: settings.edition, time: moment.time)
  }

  /// The question of a report: its file says it, and the registry says that the file is the one that was issued.
  private func ofReport(_ home: Home, _ shipped: Catalogue) throws -> Inquiry {
    let report = try ReadBackReport(
      number: subject, file: readBytes(file ?? ""), formats: DocumentFormats.known,
      registry: registry.open(home), now: nil
    ).report
    guard let judgement = report.judgement else {
      throw InputError("report \(subject) answers for no domain: only no-violation reports do")
    }
    // Canonical data give `asOf` to the second: the store's state is the last one of that second.
    let asOf = BeijingTime(millisecondsSince1970: report.asOf.secondsSince1970 * 1000 + 999)
    return Inquiry(
      code: report.subject.code,
      question: try NoViolationQuestion(
        catalogue: shipped, list: judgement.list.key, domains: judgement.answers.map(\.domain),
        period: judgement.asked, purpose: judgement.purpose, recipient: nil, profile: judgement.profile.key),
      edition: home.configuration.edition, time: moment.time ?? asOf, judgement: judgement)
  }
}
