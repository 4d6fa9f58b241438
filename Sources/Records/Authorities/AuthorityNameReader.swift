/// Reads the name of an authority as a sequence of words: places and levels, tasks and an office, inner offices.
///
/// A name is understood only as a whole: a suffix alone would take 农业农村和水务局 for the 水务局. Two things that the catalogue
/// cannot list may be guessed: the name of a place before its level (某某县) and the name of an inner office before its
/// unit (某某所). No guess may swallow a task. The reading with the least guessing and the longest words wins; if several
/// are equally good, their rules are merged.
struct AuthorityNameReader: Sendable {
  typealias State = AuthorityGrammar.State

  private struct Reading {
    var cost: Int
    /// Indices of the rules of its tasks and patterns, ascending.
    var rules: [Int]

    func adding(_ rule: Int?, cost more: Int) -> Self {
      Self(cost: cost + more, rules: rule.map { merged(rules, [$0]) } ?? rules)
    }
  }

  private enum Cost {
    static let word = 1
    /// A place named after a task: cheaper than the task and a level.
    static let namesake = 2
    /// Prefers one long task to two short ones, and words that say nothing about domains to a task.
    static let task = 3
    /// Per character.
    static let guess = 16
  }

  /// The maximum length of an authority's name in characters (C200: domain.md §2.3).
  private static let longestName = 200

  private var tree = WordTree()

  init(rules: [AuthorityRule], words: AuthorityWords) {
    for (texts, role) in [
      (words.places, WordTree.Role.place), (words.levels, .level), (words.settlements, .settlement),
      (words.joiners, .joiner), (words.marks, .mark), (words.activities, .activity), (words.offices, .office),
      (words.units, .unit), (words.groups, .group), (words.parts, .part), (words.branches, .branch),
      (words.teams, .team),
      (words.districtOffices, .districtOffice),
    ] {
      for text in texts { tree.add(text, as: role) }
    }
    for (number, rule) in rules.enumerated() {
      for pattern in rule.patterns { tree.add(pattern, as: .pattern(number)) }
      for pattern in rule.patterns where words.sole.contains(pattern) { tree.add(pattern, as: .sole(number)) }
      for task in rule.tasks { tree.add(task, as: .task(number)) }
    }
  }

  /// Indices of the rules that match a name, ascending; empty: the name is not understood.
  func rules(of text: AuthorityText) -> [Int] {
    guard !text.scalars.isEmpty, text.scalars.count <= Self.longestName else { return [] }
    var table = Table(text, tree)
    for start in text.scalars.indices {
      if text.breaks[start] { table.partAuthorities(at: start) }
      for state in State.allCases { table.extend(state, at: start) }
    }
    return table.whole
  }

  /// The best reading of each prefix of a name, by the state in which it ends.
  private struct Table {
    private let name: [Unicode.Scalar]
    private let breaks: [Bool]
    private let tree: WordTree
    /// By position and state.
    private var readings: [Reading?]
    /// The words that begin at each position; each is looked up once.
    private var words: [[WordTree.Word]?]

    init(_ text: AuthorityText, _ tree: WordTree) {
      (name, breaks, self.tree) = (text.scalars, text.breaks, tree)
      readings = Array(repeating: nil, count: (name.count + 1) * State.allCases.count)
      words = Array(repeating: nil, count: name.count + 1)
      self[0, .places] = Reading(cost: 0, rules: [])
    }

    private subscript(position: Int, state: State) -> Reading? {
      get { readings[position * State.allCases.count + state.rawValue] }
      set { readings[position * State.allCases.count + state.rawValue] = newValue }
    }

    /// The rules of the best reading of the whole name.
    var whole: [Int] {
      var best: Reading?
      for state in State.allCases where state.isWhole { best = Self.better(best, self[name.count, state]) }
      return best?.rules ?? []
    }

    mutating func partAuthorities(at position: Int) {
      for state in State.allCases where state.behindBreak != state {
        guard let reading = self[position, state] else { continue }
        self[position, state] = nil
        keep(reading, at: position, state.behindBreak)
      }
    }

