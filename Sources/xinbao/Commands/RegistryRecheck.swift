import ArgumentParser
import CivilTime
import Installation
import Issuing
import Records
import Registry
import Reports

struct RecheckReports: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recheck",
    abstract: "Judge the valid reports on a subject again by what is known now, and mark those that answer otherwise.",
    discussion: """
      Issuing a no-violation report does this for the subject's other reports. A marked report is answered with \
      DATA_CHANGED and the day, never with what changed. The mark goes when the answers are as they were again.
      """)

  @Argument(help: "The credit file (JSON); or --subject.")
  var file: String?

  @Option(help: "The code of a subject of which deliveries were gathered, instead of a credit file.")
  var subject: String?

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var registry: RegistryOptions
  @OptionGroup var installation: InstallationOptions
  @OptionGroup var gathering: GatheringLocation

  @Flag(
    help: """
      The credit file's coverage was typed, and the issuer answers for it: otherwise a file that somebody wrote could take \
      marks away.
      """)
  var trustDeclaredCoverage = false

  @Flag(help: "Answer as JSON.")
  var json = false

  func validate() throws {
    try SubjectInput.validate(file: file, subject: subject, gathering: gathering)
  }

  struct Outcome: Encodable {
    var number: String
    /// nil: its data are as they were again.
    var changedOn: String?
  }

  func run() throws {
    let resources = try installation.findResources()
    let catalogue = try Catalogue.load(directory: resources.catalogue)
    let home = try installation.openHome()
    let read = try SubjectInput(file: file, subject: subject, gathering: gathering).read(
      catalogue, reading, home: { home })
    for warning in read.warnings { Console.error("\(warning)") }
    let office = ReportOffice(home: home, resources: resources, catalogue: catalogue)
    let now = BeijingTime.now()
    let isTrusted =
      try read.file.coverageBasis == .deliveries || trustDeclaredCoverage
      || home.trustsDeclaredCoverage(home.openKeys(now: now.secondsSince1970))
    guard isTrusted else { throw NoViolationError.declaredCoverage }
    let changes = try registry.open(home).recheck(
      read.file.subject.code, on: now.date.daysSince1970, at: now.secondsSince1970,
      judge: office.maker.judgingAgain(read.file))
    let outcomes = changes.map { change in
      Outcome(
        number: change.number, changedOn: change.changedOn.map { CalendarDate(daysSince1970: $0).description })
    }
    if json { return try Console.json(outcomes) }
    for outcome in outcomes {
      Console.result(
        "\(outcome.number): \(outcome.changedOn.map { "data changed, since \($0)" } ?? "answers as it did again")")
    }
    if outcomes.isEmpty {
      Console.result(
        "no report answers otherwise than it was last known to; reports judged by data of \(read.file.asOf) or later keep "
          + "their marks")
    }
  }
}
