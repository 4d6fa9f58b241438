import ArgumentParser
import CivilTime
import Foundation
import JSON
import Registry
import Stacks
import VerifyCommand
import Verifying

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check reports: PDFs, photos of their codes, or the digits behind the codes.",
    discussion: """
      Answers in Chinese with the claims to compare with the paper, and with what was not checked. By itself it goes by \
      the home's keys and registry; with --bundle it needs neither these nor a network; with --service it asks the \
      issuer's service. Exit status 0 if valid, 1 if not; a file that is genuine by its seal, and whose pages nobody here \
      could compare (VALID_PAGES_NOT_COMPARED), is a 0, and says so.

      Of a PDF that is not the issued file (a scan, a print, merged files), the codes on its pages are read, by pdftoppm of \
      poppler-utils; each report in it gets an answer, with its pages. A genuine code on such pages is COPY_NOT_COMPARED, \
      status 1: the pages are to be compared by eye.

      Several reports, a folder of them, or a list (CSV, XLSX: columns 报告编号 and 核验码, 核验网址, or 文件) are a stack: \
      their answers are a table, a row each, written with -o. Exit status then: 3 if something could not be examined, \
      else 1 if one is not valid, else 0.
      """)

  @Argument(
    help: ArgumentHelp(
      """
      PDFs, pictures (JPEG, PNG, HEIC, WebP, TIFF, GIF), verification links, digits, folders, lists; or with --check-code a report number.
      """, valueName: "given"))
  var all: [String]

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "Write the answers as a table; the name's ending says how: .xlsx, .csv or .json.", valueName: "file"))
  var output: String?

  @Flag(help: "Replace the table if it exists.")
  var overwrite = false

  @OptionGroup var verifying: VerifierOptions
  @OptionGroup var installation: InstallationOptions

  @Option(help: "Ask this service, such as https://verify.example.cn, instead of checking here.")
  var service: String?

  @Option(
    help:
      "Last four characters of the code (统一社会信用代码, ID number) printed on the paper: no details are told unless they fit."
  )
  var ending: String?

  @Option(help: "The check code (核验码) on the paper; what is given is then the report number.")
  var checkCode: String?

  @Option(help: "Ask as of this time (such as 2026-11-20T18:00:00+08:00) instead of now.")
  var time: String?

  @Flag(help: "Answer as JSON.")
  var json = false

  func validate() throws {
    _ = try askedTime(time)
    if checkCode != nil, verifying.bundle != nil {
      throw ValidationError("only a registry knows check codes: leave --bundle out")
    }
    if let output, StackTable.Form(path: output) == nil {
      throw ValidationError("-o takes a name that ends in .xlsx, .csv or .json, not `\(output)`")
    }
    if isStack, checkCode != nil || ending != nil {
      throw ValidationError("--check-code and --ending are of one paper; give many in a list")
    }
    if isStack, service != nil {
      throw ValidationError("--service takes one report; the service's page /stack and /api/v1/verify/batch take many")
    }
    if service != nil, verifying.bundle != nil || verifying.registry.registry != nil || time != nil {
      throw ValidationError("--service checks by its own keys and clock; leave --bundle, --registry and --time out")
    }
  }

  func run() throws {
    if isStack { return try answerStack() }
    if let service { return try ask(service) }
    let (verifier, names) = try verifying.verifier(
      installation, readsFiles: checkCode == nil && !report.isCode, now: askedTime(time))
    try show(try answer(verifier).mapped { $0.comparedWithPaper(ending: ending) }, names)
  }

  func show(_ findings: FileFindings, _ names: TokenNames = TokenNames()) throws {
    print(findings.output(asJSON: json, names: names))
    if !findings.isValid { throw AnswerIsNo() }
  }

  /// The only report, if it is no stack.
  var given: String { all[0] }

  var report: GivenReport { GivenReport(given) }

  private func answer(_ verifier: Verifier) throws -> FileFindings {
    if let checkCode { return FileFindings(try answer(verifier, checkCode)) }
    return try report.findings(by: verifier)
  }

  /// Verifies by what was typed from paper, with the home's registry.
  private func answer(_ verifier: Verifier, _ text: String) throws -> Verification {
    let registry = try verifying.registry.open(try installation.openHome())
    let now = Int64(Date().timeIntervalSince1970)
    guard let code = CheckCode(text) else { return .unknownNumber }
    switch try registry.report(number: typedReportNumber(given), checkCode: code, at: now) {
    case .found(let report): return verifier.verify(report.token, source: .number)
    case .refused: return .unknownNumber
    case .throttled(let until):
      throw InputError("\(given): too many wrong check codes; try again in \(max(1, until - now) / 60 + 1) minutes")
    }
  }
}
