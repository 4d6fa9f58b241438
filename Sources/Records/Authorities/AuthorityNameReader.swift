/// Reads the name of an authority as a row of words: places and levels, tasks and an office, inner offices.
///
/// A name is understood only when all of it is: a suffix alone would take 农业农村和水务局 for the 水务局. What the
/// catalogue cannot list may be guessed in two spots, the name of a place before its level (某某县) and the name of an
/// inner office before its unit (某某所), and no guess may swallow a task. Of all readings the one with the least
/// guessing and the longest words holds; where two are as good, what both say does.
struct AuthorityNameReader: Sendable {
  /// What the words so far are the beginning of.
  private enum State: Int, CaseIterable {
    /// Nothing yet, or places.
    case places
    /// A guessed name that needs its level.
    case placeName
    /// What the authority does; needs an office.
    case task
    /// A joiner after a task; needs another task.
    case joined
    /// A whole name. Inner offices may follow.
    case authority
    /// A guessed name of an inner office that needs its unit.
    case officeName
  }

  private struct Reading {
    var cost: Int
    /// Numbers of the rules of its tasks and patterns, ascending.
    var rules: [Int]

    func adding(_ rule: Int?, cost more: Int) -> Self {
      Self(cost: cost + more, rules: rule.map { merged(rules, [$0]) } ?? rules)
    }
  }

  private enum Cost {
    static let word = 1
    /// One long task instead of two short ones, and words without meaning rather than a task.
    static let task = 3
    /// A character.
    static let guess = 16
  }

  /// Characters. Of the places' names outside the catalogue few are longer; a wrong guess is likelier in a long one.
  private static let longestPlaceName = 5, longestOfficeName = 6
  /// Characters of an authority's name at most (C200: domain.md §2.3).
  private static let longestName = 200

  private var tree = WordTree()

  init(rules: [AuthorityRule], words: AuthorityWords) {
    for (texts, role) in [
      (words.places, WordTree.Role.place), (words.levels, .level), (words.joiners, .joiner), (words.marks, .mark),
      (words.activities, .activity), (words.offices, .office), (words.units, .unit),
    ] {
      for text in texts { tree.add(text, as: role) }
    }
    for (number, rule) in rules.enumerated() {
      for pattern in rule.patterns { tree.add(pattern, as: .pattern(number)) }
      for task in rule.tasks { tree.add(task, as: .task(number)) }
    }
  }

  /// Numbers of the rules that a folded name fits, ascending; none: the name is not understood.
  func rules(of foldedName: String) -> [Int] {
    let name = Array(foldedName.unicodeScalars)
    guard !name.isEmpty, name.count <= Self.longestName else { return [] }
    let states = State.allCases.count
    var readings = [Reading?](repeating: nil, count: (name.count + 1) * states)
    var words = [[WordTree.Word]?](repeating: nil, count: name.count + 1)
    readings[State.places.rawValue] = Reading(cost: 0, rules: [])
    for start in name.indices {
      for state in State.allCases {
        guard let reading = readings[start * states + state.rawValue] else { continue }
        for word in wordsOf(name, start, &words) {
          guard let (next, rule) = Self.step(state, word.role) else { continue }
          let longer = reading.adding(rule, cost: rule == nil ? Cost.word : Cost.task)
          Self.keep(longer, at: word.end * states + next.rawValue, in: &readings)
        }
        let guess: (next: State, longest: Int)? =
          switch state {
          case .places: (.placeName, Self.longestPlaceName)
          case .authority: (.officeName, Self.longestOfficeName)
          default: nil
          }
        guard let guess else { continue }
        for length in stride(from: 1, through: min(guess.longest, name.count - start), by: 1) {
          let last = start + length - 1
          guard isIdeograph(name[last]), !wordsOf(name, last, &words).contains(where: \.role.forbidsGuess) else {
            break
          }
          let longer = reading.adding(nil, cost: length * Cost.guess)
          Self.keep(longer, at: (last + 1) * states + guess.next.rawValue, in: &readings)
        }
      }
    }
    return readings[name.count * states + State.authority.rawValue]?.rules ?? []
  }

  /// The state after a word, and the number of the rule that the word adds; nil: the word cannot stand there.
  private static func step(_ state: State, _ role: WordTree.Role) -> (State, rule: Int?)? {
    switch (state, role) {
    case (.placeName, .level): (.places, nil)
    case (.placeName, _): nil
    case (_, .pattern(let rule)) where state != .joined: (.authority, rule)
    case (.places, .place), (.places, .level), (.places, .joiner): (.places, nil)
    case (.places, .task(let rule)), (.task, .task(let rule)), (.joined, .task(let rule)): (.task, rule)
    case (.task, .joiner): (.joined, nil)
    case (.task, .activity): (.task, nil)
    case (.task, .office), (.task, .unit): (.authority, nil)
    case (.authority, .joiner): (.places, nil)
    case (.authority, .task(let rule)), (.officeName, .task(let rule)): (.authority, rule)
    case (.authority, .place), (.authority, .level), (.authority, .activity): (.authority, nil)
    case (.authority, .office), (.authority, .unit): (.authority, nil)
    case (.officeName, .level), (.officeName, .unit): (.authority, nil)
    case (.officeName, .activity): (.officeName, nil)
    case (.officeName, .mark): nil
    case (_, .mark): (state, nil)
    default: nil
    }
  }

  private static func keep(_ reading: Reading, at index: Int, in readings: inout [Reading?]) {
    guard let known = readings[index], known.cost <= reading.cost else {
      readings[index] = reading
      return
    }
    if known.cost == reading.cost { readings[index]?.rules = merged(known.rules, reading.rules) }
  }

  /// The words that begin at a position; each position is walked once.
  private func wordsOf(
    _ name: [Unicode.Scalar], _ start: Int, _ known: inout [[WordTree.Word]?]
  ) -> [WordTree.Word] {
    if let words = known[start] { return words }
    let words = tree.words(in: name, from: start)
    known[start] = words
    return words
  }
}

extension WordTree.Role {
  /// Whether a guessed name must not hold it: it would hide what the authority does.
  fileprivate var forbidsGuess: Bool {
    switch self {
    case .task, .pattern, .joiner: true
    default: false
    }
  }
}

/// Both, ascending, each number once.
private func merged(_ a: [Int], _ b: [Int]) -> [Int] {
  a == b || b.isEmpty ? a : a.isEmpty ? b : Set(a).union(b).sorted()
}

/// Whether a character is a Han character of the blocks that names of places use.
private func isIdeograph(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0x20000...0x3FFFF: true
  default: false
  }
}
