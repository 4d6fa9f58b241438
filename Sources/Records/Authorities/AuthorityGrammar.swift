/// What may follow what in the name of an authority, and where a second authority begins.
///
/// Behind a whole name an office inside it may follow (稽查局, 天河区分局, 沙井所), or another authority, with or without
/// anything between the two. A word that may be either (综合行政执法, 办事处) belongs to the office only where nothing
/// parts it from the name: neither a break, nor a place with its level.
enum AuthorityGrammar {
  /// What the words so far are the beginning of.
  enum State: Int, CaseIterable {
    /// Nothing yet, or places.
    case places
    /// A guessed name that needs its level.
    case placeName
    /// What the authority does; needs an office.
    case task
    /// A joiner after a task; needs another task.
    case joinedTask
    /// A whole name.
    case authority
    /// A whole name, and a place without level: an office of that place (宝安管理局).
    case placed
    /// A guessed name of an inner office that needs its unit.
    case officeName
    /// A whole name, and a break.
    case apart
    /// The same, and what an office does: (稽查局).
    case apartActivity
    /// A whole name, and a place with its level: an office there (天河区分局), or another authority.
    case elsewhere
    /// A guessed name, or an activity, behind a break or a place with its level: needs what only an office is called.
    case apartName
    /// A joiner after a whole name; needs another, or an office of the same.
    case joinedAuthority

    /// Whether a name may end here. Not with a place and its level: a town behind a bureau may have signed along.
    var isWhole: Bool {
      switch self {
      case .authority, .placed, .apart, .apartActivity: true
      default: false
      }
    }

    /// The state for the same words where a break follows.
    var behindBreak: State { self == .authority || self == .placed ? .apart : self }

    /// What may be guessed here: the state behind it, and its length in characters. Of the places' names outside the
    /// catalogue few are longer; a wrong guess is likelier in a long one.
    var guess: (next: State, longest: Int)? {
      switch self {
      case .places: (.placeName, 5)
      case .authority, .placed: (.officeName, 6)
      case .apart, .elsewhere, .joinedAuthority: (.apartName, 4)
      default: nil
      }
    }

    /// Whether a guess may begin with what else is a level (市桥): not behind the name of a place.
    var mayGuessLevel: Bool { self != .placed && self != .elsewhere }

    /// The state behind a place that is called after a task (建设街道); nil: none can stand here.
    var behindNamesake: State? {
      switch self {
      case .places: .places
      case .authority, .placed, .apart, .elsewhere, .joinedAuthority: .elsewhere
      default: nil
      }
    }

    /// Whether a word without meaning for domains gives way to a task or pattern that begins with it and is as long.
    func yields(_ role: WordTree.Role, toPattern: Bool) -> Bool {
      switch (self, role) {
      case (.apart, .activity), (.apart, .unit), (.elsewhere, .activity), (.elsewhere, .unit): true
      case (.joinedAuthority, .activity), (.joinedAuthority, .unit): true
      case (.apartActivity, .activity), (.apartActivity, .unit): true
      case (.placed, .activity), (.officeName, .activity): !toPattern
      default: false
      }
    }
  }

  /// The state after a word, and the number of the rule that the word adds; nil: the word cannot stand there.
  static func step(_ state: State, _ role: WordTree.Role) -> (State, rule: Int?)? {
    switch (state, role) {
    case (.placeName, .level): (.places, nil)
    case (.placeName, _): nil
    case (.joinedTask, .pattern): nil
    case (_, .pattern(let rule)): (.authority, rule)
    case (.places, .place), (.places, .level), (.places, .joiner): (.places, nil)
    case (.places, .task(let rule)), (.task, .task(let rule)), (.joinedTask, .task(let rule)): (.task, rule)
    case (.places, _): role == .mark ? (.places, nil) : nil
    case (.task, .joiner): (.joinedTask, nil)
    case (.task, .activity), (.task, .mark): (.task, nil)
    case (.task, .office), (.task, .unit), (.task, .part): (.authority, nil)
    case (.task, _): nil
    case (.joinedTask, _): role == .mark ? (.joinedTask, nil) : nil
    case (_, .task(let rule)): (.authority, rule)
    case (_, .part): (.authority, nil)
    case (_, .level): (.elsewhere, nil)
    default: stepBehindName(state, role).map { ($0, nil) }
    }
  }

  /// What is left for the states behind a whole name.
  private static func stepBehindName(_ state: State, _ role: WordTree.Role) -> State? {
    switch (state, role) {
    case (.officeName, .activity): .officeName
    case (.officeName, .unit): .authority
    case (.officeName, _): nil
    case (.apartName, _): role == .mark ? .apartName : nil
    case (_, .joiner): .joinedAuthority
    case (_, .unit): .authority
    case (.authority, .place): .placed
    case (.authority, .activity), (.authority, .mark), (.authority, .office): .authority
    case (.placed, .place), (.placed, .activity), (.placed, .mark): .placed
    case (.placed, .office): .authority
    case (.elsewhere, .place), (.elsewhere, .mark): .elsewhere
    case (.elsewhere, .activity): .apartName
    case (.apart, .activity), (.apartActivity, .activity), (.joinedAuthority, .activity): .apartActivity
    case (.apartActivity, .office): .authority
    case (.apart, .place), (.apart, .mark), (.apartActivity, .mark): state
    case (.joinedAuthority, .place), (.joinedAuthority, .mark): .joinedAuthority
    default: nil
    }
  }
}
