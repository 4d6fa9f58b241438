import Records
import ReportKinds
import Testing

@testable import Reports

/// A no-violation report on records as a file writes them, by the catalogue that ships. No source delivered anything, so that
/// nothing is clean: what the tests look at is where each record went.
struct Judged {
  let report: Report
  let judgement: Judgement

  /// - Parameters:
  ///   - records: the inside of `records`, JSON.
  ///   - subject: more parts of the subject, with a comma before.
  ///   - profile: nil: one that counts every category, and leaves nothing aside.
  init(
    _ records: String, subject: String = "", profile: String? = nil, list: String = "guangdong-2024",
    keepUnknown: Bool = false
  ) throws {
    var catalogue = try Shipped.catalogue()
    catalogue.profiles.append(
      ViolationProfile(
        naming: Naming(key: "everything", label: "全部"), number: 99, categories: catalogue.categories.map(\.naming.key),
        simplified: .count, repaired: .count, basis: "示例规定"))
    let text = """
      {"version": 1, "asOf": "2026-11-20T18:00:00+08:00", "records": {\(records)},
       "subject": {"kind": "企业", "name": "示例公司", "code": "91440101MA5DEM0A67"\(subject)}}
      """
    let file = try CreditFileReader(
      catalogue: catalogue, options: .init(keepUnknown: keepUnknown), now: { Samples.identity().issuedAt }
    ).read(bytes: Array(text.utf8), name: "a.json").file
    let question = try NoViolationQuestion(
      catalogue: catalogue, list: list, domains: nil,
      period: NoViolationSamples.day("2023-11-20")...NoViolationSamples.day("2026-11-19"), purpose: .other,
      recipient: nil, profile: profile ?? "everything")
    report = try NoViolationBuilder(catalogue: catalogue, edition: "2021", question: question)
      .report(on: file, identity: Samples.identity())
    judgement = try #require(report.judgement)
  }

  /// The marks of every record that counts.
  var marks: [[String]] {
    judgement.answers.flatMap(\.groups).flatMap(\.records).map(\.marks) + judgement.unclassified.map(\.record.marks)
  }

  /// The rules by which records were left out.
  var leftOut: [String] { report.omissions.filter { $0.unit == .records }.map(\.rule) }

  /// Labels of the domains under which records are listed.
  var listed: [String] { judgement.answers.filter { $0.count > 0 }.map(\.label) }

  /// Labels of the domains that a record listed elsewhere, or nowhere, keeps from being clean.
  var doubted: [String] {
    judgement.answers.filter { $0.reasons.contains { $0.contains("可能属于本领域") } }.map(\.label)
  }
}