    mutating func extend(_ state: State, at start: Int) {
      guard let reading = self[start, state] else { return }
      let words = words(at: start)
      for word in words where !gives(word, way: words, from: start, in: state) {
        if case .task = word.role { extendByNamesake(reading, state, word) }
        guard let (next, rule) = AuthorityGrammar.step(state, word.role) else { continue }
        keep(reading.adding(rule, cost: rule == nil ? Cost.word : Cost.task), at: word.end, next)
      }
      guard let guess = state.guess else { return }
      for length in stride(from: 1, through: min(guess.longest, name.count - start), by: 1) {
        let last = start + length - 1
        guard isIdeograph(name[last]), state == .places || length == 1 || !breaks[last] else { break }
        let mayBeLevel = length == 1 && state.mayGuessLevel
        if self.words(at: last).contains(where: { $0.role.forbidsGuess(mayBeLevel: mayBeLevel) }) { break }
        if state == .places, holdsOffice(at: last) { break }
        keep(reading.adding(nil, cost: length * Cost.guess), at: last + 1, guess.next)
      }
    }

    /// Whether a word for an office or its activity begins here: no place is called that (稽查队 in 稽查队黄埔海关). Of single
    /// characters only 队 and 所 count; others also begin place names (台, 站, 科).
    private mutating func holdsOffice(at position: Int) -> Bool {
      words(at: position).contains { word in
        switch word.role {
        case .activity, .unit, .group, .part, .branch, .team, .districtOffice:
          word.end - position > 1 || ["队", "所"].contains(name[position])
        default: false
        }
      }
    }

    /// 建设街道 is a place: no office follows the task.
    private mutating func extendByNamesake(_ reading: Reading, _ state: State, _ task: WordTree.Word) {
      guard let next = state.behindNamesake else { return }
      for word in words(at: task.end) where word.role == .settlement {
        keep(reading.adding(nil, cost: Cost.namesake), at: word.end, next)
      }
    }

    private mutating func gives(
      _ word: WordTree.Word, way words: [WordTree.Word], from start: Int, in state: State
    ) -> Bool {
      if word.role == .place, state != .places, isJoinerAndPlace(upTo: word.end, words) { return true }
      return words.contains { other in
        // A longer word yields if a break follows a whole authority inside it (人民政府 金融工作局): two may have signed.
        guard other.end >= word.end else { return isPattern(other) && breaks[other.end] }
        switch other.role {
        case .task: return state.yields(word.role, toPattern: false)
        case .pattern: return state.yields(word.role, toPattern: true)
        default: return false
        }
      }
    }

    private func isPattern(_ word: WordTree.Word) -> Bool {
      if case .pattern = word.role { true } else { false }
    }

    /// Whether a place that begins here is actually a joiner (会同), or a joiner and the beginning of a place or of a
    /// task (和平 in 和平远, 和安 in 和安委办).
    private mutating func isJoinerAndPlace(upTo end: Int, _ words: [WordTree.Word]) -> Bool {
      for joiner in words where joiner.role == .joiner {
        if joiner.end == end { return true }
        if self.words(at: joiner.end).contains(where: { $0.end > end && $0.role.mayBeginAuthority }) { return true }
      }
      return false
    }

    private mutating func keep(_ reading: Reading, at position: Int, _ state: State) {
      self[position, state] = Self.better(self[position, state], reading)
    }

    private static func better(_ a: Reading?, _ b: Reading?) -> Reading? {
      guard let a, let b else { return a ?? b }
      if a.cost != b.cost { return a.cost < b.cost ? a : b }
      return Reading(cost: a.cost, rules: merged(a.rules, b.rules))
    }

    private mutating func words(at position: Int) -> [WordTree.Word] {
      if let known = words[position] { return known }
      let found = tree.words(in: name, from: position)
      words[position] = found
      return found
    }
  }
}

extension WordTree.Role {
  fileprivate var mayBeginAuthority: Bool {
    switch self {
    case .place, .task, .pattern: true
    default: false
    }
  }

  /// Whether a guessed name must not contain this role: it would hide what the authority does, or where another begins.
  fileprivate func forbidsGuess(mayBeLevel: Bool) -> Bool {
    switch self {
    case .task, .pattern, .joiner, .office: true
    case .level: !mayBeLevel
    default: false
    }
  }
}

/// The union of both, ascending.
private func merged(_ a: [Int], _ b: [Int]) -> [Int] {
  a == b || b.isEmpty ? a : a.isEmpty ? b : Set(a).union(b).sorted()
}

/// Whether a character is a Han character of the blocks that place names use.
private func isIdeograph(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0x20000...0x3FFFF: true
  default: false
  }
}
