import CivilTime
import Foundation
import ReportKinds
import Testing

@testable import Records

/// What the self-print page's form offers.
@Suite struct QuestionFormTests {
  private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text: text)) }

  /// The day after the same day so many years before, through the last day.
  @Test(arguments: [
    ("2026-11-19", 3, "2023-11-20"), ("2026-11-19", 1, "2025-11-20"), ("2026-12-31", 1, "2026-01-01"),
    ("2026-03-31", 5, "2021-04-01"),
    // The earlier year has no 29 February.
    ("2024-02-29", 3, "2021-03-01"), ("2024-02-29", 1, "2023-03-01"), ("2024-02-29", 4, "2020-03-01"),
    // It has one, after the same day.
    ("2023-02-28", 3, "2020-02-29"), ("2025-02-28", 1, "2024-02-29"), ("2024-02-28", 3, "2021-03-01"),
  ]) func yearsAreCountedToTheDay(last: String, years: Int, first: String) throws {
    #expect(QuestionForm.period(ofYears: years, through: try day(last)) == (try day(first))...(try day(last)))
  }

  /// A verifier calls a report whole from 365 days on (Conclusion.isWhole).
  @Test func aYearIsNeverShorterThan365Days() throws {
    for offset in 0..<1500 {
      let last = CalendarDate(daysSince1970: try day("2023-01-01").daysSince1970 + offset)
      let period = QuestionForm.period(ofYears: 1, through: last)
      #expect((365...366).contains(last.daysSince1970 - period.lowerBound.daysSince1970 + 1))
    }
  }

  private static let folder =
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path() + "templates"

  /// Every identified domain of every list is in a group; presets name purposes and domains that there are.
  @Test func theShippedFormFitsTheShippedCatalogue() throws {
    let catalogue = try Catalogue.load(directory: Self.folder + "/catalogue")
    let form = try QuestionForm.load(file: Self.folder + "/self-print/form.yaml", catalogue: catalogue)
    let grouped = form.groups.flatMap(\.domains)
    #expect(Set(grouped).count == grouped.count)
    #expect(Set(grouped) == Set(catalogue.domains.filter(\.isIdentified).map(\.naming.key)))
    #expect(form.years == [1, 3, 5] && form.presets.contains { $0.purpose == .listing && $0.years == 3 })
  }

  private static let good = """
    earliest: 1949-10-01
    years: [1, 3]
    groups: [{label: 甲, domains: [tax]}]
    presets: [{label: 上市, purpose: listing, domains: all, years: 3, basis: 法}]
    """

  @Test func aFormIsReadAsWritten() throws {
    let form = try QuestionForm(Self.good, file: "form.yaml", domains: ["tax", "fire"])
    #expect(
      form
        == QuestionForm(
          earliest: try day("1949-10-01"), years: [1, 3], groups: [.init(label: "甲", domains: ["tax"])],
          presets: [.init(label: "上市", purpose: .listing, years: 3, basis: "法")]))
  }

  @Test(arguments: [
    ("years: [1, 3]", "years: [1, x]", "form.yaml:2:12: years holds whole numbers from 1 to 30"),
    ("years: [1, 3]", "years: []", "form.yaml:1:1: the form lacks the key years"),
    ("earliest:", "earlest:", "form.yaml:1:1: the form has no key earlest; did you mean earliest?"),
    ("[tax]}", "[tex]}", "form.yaml:3:31: there is no domain tex; did you mean tax?"),
    ("[tax]}", "[tax, tax]}", "form.yaml:3:36: tax is in the group 甲, too; leave it in one"),
    ("purpose: listing", "purpose: list", "form.yaml:4:32: purpose cannot be list; it is one of listing, financing"),
    ("purpose: listing, ", "", "form.yaml:4:11: a preset lacks the key purpose"),
    ("domains: all", "domains: [all]", "form.yaml:4:51: there is no domain all"),
    ("years: 3", "years: 0", "form.yaml:4:62: years must be a whole number from 1 to 30"),
  ]) func aMistakeIsToldWithItsPlace(right: String, wrong: String, told: String) throws {
    let text = Self.good.replacing(right, with: wrong)
    #expect(text != Self.good)
    do {
      _ = try QuestionForm(text, file: "form.yaml", domains: ["tax", "fire"])
      Issue.record("it was taken")
    } catch {
      #expect("\(error)".hasPrefix(told), "\(error)")
    }
  }
}
