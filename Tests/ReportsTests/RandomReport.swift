import CivilTime
import Records
import ReportKinds

@testable import Reports

/// Reports of which every part is random: such as no builder makes, and as data may hold all the same.
enum RandomReport {
  typealias Text = (inout SplitMix) -> String

  /// - Parameter sizes: of lists, at most.
  static func report(_ random: inout SplitMix, sizes: Int = 4, text: Text = anyText) -> Report {
    let isSmall = sizes == 1
    var identity = Samples.identity(salt: isSmall ? Array(0..<16) : (0..<16).map { _ in UInt8(random.below(256)) })
    if !isSmall {
      identity.issuedAt = BeijingTime(millisecondsSince1970: Int64(random.below(4_000_000_000_000)))
      identity.issuer = text(&random)
      identity.number = ReportNumber(at: identity.issuedAt, random: UInt64(random.below(1 << 24)))
    }
    identity.expiresAt =
      isSmall || random.chance(1, of: 2) ? nil : BeijingTime(secondsSince1970: Int64(random.below(1 << 31)))
    identity.checkCode = isSmall ? "7K3M9QXA" : random.chance(1, of: 2) ? nil : checkCode(&random)
    var report = Report(
      kind: isSmall ? .enterprise : choice(Report.Kind.allCases, &random), title: text(&random),
      edition: text(&random), standard: text(&random), versionLabel: text(&random), identity: identity,
      asOf: isSmall ? Samples.asOf : BeijingTime(millisecondsSince1970: Int64(random.below(4_000_000_000)) * 1000),
      period: isSmall ? Samples.day(2026, 11, 19)...Samples.day(2026, 11, 20) : days(&random),
      subject: Report.Subject(
        kind: text(&random), kindLabel: text(&random), name: text(&random), nameLabel: text(&random),
        code: text(&random), codeLabel: text(&random), statusLabels: list(sizes, &random, text),
        fields: list(sizes, &random) { line(&$0, text) }),
      sections: list(sizes, &random) { random in
        Report.Section(
          key: text(&random), title: text(&random), shortTitle: text(&random),
          content: choice([.subject, .records, .text], &random), showsCount: isSmall || random.chance(1, of: 2),
          count: isSmall ? 1 : random.below(1 << 40), groups: list(sizes, &random) { group(&$0, sizes, text) },
          paragraphs: list(sizes, &random, text))
      },
      omissions: list(sizes, &random) { random in
        Report.Omission(
          rule: text(&random), label: text(&random), count: random.below(1000),
          unit: choice([.records, .values], &random))
      },
      sources: list(sizes, &random) { random in
        Report.Source(
          name: text(&random), domains: list(sizes, &random, text), categories: list(sizes, &random, text),
          from: optional(&random, text),
          through: optional(&random, text), state: choice(Coverage.State.allCases, &random),
          reason: optional(&random, text), isLate: random.chance(1, of: 2))
      })
    report.coverageBasis = choice(CoverageBasis.allCases, &random)
    report.unattributed = list(sizes, &random) { random in
      Report.Unattributed(
        source: text(&random), categories: list(sizes, &random, text), domains: list(sizes, &random, text),
        day: optional(&random, text), count: isSmall ? 1 : random.below(1 << 40), reason: text(&random))
    }
    report.excluded = list(sizes, &random) { random in
      Report.Excluded(
        source: text(&random), categories: list(sizes, &random, text), count: isSmall ? 1 : random.below(1 << 40),
        reason: text(&random))
    }
    report.overview = choice(Edition.Overview.allCases, &random)
    if random.chance(1, of: 2) { report.judgement = judgement(&random, sizes: sizes, text: text) }
    if report.kind == .group { report.group = summary(&random, sizes: sizes, text: text) }
    if random.chance(1, of: 2) {
      report.request = Report.Request(
        requester: text(&random), basis: choice(Report.Request.Basis.allCases, &random), basisLabel: text(&random),
        purpose: text(&random), document: optional(&random, text), authorisedOn: optional(&random, text),
        validThrough: optional(&random, text))
    }
    if random.chance(1, of: 2) {
      report.rendering = Report.Rendering(
        engine: random.below(100), libraries: optional(&random, text), host: text(&random), template: text(&random),
        templateDigest: (0..<32).map { _ in UInt8(random.below(256)) },
        fontsDigest: (0..<32).map { _ in UInt8(random.below(256)) })
    }
    return report
  }

  static func judgement(_ random: inout SplitMix, sizes: Int = 4, text: Text = anyText) -> Judgement {
    Judgement(
      asked: days(&random), period: days(&random), purpose: choice(Judgement.Purpose.allCases, &random),
      recipient: optional(&random, text), profile: profile(&random, text),
      list: .init(
        key: text(&random), label: text(&random), version: UInt16(random.below(65_536)), size: random.below(300)),
      counted: categories(&random, sizes, text), notQueried: categories(&random, sizes, text),
      answers: list(sizes, &random) { random in
        Judgement.Answer(
          domain: text(&random), label: text(&random), bit: random.below(64),
          outcome: choice(Judgement.Answer.Outcome.allCases, &random), reasons: list(sizes, &random, text),
          lacksData: random.chance(1, of: 2),
          sources: list(sizes, &random) { random in
            Judgement.Source(
              name: text(&random), delivered: random.chance(1, of: 2) ? days(&random) : nil,
              isComplete: random.chance(1, of: 2), fault: optional(&random, text),
              categories: list(sizes, &random, text), statesCategories: random.chance(1, of: 2))
          }, groups: list(sizes, &random) { group(&$0, sizes, text) })
      },
      unclassified: list(sizes, &random) { random in
        Judgement.Unclassified(
          category: text(&random), categoryLabel: text(&random), record: record(&random, sizes, text),
          reason: text(&random), candidates: list(sizes, &random, text))
      })
  }

