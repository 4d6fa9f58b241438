public import ArgumentParser
import Attestation
import CivilTime
import DurableFiles
import ErrorCauses
import FileFormats
import Foundation
import Hexadecimal
import Installation
import Issuing
public import Records
import Registry
import RemedyWords
import Rendering
import ReportKinds
import Reports
import Templates
import Typeface
import VerifyCommand

struct Issue: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make one report: a PDF with its verification code, from a credit file or from what was gathered.",
    discussion: """
      The same input, --number, --time, --salt, --check-code and --token give the same file, byte for byte. Without \
      --token the signature differs from run to run.
      """)

  @Argument(help: "The credit file (JSON); or --subject.")
  var file: String?

  @Option(help: "The code of a subject of which deliveries were gathered, instead of a credit file.")
  var subject: String?

  @Option(name: .shortAndLong, help: "The PDF to write; by default the credit file's name with .pdf, here.")
  var output: String?

  @Option(help: "\(ReportKind.orderableNames); by default what fits the subject.")
  var report: Report.Kind?

  @Option(help: "Edition of the report standard: 2021 or 2022.")
  var edition: String?

  @Option(help: "How personal data are shown: a mask profile of the catalogue, such as standard or strict.")
  var masks: String?

  @Option(help: "Repaired records of a public report: omit or mark; by default what the catalogue says.")
  var repaired: RepairTreatment?

  @Option(help: "A template of your own instead of the one that comes with the report.")
  var template: String?

  @Option(help: "Report number (22 characters) instead of a new one.")
  var number: String?

  @Option(help: "Time of issue, such as 2026-11-20T18:00:00+08:00, instead of now.")
  var time: String?

  @Option(help: "Salt of the canonical data (32 hexadecimal digits) instead of a random one.")
  var salt: String?

  @Option(help: "Check code (8 characters) that is asked for beside the number, instead of a random one.")
  var checkCode: String?

  @Option(
    help: "A token file (token.cbor from an earlier PDF) to render around, instead of issuing anew; with --proof.")
  var token: String?

  @Option(help: "The log proof that belongs to the token (log-proof.txt from the earlier PDF).")
  var proof: String?

  @Flag(help: "Write over the PDF that is there already.")
  var overwrite = false

  @Flag(help: "Do not mark an earlier report that answers the same question as superseded.")
  var keepEarlier = false

  @Option(
    help: """
      Number of an earlier report of this kind on the subject that the new one takes the place of, whatever it answered. \
      May be repeated.
      """)
  var supersedes: [String] = []

  @OptionGroup(title: "Options of no-violation reports") var noViolation: NoViolationOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var installation: InstallationOptions
  @OptionGroup var registry: RegistryOptions
  @OptionGroup var gathering: GatheringLocation

  @Flag(help: "Answer as JSON.")
  var json = false

  func validate() throws {
    try SubjectInput.validate(file: file, subject: subject, gathering: gathering)
    if let number, ReportNumber(number) == nil {
      throw ValidationError("--number takes 17 digits and 5 digits or capital letters, not `\(number)`")
    }
    if let time {
      guard let moment = BeijingTime(text: time) else {
        throw ValidationError("--time takes a time such as 2026-11-20T18:00:00+08:00, not `\(time)`")
      }
      // Keys are taken into use as of the time of issue: one far ahead would put off the whole home.
      guard moment.secondsSince1970 <= BeijingTime.now().secondsSince1970 + 86_400 else {
        throw ValidationError("--time \(time) lies in the future; a report is issued now or was issued before")
      }
    }
    if output == "" { throw ValidationError("--output is empty; name a file") }
    if let salt, [UInt8](hexadecimal: salt)?.count != 16 {
      throw ValidationError("--salt takes 32 hexadecimal digits, not `\(salt)`")
    }
    if let checkCode, !Report.Identity.isCheckCode(checkCode) {
      throw ValidationError(
        "--check-code takes 8 digits or capital letters other than I, L, O and U, not `\(checkCode)`")
    }
    if (token == nil) != (proof == nil) {
      throw ValidationError("--token and --proof belong together; take both out of the earlier PDF")
    }
    let name = output.map { URL(fileURLWithPath: $0).lastPathComponent } ?? ""
    if !IdentityNumber.all(in: name).isEmpty {
      throw ValidationError("--output holds an identity number, which the name of a report must not; choose another")
    }
    if report?.making == .summary { throw ValidationError(ReportError.summaryOfFile.sentence) }
    try noViolation.validate(isAsked: report?.making == .judgement)
    if repaired != nil, report?.making == .judgement {
      throw ValidationError("--repaired is for public reports; a no-violation report goes by its --profile")
    }
  }

  func run() throws {
    do { try issue() } catch let error as FileError where error.cause == .usage {
      throw ValidationError("\(error); --overwrite writes over it")
    }
  }

  private func issue() throws {
    let resources = try installation.findResources()
    let catalogue = try Catalogue.load(directory: resources.catalogue)
    // The input is read before anything is created: no home is made for a file that cannot be read.
    let read = try input.read(catalogue, reading, home: installation.openHome)
    for warning in read.warnings { Console.error("\(warning)") }
    for input in [self.file, template, token, proof].compactMap(\.self)
    where output.map({ areOneFile($0, input) }) ?? false {
      throw ValidationError("--output is \(input), which is read; name another file")
    }
    if let time = time.flatMap({ BeijingTime(text: $0) }), time < read.file.asOf {
      throw ValidationError(
        "--time \(time) lies before \(read.file.asOf), up to when the records of \(inputName) were gathered (asOf)")
    }

    let home = try installation.makeHome()
    let office = ReportOffice(home: home, resources: resources, catalogue: catalogue)
    let order = try order
    let report: Report
    do {
      report = try office.maker.report(order, on: read.file, identity: identity(issuer: home.configuration.issuer))
    } catch let error as ReportError {
      // The builder knows the path within the file, but not the file.
      throw InputError("\(inputName): \(error)", remedy: error.remedy)
    }

    let printing = office.printing(with: try installation.openFonts(resources, home))
    let path = output ?? defaultName(of: report, in: printing.formats.standard)
    let press = try printing.press(for: report.kind, template: template, fileNamed: path)
    let clock: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970) }
    let issued: IssuedReport
    if let token, let proof {
      issued = try printing.signedAgain(
        report, by: press, token: Token(bytes: readBytes(token)),
        proof: String(decoding: readBytes(proof), as: UTF8.self),
        to: path == "-" ? nil : path, overwrites: overwrite, clock: clock)
    } else {
      var issuer = try printing.issuer(
        registry: registry.make(home), issuedAt: report.identity.issuedAt.secondsSince1970, clock: clock)
      for number in supersedes {
        try issuer.registry.checkPredecessor(number, of: read.file.subject.code, kind: report.kind)
      }
      if noViolation.trustDeclaredCoverage { issuer.trustsDeclaredCoverage = true }
      issued = try issuer.issue(
        report, by: press, subject: read.file.subject.code, to: path == "-" ? nil : path, overwrites: overwrite,
        supersession: Registry.Supersession(sameQuestion: !keepEarlier, predecessors: supersedes),
        judgeAgain: office.maker.judgingAgain(read.file))
    }
    if path == "-" { FileHandle.standardOutput.write(Data(issued.bytes)) }
    let outcome = IssueOutcome(
      path: path, report: report, issued: issued, warnings: read.warnings, notes: printing.fonts.notes + issued.notes)
    for missing in outcome.missingCharacters { Console.error("\(inputName): warning: \(missing)") }
    if json {
      try Console.json(outcome)
    } else if path != "-" {
      Console.result(outcome.text)
    }
  }

  private var input: SubjectInput { SubjectInput(file: file, subject: subject, gathering: gathering) }
  private var inputName: String { input.name }

  /// What is asked for.
  var order: ReportOrder {
    get throws {
      ReportOrder(
        kind: report, edition: edition, masks: masks, repaired: repaired, template: template,
        noViolation: report?.making == .judgement ? try noViolation.terms : nil)
    }
  }

  /// Credit files of persons are named by their numbers, which must not appear in the name of a report.
  private func defaultName(of report: Report, in format: any DocumentFormat) -> String {
    let name = file.map { URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent } ?? subject ?? ""
    return (IdentityNumber.all(in: name).isEmpty ? name : report.identity.number.description)
      + "." + format.fileExtension
  }

  /// Given values are kept; the rest is drawn at random.
  func identity(issuer: String) -> Report.Identity {
    var identity = Report.Identity.drawn(at: time.flatMap { BeijingTime(text: $0) } ?? .now(), issuer: issuer)
    if let number = number.flatMap({ ReportNumber($0) }) { identity.number = number }
    if let salt = salt.flatMap({ [UInt8](hexadecimal: $0) }) { identity.salt = salt }
    if let checkCode { identity.checkCode = checkCode }
    return identity
  }
}

extension Report.Kind: ExpressibleByArgument {}
extension RepairTreatment: ExpressibleByArgument {}

func readBytes(_ path: String) throws(InputError) -> [UInt8] {
  do throws(GivenError) { return try readGiven(path) } catch { throw InputError(error.description) }
}
