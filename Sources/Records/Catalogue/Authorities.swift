/// How the authorities of one kind sign, and for which domains they act.
///
/// One domain: they act for it, and a record of theirs is listed under it. Several: the name does not say for which one
/// they acted. None, only ``perhaps``: no domain is theirs, and that one of these is cannot be excluded.
public struct AuthorityRule: Sendable, Hashable {
  /// Whole names, as signed; they go before patterns and tasks.
  public var names: [String]
  /// What is left of a name when place and level are stripped: 人民法院.
  public var patterns: [String]
  /// What it does, as its name says it before 局, 厅, 委员会, 大队…: 市场监督管理. Names join several (教育和体育局).
  public var tasks: [String]
  /// Keys of the domains.
  public var domains: [String]
  /// Domains for which it may act beside its own: a 市场监督管理局 of a county also supervises drugs.
  public var perhaps: [String]
  public init(
    names: [String] = [], patterns: [String] = [], tasks: [String] = [], domains: [String], perhaps: [String] = []
  ) {
    (self.names, self.patterns, self.tasks) = (names, patterns, tasks)
    (self.domains, self.perhaps) = (domains, perhaps)
  }
}

/// The words of authorities' names that say nothing about domains; `docs/authorities.md` shows how names are read.
public struct AuthorityWords: Sendable, Hashable {
  /// Names of places, without level: 广州, 南海.
  public var places: [String]
  /// What a place's name ends with, known or not: 市, 区, 街道, 高新区.
  public var levels: [String]
  /// The levels of small places, which may be called after a task: 建设街道, 港口镇.
  public var settlements: [String]
  /// What joins two tasks or two authorities: 和, 、.
  public var joiners: [String]
  /// What may stand anywhere: numbers, 原.
  public var marks: [String]
  /// What follows a task and adds nothing to it: 监督管理, 稽查.
  public var activities: [String]
  /// What the name of an authority ends with: 局, 厅.
  public var offices: [String]
  /// What the name of an authority or of an office inside one ends with: 大队, 中心.
  public var units: [String]
  /// The same, where it may be of several authorities as soon as anything parts it from the name: 工作组.
  public var groups: [String]
  /// The same, where by its name it is inside another: 所, 科.
  public var parts: [String]
  /// Parts that are the same authority's behind a joiner too: 分局.
  public var branches: [String]
  /// Teams that are the authority's own behind a break: 综合行政执法大队.
  public var teams: [String]
  /// What an authority's office for a place is called, behind a break too: 管理局.
  public var districtOffices: [String]
  /// Patterns before which the name of a place needs no level: 海关.
  public var sole: [String]
  public init(
    places: [String] = [], levels: [String] = [], settlements: [String] = [], joiners: [String] = [],
    marks: [String] = [], activities: [String] = [], offices: [String] = [], units: [String] = [],
    groups: [String] = [],
    parts: [String] = [],
    branches: [String] = [], teams: [String] = [], districtOffices: [String] = [], sole: [String] = []
  ) {
    (self.places, self.levels, self.settlements) = (places, levels, settlements)
    (self.joiners, self.marks, self.activities) = (joiners, marks, activities)
    (self.offices, self.units, self.groups, self.parts, self.branches) = (offices, units, groups, parts, branches)
    (self.teams, self.districtOffices, self.sole) = (teams, districtOffices, sole)
  }

  mutating func add(_ other: AuthorityWords) {
    places += other.places
    levels += other.levels
    settlements += other.settlements
    joiners += other.joiners
    marks += other.marks
    activities += other.activities
    offices += other.offices
    units += other.units
    groups += other.groups
    parts += other.parts
    branches += other.branches
    teams += other.teams
    districtOffices += other.districtOffices
    sole += other.sole
  }
}
