import Foundation
import Testing

@testable import Reports

/// What holds for every member of the canonical data, those that are added later included.
@Suite struct CanonicalMemberTests {
  /// The scalars of canonical data by their path, without the indices of arrays: `sources/name`.
  private static func values(_ data: [UInt8]) throws -> [String: Set<String>] {
    var values: [String: Set<String>] = [:]
    func collect(_ value: Any, at path: String) {
      switch value {
      case let object as [String: Any]:
        for (name, member) in object { collect(member, at: path.isEmpty ? name : "\(path)/\(name)") }
      case let array as [Any]: for element in array { collect(element, at: path) }
      case is NSNull: values[path, default: []].insert("null")
      default: values[path, default: []].insert("\(value)")
      }
    }
    collect(try JSONSerialization.jsonObject(with: Data(data)), at: "")
    return values
  }

  private static func random(
    _ seeds: Range<UInt64>, text: @escaping RandomReport.Text = RandomReport.anyText,
    _ change: (inout Report) -> Void = { _ in }
  ) throws -> [String: Set<String>] {
    var all: [String: Set<String>] = [:]
    for seed in seeds {
      var random = SplitMix(state: seed)
      var report = RandomReport.report(&random, text: text)
      change(&report)
      all.merge(try values(report.canonicalData())) { $0.union($1) }
    }
    return all
  }

  /// Otherwise the tests that read random reports back would read a constant, whatever the reader did.
  @Test func everyMemberVariesInRandomReports() throws {
    let values = try Self.random(0..<300)
    let constant = values.keys.filter { path in
      values[path]?.count == 1 && !values.keys.contains { $0.hasPrefix(path + "/") }
    }
    #expect(constant == ["version"])
  }

  /// What the catalogue, the edition, the program and the issuer say: nobody else writes it.
  private static let ours: Set = [
    "edition/key", "edition/standard", "edition/versionLabel", "group/counted/key", "group/counted/label",
    "group/domains/key", "group/domains/label", "group/list/key", "group/list/label", "group/notQueried/key",
    "group/notQueried/label", "group/profile/basis", "group/profile/key", "group/profile/label", "group/profile/note",
    "identity/issuer", "judgement/answers/domain", "judgement/answers/groups/category",
    "judgement/answers/groups/label",
    "judgement/answers/groups/records/lines/key", "judgement/answers/groups/records/lines/label",
    "judgement/answers/groups/records/marks", "judgement/answers/label", "judgement/answers/sources/categories",
    "judgement/counted/key", "judgement/counted/label", "judgement/list/key", "judgement/list/label",
    "judgement/notQueried/key", "judgement/notQueried/label", "judgement/profile/basis", "judgement/profile/key",
    "judgement/profile/label", "judgement/profile/note", "judgement/unclassified/candidates",
    "judgement/unclassified/category", "judgement/unclassified/categoryLabel",
    "judgement/unclassified/record/lines/key", "judgement/unclassified/record/lines/label",
    "judgement/unclassified/record/marks", "omissions/label", "omissions/rule", "rendering/host", "rendering/libraries",
    "rendering/template/name", "request/basisLabel", "sections/groups/category", "sections/groups/label",
    "sections/groups/records/lines/key", "sections/groups/records/lines/label", "sections/groups/records/marks",
    "sections/key", "sections/paragraphs", "sections/shortTitle", "sections/title", "subject/codeLabel",
    "subject/fields/key", "subject/fields/label", "subject/kind", "subject/kindLabel", "subject/nameLabel", "title",
  ]

  /// Days, which the reader has read as such.
  private static let days: Set = [
    "request/authorisedOn", "request/validThrough", "sources/from", "sources/through", "unattributed/day",
  ]

  /// Masked before: values when their lines are made, codes by the mask of their kind, a group's members in their own
  /// reports.
  private static let maskedBefore: Set = [
    "group/members/code", "group/members/name", "group/recipient", "judgement/answers/groups/records/lines/value",
    "judgement/unclassified/record/lines/value", "sections/groups/records/lines/value", "subject/code",
    "subject/fields/value",
  ]

  @Test func noTextThatSomebodyWroteShowsAnIdentityNumber() throws {
    let number = "11010519491231002X"
    let shown = try Self.random(0..<60, text: { _ in "甲\(number)" }) { report in
      _ = report.hideIdentityNumbers(Masking(nil), ofSubject: "")
    }.filter { $0.value.contains { $0.contains(number) } }.keys
    #expect(Set(shown) == Self.ours.union(Self.days).union(Self.maskedBefore))
  }
}
