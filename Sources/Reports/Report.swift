public import CivilTime
public import Records
public import ReportKinds

/// What a report says, in order, with every value already as text; nothing about its appearance.
public struct Report: Sendable, Equatable {
  public var kind: Kind
  /// Title on the cover: 法人和非法人组织公共信用信息报告.
  public var title: String
  /// Key of the edition, name of the standard, version label (V1.0, V2.0).
  public var edition: String, standard: String, versionLabel: String
  public var identity: Identity
  public var asOf: BeijingTime
  /// The days that the report covers.
  public var period: ClosedRange<CalendarDate>
  public var subject: Subject
  public var sections: [Section]
  /// What rules left out of the report, by rule.
  public var omissions: [Omission]
  /// What each source delivered, in the file's order, and who says so.
  public var sources: [Source]
  public var coverageBasis: CoverageBasis
  /// Rows that sources delivered but nobody could attribute to a subject; they may concern this one.
  public var unattributed: [Unattributed]
  /// What persons decided to doubt no longer.
  public var excluded: [Excluded]
  /// In the no-violation edition: the question and the answers.
  public var judgement: Judgement?
  /// In the summary of a group: what each of its reports answers.
  public var group: GroupSummary?
  /// In a personal report: who asked for it, and by what right.
  public var request: Request?
  /// How the overview lists the sections.
  public var overview: Edition.Overview
  /// What the pages are made with; nil until a press takes the report.
  public var rendering: Rendering?
  /// Layout version of its canonical data; reports made before the present version keep an older one.
  public internal(set) var dataVersion: Int

  public typealias Kind = ReportKind

  /// Whether somebody did not look: a source is missing, failed or late, or none is named at all. Then an empty section
  /// says nothing about the subject, and the report must say so.
  public var hasGaps: Bool {
    if let group { return group.lacksData }
    return sources.isEmpty || sources.contains { $0.state != .loaded || $0.isLate }
  }

  /// What identifies this copy of a report.
  public struct Identity: Sendable, Equatable {
    public var number: ReportNumber
    public var issuedAt: BeijingTime
    /// 报告出具单位
    public var issuer: String
    /// 16 random bytes in the canonical data, so that their digest cannot confirm a guess about a person.
    public var salt: [UInt8]
    /// 核验码, 8 characters without a hyphen. With the number it proves that somebody has the report in hand. Nil: a
    /// preview, which nobody can look up.
    public var checkCode: String?
    /// 有效期至; nil: not known yet, or not part of the report's data.
    public var expiresAt: BeijingTime?
    public init(
      number: ReportNumber, issuedAt: BeijingTime, issuer: String, salt: [UInt8], checkCode: String? = nil,
      expiresAt: BeijingTime? = nil
    ) {
      (self.number, self.issuedAt, self.issuer, self.salt) = (number, issuedAt, issuer, salt)
      (self.checkCode, self.expiresAt) = (checkCode, expiresAt)
    }
  }

  public struct Subject: Sendable, Equatable {
    /// Canonical key and label of the subject kind.
    public var kind: String, kindLabel: String
    public var name: String, nameLabel: String
    public var code: String, codeLabel: String
    /// 存续, 守信激励对象, …
    public var statusLabels: [String]
    public var fields: [Line]
    public init(
      kind: String, kindLabel: String, name: String, nameLabel: String, code: String, codeLabel: String,
      statusLabels: [String], fields: [Line]
    ) {
      (self.kind, self.kindLabel, self.name, self.nameLabel) = (kind, kindLabel, name, nameLabel)
      (self.code, self.codeLabel, self.statusLabels, self.fields) = (code, codeLabel, statusLabels, fields)
    }
  }

  /// A label and its value; nil: missing, printed as — —.
  public struct Line: Sendable, Equatable {
    public var key: String
    public var label: String
    public var value: String?
    public init(key: String, label: String, value: String?) { (self.key, self.label, self.value) = (key, label, value) }
  }

  public struct Section: Sendable, Equatable {
    public enum Content: String, Sendable { case subject, records, text }
    public var key: String
    public var title: String, shortTitle: String
    public var content: Content
    public var showsCount: Bool
    /// All records on file that may be public, listed or not. Records left out by a publicity rule are counted only in
    /// ``Report/omissions``: a count next to the title would still publish them. Of `subject`: 1.
    public var count: Int
    /// Of `records`: the categories that have any.
    public var groups: [Group]
    /// Of `text`.
    public var paragraphs: [String]
    public init(
      key: String, title: String, shortTitle: String, content: Content, showsCount: Bool, count: Int = 0,
      groups: [Group] = [], paragraphs: [String] = []
    ) {
      (self.key, self.title, self.shortTitle, self.content) = (key, title, shortTitle, content)
      (self.showsCount, self.count, self.groups, self.paragraphs) = (showsCount, count, groups, paragraphs)
    }
  }

  /// The records of one category.
  public struct Group: Sendable, Equatable {
    public var category: String, label: String
    public var count: Int
    public var records: [Record]
    public init(category: String, label: String, count: Int, records: [Record]) {
      (self.category, self.label, self.count, self.records) = (category, label, count, records)
    }
  }

  public struct Record: Sendable, Equatable {
    public var lines: [Line]
    /// What a reader must know about the record besides its own data: 已修复.
    public var marks: [String]
    public init(lines: [Line], marks: [String] = []) { (self.lines, self.marks) = (lines, marks) }
  }

  public struct Omission: Sendable, Equatable {
    public enum Unit: String, Sendable { case records, values }
    /// Key of the rule, and the text for the user.
    public var rule: String, label: String
    public var count: Int
    public var unit: Unit
    public init(rule: String, label: String, count: Int, unit: Unit) {
      (self.rule, self.label, self.count, self.unit) = (rule, label, count, unit)
    }
  }

