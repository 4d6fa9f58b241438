/// How the authorities of one kind sign, and for which domains they act.
///
/// One domain: they act for it, and their records are listed under it. Several: the name does not say for which one
/// they acted. Only ``perhaps``: no domain is theirs, but none of these can be excluded.
public struct AuthorityRule: Sendable, Hashable {
  /// Whole names, as signed; they take precedence over patterns and tasks.
  public var names: [String]
  /// What remains of a name without place and level: 人民法院.
  public var patterns: [String]
  /// What it does, as its name says before 局, 厅, 委员会, 大队…: 市场监督管理. A name may join several (教育和体育局).
  public var tasks: [String]
  /// Keys of the domains.
  public var domains: [String]
  /// Domains for which it may act besides its own: a county's 市场监督管理局 also supervises drugs.
  public var perhaps: [String]
  public init(
    names: [String] = [], patterns: [String] = [], tasks: [String] = [], domains: [String], perhaps: [String] = []
  ) {
    (self.names, self.patterns, self.tasks) = (names, patterns, tasks)
    (self.domains, self.perhaps) = (domains, perhaps)
  }
}

/// The words in authorities' names that say nothing about domains; `docs/authorities.md` shows how names are read.
public struct AuthorityWords: Sendable, Hashable {
  /// Names of places, without level: 广州, 南海.
  public var places: [String]
  /// The endings of place names, known or not: 市, 区, 街道, 高新区.
  public var levels: [String]
  /// The levels of small places, which may be named after a task: 建设街道, 港口镇.
  public var settlements: [String]
  /// Words that join two tasks or two authorities: 和, 、.
  public var joiners: [String]
  /// Words that may stand anywhere: numbers, 原.
  public var marks: [String]
  /// Words that follow a task and add nothing to it: 监督管理, 稽查.
  public var activities: [String]
  /// Endings of authority names: 局, 厅.
  public var offices: [String]
  /// Endings of the names of authorities or of offices inside them: 大队, 中心.
  public var units: [String]
  /// The same, for bodies that may belong to several authorities if anything separates them from the name: 工作组.
  public var groups: [String]
  /// The same, for bodies whose name says that they are part of another: 所, 科.
  public var parts: [String]
  /// Parts that belong to the same authority even after a joiner: 分局.
  public var branches: [String]
  /// Teams that belong to the authority even after a break: 综合行政执法大队.
  public var teams: [String]
  /// Names of an authority's office for a place, even after a break: 管理局.
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
