import ArgumentParser
import CivilTime
import Issuing
import Records
import Reports

/// The terms of a no-violation report: docs/judgement.md.
struct NoViolationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Domains to answer for, by label or key, with commas between; or all.", valueName: "税务,消防安全|all"))
  var domains: String?

  @Option(help: "First day of the period, such as 2023-11-20.")
  var from: String?

  @Option(help: "Last day of the period. What lies after the file's asOf is cut off, and the report says so.")
  var to: String?

  @Option(help: "What the report is for: listing, financing, bidding, subsidy, procurement or other.")
  var purpose: String?

  @Option(help: "Whom the report is for, as printed on its cover.")
  var recipient: String?

  @Option(
    help: "What counts as a violation: guangdong, national-2025 or chongqing (templates/catalogue/profiles.yaml).")
  var profile: String?

  @Option(help: "The list of domains: guangdong-2021 (ten) or guangdong-2024 (thirty-eight).")
  var catalogue: String?

  @Flag(
    help: ArgumentHelp(
      "Issue on coverage that was typed, not computed from deliveries, under keys for real reports too.",
      discussion: "The report says 归集情况由出具单位声明. trustDeclaredCoverage in config.yaml says it for good."))
  var trustDeclaredCoverage = false

  private var given: [(name: String, value: String?)] {
    [
      ("--domains", domains), ("--from", from), ("--to", to), ("--purpose", purpose), ("--recipient", recipient),
      ("--profile", profile), ("--catalogue", catalogue),
    ]
  }

  /// - Parameter isAsked: whether the report is a no-violation report, to which these options apply.
  func validate(isAsked: Bool) throws {
    guard isAsked else {
      if let option = given.first(where: { $0.value != nil }) {
        throw ValidationError("\(option.name) is for `--report no-violation`")
      }
      if trustDeclaredCoverage {
        throw ValidationError("--trust-declared-coverage is for `--report no-violation`")
      }
      return
    }
    for option in given.prefix(4) where option.value == nil {
      throw ValidationError(
        "a no-violation report needs \(option.name): --domains all --from 2023-11-20 --to 2026-11-19 --purpose listing")
    }
    for option in given where option.value?.allSatisfy(\.isWhitespace) == true {
      throw ValidationError("\(option.name) is empty")
    }
    _ = try period
    _ = try purposeGiven
  }

  private func day(_ text: String?, _ name: String) throws -> CalendarDate {
    guard let text, let day = CalendarDate(text: text) else {
      throw ValidationError("\(name) takes a day such as 2026-11-19, not `\(text ?? "")`")
    }
    return day
  }

  private var period: ClosedRange<CalendarDate> {
    get throws {
      let (from, to) = (try day(from, "--from"), try day(to, "--to"))
      guard from <= to else { throw ValidationError("--from \(from) lies after --to \(to)") }
      return from...to
    }
  }

  private var purposeGiven: Judgement.Purpose {
    get throws {
      guard let found = Judgement.Purpose(name: purpose ?? "") else {
        throw ValidationError("--purpose takes one of \(Judgement.Purpose.known), not `\(purpose ?? "")`")
      }
      return found
    }
  }

  var terms: NoViolationTerms {
    get throws {
      try NoViolationTerms(
        domains: domainNames(domains ?? ""), period: period, purpose: purposeGiven, recipient: recipient,
        profile: profile, list: catalogue)
    }
  }
}
