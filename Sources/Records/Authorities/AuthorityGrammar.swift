/// The grammar of authority names: which word may follow which, and where a second authority begins.
///
/// After a whole name may come an office inside it (稽查局, 天河区分局, 沙井所) or another authority, with or without a separator.
/// A word that may be either (综合行政执法, 办事处) belongs to the office only if nothing separates it from the name: neither a
/// break nor a place with its level. After a joiner, only a branch belongs to the same authority: a team that does not
/// say whose it is (广州市水务局、执法大队) may be another's.
enum AuthorityGrammar {
  /// What the words so far form.
  enum State: Int, CaseIterable {
    /// Nothing yet, or only places.
    case places
    /// A guessed place name; needs its level.
    case placeName
    /// What the authority does; needs an office.
    case task
    /// A task and a place; needs a word that only parts have (公安天河分局): 办事处 may be a street office of that place.
    case taskPlace
    /// A joiner after a task; needs another task.
    case joinedTask
    /// A whole name.
    case authority
    /// A whole name, and what an office inside it does; a joiner here may belong to the office (执法和督察处).
    case officeActivity
    /// A joiner after that: the office does more, or another authority follows.
    case joinedOfficeActivity
    /// A whole name, and a place without level: an office of that place (宝安管理局).
    case placed
    /// A guessed name of an inner office; needs its unit.
    case officeName
    /// A whole name and a break.
    case apart
    /// The same, and what an office does (稽查局).
    case apartActivity
    /// A whole name, a break, and a place without level: an office of that place (分局, 管理局), or another authority.
    case apartPlace
    /// A whole name, and a place with its level: an office there (天河区分局), or another authority.
    case elsewhere
    /// A guessed name, or an activity, after a break or a place with its level; needs a word that only offices have.
    case apartName
    /// A joiner after a whole name, perhaps with a place; needs another authority, or a branch of the same one (南山分局).
    case joinedAuthority
    /// The same, and an activity; needs a word that says whose.
    case joinedActivity
    /// The same, and a guessed name of a place or a branch.
    case joinedName

    /// Whether a name may end here. Not after a place with its level: a town that follows a bureau may have signed too.
    var isWhole: Bool {
      switch self {
      case .authority, .officeActivity, .placed, .apart, .apartActivity, .apartPlace: true
      default: false
      }
    }

    /// Whether something separates the current position from the name before it.
    fileprivate var isApart: Bool {
      switch self {
      case .apart, .apartActivity, .apartPlace, .apartName, .elsewhere: true
      default: false
      }
    }

    /// The state for the same words if a break follows.
    var behindBreak: State {
      switch self {
      case .authority, .officeActivity, .placed: .apart
      case .officeName: .apartName
      default: self
      }
    }

    /// What may be guessed here: the next state, and the longest guess in characters. Few place names outside the
    /// catalogue are longer, and a long guess is more likely to be wrong.
    var guess: (next: State, longest: Int)? {
      switch self {
      case .places: (.placeName, 5)
      case .authority, .officeActivity, .placed: (.officeName, 6)
      case .apart, .apartPlace, .elsewhere: (.apartName, 4)
      case .joinedAuthority, .joinedOfficeActivity: (.joinedName, 4)
      default: nil
      }
    }

    /// Whether a guess may begin with a word that is elsewhere a level (市桥): not after the name of a place.
    var mayGuessLevel: Bool { self != .placed && self != .apartPlace && self != .elsewhere }

    /// The state after a place that is named after a task (建设街道); nil: no such place may stand here.
    var behindNamesake: State? {
      switch self {
      case .places: .places
      case .authority, .officeActivity, .placed, .apart, .apartPlace, .elsewhere: .elsewhere
      case .joinedAuthority, .joinedOfficeActivity: .joinedAuthority
      default: nil
      }
    }

    /// Whether a word that says nothing about domains yields to an equally long or longer task or pattern.
    func yields(_ role: WordTree.Role, toPattern: Bool) -> Bool {
      switch (self, role) {
      case (.apart, .place): toPattern
      case (_, .part), (_, .office): !toPattern
      case (.placed, .activity), (.officeName, .activity): !toPattern
      case (_, .activity), (_, .unit): mayBeginAnother
      default: false
      }
    }

