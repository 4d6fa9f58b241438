/// What may follow what in the name of an authority, and where a second authority begins.
///
/// Behind a whole name an office inside it may follow (稽查局, 天河区分局, 沙井所), or another authority, with or without
/// anything between the two. A word that may be either (综合行政执法, 办事处) belongs to the office only where nothing
/// parts it from the name: neither a break, nor a place with its level. Behind a joiner nothing is the office's but a
/// branch: a team that does not say whose it is (广州市水务局、执法大队) may be another's.
enum AuthorityGrammar {
  /// What the words so far are the beginning of.
  enum State: Int, CaseIterable {
    /// Nothing yet, or places.
    case places
    /// A guessed name that needs its level.
    case placeName
    /// What the authority does; needs an office.
    case task
    /// A task, and a place: needs what only a part is called (公安天河分局), for 办事处 may be a street of that place.
    case taskPlace
    /// A joiner after a task; needs another task.
    case joinedTask
    /// A whole name.
    case authority
    /// A whole name, and what an office inside it does: a joiner here may be the office's own (执法和督察处).
    case officeActivity
    /// A joiner behind that: the office does more, or another authority follows.
    case joinedOfficeActivity
    /// A whole name, and a place without level: an office of that place (宝安管理局).
    case placed
    /// A guessed name of an inner office that needs its unit.
    case officeName
    /// A whole name, and a break.
    case apart
    /// The same, and what an office does: (稽查局).
    case apartActivity
    /// A whole name, a break, and a place without level: an office of that place (分局, 管理局), or another authority.
    case apartPlace
    /// A whole name, and a place with its level: an office there (天河区分局), or another authority.
    case elsewhere
    /// A guessed name, or an activity, behind a break or a place with its level: needs what only an office is called.
    case apartName
    /// A joiner after a whole name, and perhaps a place; needs another authority, or a branch of the same (南山分局).
    case joinedAuthority
    /// The same, and what somebody does: needs what says of whom.
    case joinedActivity
    /// The same with a guessed name, of a place or a branch.
    case joinedName

    /// Whether a name may end here. Not with a place and its level: a town behind a bureau may have signed along.
    var isWhole: Bool {
      switch self {
      case .authority, .officeActivity, .placed, .apart, .apartActivity, .apartPlace: true
      default: false
      }
    }

    /// Whether something parts what stands here from the name before.
    fileprivate var isApart: Bool {
      switch self {
      case .apart, .apartActivity, .apartPlace, .apartName, .elsewhere: true
      default: false
      }
    }

    /// The state for the same words where a break follows.
    var behindBreak: State {
      switch self {
      case .authority, .officeActivity, .placed: .apart
      case .officeName: .apartName
      default: self
      }
    }

    /// What may be guessed here: the state behind it, and its length in characters. Of the places' names outside the
    /// catalogue few are longer; a wrong guess is likelier in a long one.
    var guess: (next: State, longest: Int)? {
      switch self {
      case .places: (.placeName, 5)
      case .authority, .officeActivity, .placed: (.officeName, 6)
      case .apart, .apartPlace, .elsewhere: (.apartName, 4)
      case .joinedAuthority, .joinedOfficeActivity: (.joinedName, 4)
      default: nil
      }
    }

    /// Whether a guess may begin with what else is a level (市桥): not behind the name of a place.
    var mayGuessLevel: Bool { self != .placed && self != .apartPlace && self != .elsewhere }

    /// The state behind a place that is called after a task (建设街道); nil: none can stand here.
    var behindNamesake: State? {
      switch self {
      case .places: .places
      case .authority, .officeActivity, .placed, .apart, .apartPlace, .elsewhere: .elsewhere
      case .joinedAuthority, .joinedOfficeActivity: .joinedAuthority
      default: nil
      }
    }

    /// Whether a word without meaning for domains gives way to a task or pattern that begins with it and is as long.
    func yields(_ role: WordTree.Role, toPattern: Bool) -> Bool {
      switch (self, role) {
      case (.apart, .place): toPattern
      case (_, .part), (_, .office): !toPattern
      case (.placed, .activity), (.officeName, .activity): !toPattern
      case (_, .activity), (_, .unit): mayBeginAnother
      default: false
      }
    }

    /// Whether what stands here is another authority's, if it may be.
    private var mayBeginAnother: Bool {
      switch self {
      case .apart, .apartActivity, .apartPlace, .elsewhere: true
      case .joinedAuthority, .joinedOfficeActivity, .joinedActivity: true
      default: false
      }
    }
  }

  /// The state after a word, and the number of the rule that the word adds; nil: the word cannot stand there.
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

  /// What is left for the states behind a whole name.
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

  /// Behind a joiner, neither an activity nor a unit says whose it is.
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