  static func summary(_ random: inout SplitMix, sizes: Int = 4, text: Text = anyText) -> GroupSummary {
    let domains = list(sizes, &random) { random in
      GroupSummary.Domain(key: text(&random), label: text(&random), bit: random.below(64))
    }
    var members = list(sizes, &random) { member(&$0, domains, text) }
    var issuer = member(&random, domains, text)
    issuer.role = .issuer
    members.insert(issuer, at: 0)
    return GroupSummary(
      asked: days(&random), purpose: choice(Judgement.Purpose.allCases, &random), recipient: optional(&random, text),
      profile: profile(&random, text),
      list: .init(
        key: text(&random), label: text(&random), version: UInt16(random.below(65_536)), size: random.below(300)),
      counted: categories(&random, sizes, text), notQueried: categories(&random, sizes, text), domains: domains,
      members: members)
  }

  private static func profile(_ random: inout SplitMix, _ text: Text) -> Judgement.Profile {
    Judgement.Profile(
      key: text(&random), label: text(&random), basis: text(&random), note: optional(&random, text),
      number: UInt16(random.below(65_536)))
  }

  private static func categories(_ random: inout SplitMix, _ sizes: Int, _ text: Text) -> [Judgement.Category] {
    list(sizes, &random) { Judgement.Category(key: text(&$0), label: text(&$0)) }
  }

  private static func member(
    _ random: inout SplitMix, _ domains: [GroupSummary.Domain], _ text: Text
  ) -> GroupSummary.Member {
    GroupSummary.Member(
      role: choice(GroupSummary.Role.allCases, &random), name: text(&random), code: text(&random),
      number: ReportNumber(at: Samples.asOf, random: UInt64(random.below(1 << 24))),
      issuedAt: BeijingTime(millisecondsSince1970: Int64(random.below(4_000_000_000)) * 1000),
      digest: (0..<32).map { _ in UInt8(random.below(256)) }, period: days(&random),
      answers: domains.map { _ in
        GroupSummary.Answer(
          outcome: choice(Judgement.Answer.Outcome.allCases, &random), count: random.below(100),
          lacksData: random.chance(1, of: 2))
      }, unclassified: random.below(100))
  }

  /// Empty, Chinese, with quotes, escapes, controls, characters beyond the basic plane, in forms that are equal to Swift.
  static func anyText(_ random: inout SplitMix) -> String {
    let pieces = [
      "", "示例", "a", "\"", "\\", "/", "\n", "\r\n", "\t", "\u{08}", "\u{0C}", "\u{00}", "\u{01}", "\u{1F}", "\u{7F}",
      "\u{E000}", "𠮷", "葛\u{E0100}", "é", "e\u{301}", "\u{2028}", "\u{FEFF}", "null", "{", "]", ",\"x\":",
    ]
    return (0..<random.below(6)).map { _ in pieces[random.below(pieces.count)] }.joined()
  }

  private static func group(_ random: inout SplitMix, _ sizes: Int, _ text: Text) -> Report.Group {
    Report.Group(
      category: text(&random), label: text(&random), count: random.below(100),
      records: list(sizes, &random) { record(&$0, sizes, text) })
  }

  private static func record(_ random: inout SplitMix, _ sizes: Int, _ text: Text) -> Report.Record {
    Report.Record(lines: list(sizes, &random) { line(&$0, text) }, marks: list(sizes, &random, text))
  }

  private static func line(_ random: inout SplitMix, _ text: Text) -> Report.Line {
    Report.Line(key: text(&random), label: text(&random), value: optional(&random, text))
  }

  private static func days(_ random: inout SplitMix) -> ClosedRange<CalendarDate> {
    let first = random.below(40_000) - 10_000
    return CalendarDate(daysSince1970: first)...CalendarDate(daysSince1970: first + random.below(2000))
  }

  private static func checkCode(_ random: inout SplitMix) -> String {
    Report.Identity.checkCode(random: UInt64(random.below(1 << 40)))
  }

  private static func optional(_ random: inout SplitMix, _ text: Text) -> String? {
    random.chance(1, of: 3) ? nil : text(&random)
  }

  private static func choice<Value>(_ values: [Value], _ random: inout SplitMix) -> Value {
    values[random.below(values.count)]
  }

  /// One element where sizes are 1, so that every part is there.
  private static func list<Value>(
    _ sizes: Int, _ random: inout SplitMix, _ value: (inout SplitMix) -> Value
  ) -> [Value] {
    (0..<(sizes == 1 ? 1 : random.below(sizes))).map { _ in value(&random) }
  }
}