  /// A source of the records and the days for which it delivered.
  public struct Source: Sendable, Equatable {
    public var name: String
    /// Labels of the domains and categories that the file names for it; empty: it names none.
    public var domains: [String], categories: [String]
    /// First and last day, `yyyy-MM-dd`; nil: not said.
    public var from: String?, through: String?
    public var state: Coverage.State
    /// Why it was not loaded, as given.
    public var reason: String?
    /// Whether what it delivered ends too long before the records were gathered, or on an unknown day.
    public var isLate: Bool
    public init(
      name: String, domains: [String], categories: [String] = [], from: String?, through: String?,
      state: Coverage.State, reason: String?, isLate: Bool = false
    ) {
      (self.name, self.domains, self.from, self.through) = (name, domains, from, through)
      self.categories = categories
      (self.state, self.reason, self.isLate) = (state, reason, isLate)
    }

    /// 已归集, 归集失败, 未归集
    public var stateLabel: String {
      switch state {
      case .loaded: isLate ? "已归集，有滞后" : "已归集"
      case .failed: "归集失败"
      case .missing: "未归集"
      }
    }
  }

  /// Rows that a source delivered but nobody could attribute, without their contents.
  public struct Unattributed: Sendable, Equatable {
    public var source: String
    /// Labels; no domains: not said.
    public var categories: [String], domains: [String]
    /// `yyyy-MM-dd`; nil: not known.
    public var day: String?
    public var count: Int
    public var reason: String
    public init(
      source: String, categories: [String], domains: [String], day: String?, count: Int, reason: String
    ) {
      (self.source, self.categories, self.domains, self.day) = (source, categories, domains, day)
      (self.count, self.reason) = (count, reason)
    }
  }

  /// Personal reports are made for the person, or for somebody whom the person has authorised.
  public struct Request: Sendable, Equatable {
    /// Who asks.
    public var requester: String
    /// By what right, as a key and as printed.
    public var basis: Basis, basisLabel: String
    public var purpose: String
    /// Number of the written authorisation, its day, and its last day, `yyyy-MM-dd`.
    public var document: String?, authorisedOn: String?, validThrough: String?

    public enum Basis: String, Sendable, CaseIterable {
      /// The person asks.
      case own = "self"
      case authorisation
    }

    public init(
      requester: String, basis: Basis, basisLabel: String, purpose: String, document: String? = nil,
      authorisedOn: String? = nil, validThrough: String? = nil
    ) {
      (self.requester, self.basis, self.basisLabel, self.purpose) = (requester, basis, basisLabel, purpose)
      (self.document, self.authorisedOn, self.validThrough) = (document, authorisedOn, validThrough)
    }
  }

  public init(
    kind: Kind, title: String, edition: String, standard: String, versionLabel: String, identity: Identity,
    asOf: BeijingTime, period: ClosedRange<CalendarDate>, subject: Subject, sections: [Section],
    omissions: [Omission], sources: [Source] = [], judgement: Judgement? = nil, group: GroupSummary? = nil,
    request: Request? = nil
  ) {
    self.init(
      kind: kind, title: title, edition: edition, standard: standard, versionLabel: versionLabel, identity: identity,
      asOf: asOf, period: period, subject: subject, sections: sections, omissions: omissions, sources: sources,
      coverageBasis: .declared, unattributed: [], excluded: [], judgement: judgement, group: group, request: request,
      overview: .list, rendering: nil, dataVersion: Self.canonicalVersion)
  }

  /// Without defaults, so that reading canonical data cannot forget a property.
  init(
    kind: Kind, title: String, edition: String, standard: String, versionLabel: String, identity: Identity,
    asOf: BeijingTime, period: ClosedRange<CalendarDate>, subject: Subject, sections: [Section],
    omissions: [Omission], sources: [Source], coverageBasis: CoverageBasis, unattributed: [Unattributed],
    excluded: [Excluded], judgement: Judgement?, group: GroupSummary?, request: Request?, overview: Edition.Overview,
    rendering: Rendering?,
    dataVersion: Int
  ) {
    (self.kind, self.title, self.edition) = (kind, title, edition)
    (self.standard, self.versionLabel, self.identity, self.asOf) = (standard, versionLabel, identity, asOf)
    (self.period, self.subject, self.sections, self.omissions) = (period, subject, sections, omissions)
    (self.sources, self.judgement, self.group, self.request) = (sources, judgement, group, request)
    (self.coverageBasis, self.unattributed, self.excluded) = (coverageBasis, unattributed, excluded)
    (self.overview, self.rendering, self.dataVersion) = (overview, rendering, dataVersion)
  }
}

/// 22 characters: 14 of the Beijing time of generation, 3 of its milliseconds, 5 random (`domain.md` §1.5).
public struct ReportNumber: Sendable, Hashable, CustomStringConvertible {
  public let description: String

  /// Nil unless 22 characters, 17 digits first, the rest digits or capital letters.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    let letters = UInt8(ascii: "A")...UInt8(ascii: "Z")
    guard bytes.count == 22, bytes.prefix(17).allSatisfy(digits.contains),
      bytes.suffix(5).allSatisfy({ digits.contains($0) || letters.contains($0) })
    else { return nil }
    description = text
  }

  /// - Parameter random: any number; modulo 32⁵ it becomes the last five characters.
  public init(at time: BeijingTime, random: UInt64) {
    let date = time.date.description.filter { $0 != "-" }
    let clock = time.clock.filter { $0 != ":" }
    let millisecond = String(String(time.millisecond + 1000).dropFirst())
    description = date + clock + millisecond + crockford(random, digits: 5)
  }
}
