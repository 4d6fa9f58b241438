public import ReportKinds

/// An edition of the report standard for one kind of report, with its sections in order.
public struct Edition: Sendable, Hashable {
  public typealias Kind = StandardReport
  /// Editions of different kinds may share a name: both have one of 2021.
  public var naming: Naming
  public var kind: Kind
  /// Title on the cover.
  public var title: String
  /// As printed on the cover: 《公共信用信息报告标准（2021年版）》.
  public var standard: String
  public var versionLabel: String
  /// How the overview lists the sections that show their counts.
  public var overview: Overview
  public var sections: [Section]

  public enum Overview: String, Sendable, Hashable, CaseIterable {
    /// One row each, with its title.
    case list
    /// Two in a row, with their short titles.
    case pairs
  }

  public struct Section: Sendable, Hashable {
    public enum Content: Sendable, Hashable {
      /// 基础信息: the subject's own registration fields.
      case subject
      /// Categories, each a sub-section.
      case records([String])
      /// Fixed text of the standard (信用状况提升建议).
      case text([String])
    }
    public var naming: Naming
    /// In the overview table.
    public var shortLabel: String
    public var content: Content
    /// Whether the title says 共N条.
    public var showsCount: Bool
    public init(naming: Naming, shortLabel: String, content: Content, showsCount: Bool) {
      (self.naming, self.shortLabel, self.content, self.showsCount) = (naming, shortLabel, content, showsCount)
    }
  }
  public init(
    naming: Naming, kind: Kind = .enterprise, title: String, standard: String, versionLabel: String,
    overview: Overview = .list, sections: [Section]
  ) {
    (self.naming, self.kind, self.title) = (naming, kind, title)
    (self.standard, self.versionLabel) = (standard, versionLabel)
    (self.overview, self.sections) = (overview, sections)
  }
}