    /// Whether what follows belongs to another authority, if it can.
    private var mayBeginAnother: Bool {
      switch self {
      case .apart, .apartActivity, .apartPlace, .elsewhere: true
      case .joinedAuthority, .joinedOfficeActivity, .joinedActivity: true
      default: false
      }
    }
  }

  /// The state after a word, and the index of the rule that the word adds; nil: the word cannot stand here.
  static func step(_ state: State, _ role: WordTree.Role) -> (State, rule: Int?)? {
    if role == .group { return state.isApart ? nil : step(state, .unit) }
    return switch (state, role) {
    case (.placeName, .level): (.places, nil)
    case (.placeName, .sole(let rule)): (.authority, rule)
    case (.placeName, _): nil
    case (.joinedName, .sole(let rule)): (.authority, rule)
    case (.joinedTask, .pattern), (.taskPlace, .pattern), (.joinedActivity, .pattern), (.joinedName, .pattern): nil
    case (_, .pattern(let rule)): (.authority, rule)
    case (.places, .place), (.places, .level), (.places, .joiner): (.places, nil)
    case (.places, .task(let rule)), (.task, .task(let rule)), (.joinedTask, .task(let rule)): (.task, rule)
    case (.places, _): role == .mark ? (.places, nil) : nil
    case (.task, .joiner): (.joinedTask, nil)
    case (.task, .activity), (.task, .mark): (.task, nil)
    case (.task, .office), (.task, .unit), (.task, .part), (.task, .branch): (.authority, nil)
    case (.task, .place), (.taskPlace, .place), (.taskPlace, .level): (.taskPlace, nil)
    case (.taskPlace, .part), (.taskPlace, .branch): (.authority, nil)
    case (.task, _), (.taskPlace, _): nil
    case (.joinedTask, _): role == .mark ? (.joinedTask, nil) : nil
    case (.joinedName, .task): nil
    case (_, .task(let rule)): (.authority, rule)
    default: stepBehindName(state, role).map { ($0, nil) }
    }
  }

  /// The transitions that are left: those of the states after a whole name.
  private static func stepBehindName(_ state: State, _ role: WordTree.Role) -> State? {
    switch (state, role) {
    case (.joinedActivity, .branch), (.joinedName, .branch): nil
    case (.apartName, .branch), (.apartName, .part): nil
    case (_, .branch): .authority
    case (.joinedAuthority, _), (.joinedActivity, _), (.joinedName, _), (.joinedOfficeActivity, _):
      stepBehindJoiner(state, role)
    case (_, .part): .authority
    case (_, .level): .elsewhere
    case (.officeName, .activity): .officeName
    case (.officeName, .unit): .authority
    case (.officeName, _): nil
    case (.apartName, _): role == .mark ? .apartName : nil
    case (.officeActivity, .joiner): .joinedOfficeActivity
    case (_, .joiner): .joinedAuthority
    case (_, .unit): .authority
    case (.authority, .place), (.officeActivity, .place): .placed
    case (.authority, .activity), (.officeActivity, .activity), (.officeActivity, .mark): .officeActivity
    case (.authority, .mark), (.authority, .office), (.officeActivity, .office): .authority
    case (.placed, .place), (.placed, .activity), (.placed, .mark): .placed
    case (.placed, .office), (.placed, .districtOffice), (.apartPlace, .districtOffice): .authority
    case (.elsewhere, .place), (.elsewhere, .mark): .elsewhere
    case (.elsewhere, .activity), (.apartPlace, .activity): .apartName
    case (.apart, .team), (.apartActivity, .office): .authority
    case (.apart, .place): .apartPlace
    case (.apart, .activity), (.apartActivity, .activity): .apartActivity
    case (.apart, .mark), (.apartActivity, .mark), (.apartPlace, .mark), (.apartPlace, .place): state
    default: nil
    }
  }

  /// After a joiner, neither an activity nor a unit says whose it is.
  private static func stepBehindJoiner(_ state: State, _ role: WordTree.Role) -> State? {
    switch (state, role) {
    case (.joinedOfficeActivity, .activity): .officeActivity
    case (.joinedAuthority, .activity), (.joinedActivity, .activity): .joinedActivity
    case (.joinedName, .level): .joinedAuthority
    case (.joinedActivity, _), (.joinedName, _): role == .mark ? state : nil
    case (_, .place), (_, .level), (_, .mark), (_, .joiner): .joinedAuthority
    default: nil
    }
  }
}
