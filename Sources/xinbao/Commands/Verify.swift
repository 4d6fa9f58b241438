import ArgumentParser
import CivilTime
import Foundation
import JSON
import Registry
import VerifyCommand
import Verifying

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check a report: its PDF, a photo of its code, or the digits behind the code.",
    discussion: """
      Answers in Chinese with the claims to compare with the paper, and with what was not checked. By itself it goes by \
      the home's keys and registry; with --bundle it needs neither these nor a network; with --service it asks the \
      issuer's service. Exit status 0 if valid, 1 if not; a file that is genuine by its seal, and whose pages nobody here \
      could compare (VALID_PAGES_NOT_COMPARED), is a 0, and says so.

      Of a PDF that is not the issued file (a scan, a print, merged files), the codes on its pages are read, by pdftoppm of \
      poppler-utils; each report in it gets an answer, with its pages. A genuine code on such pages is COPY_NOT_COMPARED, \
      status 1: the pages are to be compared by eye.
      """)

  @Argument(
    help:
      "A PDF, a picture (JPEG, PNG, HEIC, WebP, TIFF, GIF), a verification link, digits, or with --check-code a report number."
  )
  var given: String

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
    if service != nil, verifying.bundle != nil || verifying.registry.registry != nil || time != nil {
      throw ValidationError("--service checks by its own keys and clock; leave --bundle, --registry and --time out")
    }
  }

  func run() throws {
    if let service { return try ask(service) }
    let (verifier, names) = try verifying.verifier(installation, now: askedTime(time))
    try show(try answer(verifier).mapped { $0.comparedWithPaper(ending: ending) }, names)
  }

  func show(_ findings: FileFindings, _ names: TokenNames = TokenNames()) throws {
    print(findings.output(asJSON: json, names: names))
    if !findings.isValid { throw AnswerIsNo() }
  }

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
