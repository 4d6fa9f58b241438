import ReportKinds
import Reports

/// A conclusion that a template speaks itself: 未发现. It must stand only where the data were asked whether it is so.
private let conclusions = ["未发现", "无违法违规记录"]
/// Whoever lists all answers draws no conclusion: a legend, the head of a table, a sentence that counts them.
private let otherAnswers = ["未归集", "存疑"]

/// What the compiler knows of the text that it reads: what was asked before, and what was said unasked.
struct Claims {
  struct Claim {
    var place: TemplatePlace
    /// How many conditions and loops stood around it.
    var depth: Int
  }
  /// What holds for sure in the branches and loops that are open, outermost first.
  var guards: [Set<Fact>] = []
  var claims: [Claim] = []
  /// The fixed texts of the table or list that is being read, with their depths.
  var said: [(text: String, depth: Int)] = []
  var hasCode = false
  var printsUnclassified = false

  var asksForClean: Bool { guards.reduce(into: Set()) { $0.formUnion($1) }.isClean }
}

extension Compiler {
  /// Reads something that stands only where a condition holds, or does not.
  mutating func guarded<Result>(
    by condition: Condition?, being holds: Bool = true, _ body: (inout Compiler) -> Result
  ) -> Result {
    claims.guards.append(condition?.facts(where: holds) ?? [])
    defer { claims.guards.removeLast() }
    return body(&self)
  }

  /// Reads a table or list, which may say all answers as a legend does.
  mutating func listing<Result>(_ body: (inout Compiler) -> Result) -> Result {
    let (first, outer) = (claims.claims.count, claims.said)
    claims.said = []
    defer { claims.said = outer }
    let result = body(&self)
    let depth = claims.guards.count
    let texts = claims.said.filter { $0.depth == depth }.map(\.text)
    if otherAnswers.allSatisfy({ answer in texts.contains { $0.contains(answer) } }) {
      claims.claims[first...].removeAll { $0.depth == depth }
    }
    return result
  }

  /// Notes a text that says a conclusion, unless it was asked for, is quoted, or stands beside the other answers.
  mutating func noteClaim(_ pieces: [TextProgram.Piece], at place: TemplatePlace) {
    var fixed = ""
    var countsClean = false
    for piece in pieces {
      switch piece {
      case .literal(let text): fixed += text
      case .value(let expression):
        if case .key("clean")? = expression.path.segments.last { countsClean = true }
        if case .key("unclassified")? = expression.path.segments.last { claims.printsUnclassified = true }
        fixed += "…"
      case .pageNumber, .pageCount: break
      }
    }
    claims.said.append((fixed, claims.guards.count))
    guard !claims.asksForClean, !countsClean, conclusions.contains(where: fixed.says),
      !otherAnswers.allSatisfy({ fixed.contains($0) })
    else { return }
    claims.claims.append(.init(place: place, depth: claims.guards.count))
  }

  /// What somebody should look at before a template is used, in the order of the files.
  func warnings(_ kind: Report.Kind, body: TemplatePlace) -> [TemplateError.Mistake] {
    var warnings: [TemplateError.Mistake] = []
    if kind.concludes {
      let isOfGroup = kind.making == .summary
      warnings += claims.claims.map {
        .init(
          place: $0.place,
          message: "says that nothing was found where nobody asked whether that is so; ask for it with "
            + (isOfGroup ? "`if: group.isClean`" : "`if: answer.outcome == \"clean\"`")
            + ": no record does not mean that everybody looked")
      }
      if !claims.printsUnclassified {
        warnings.append(
          .init(
            place: body,
            message: "never prints the records that fit no domain; "
              + (isOfGroup
                ? "print `member.unclassified`" : "repeat something `for: item in judgement.unclassified`")
          ))
      }
    }
    if !claims.hasCode {
      warnings.append(
        .init(place: body, message: "has no verification code: nobody can check such a report from paper; place a `qr`")
      )
    }
    return Set(warnings).sorted { ($0.place, $0.message) < ($1.place, $1.message) }
  }
}

extension String {
  /// Whether it says words outside of quotation marks.
  fileprivate func says(_ words: String) -> Bool {
    var plain = ""
    var depth = 0
    for character in self {
      if "“「『《".contains(character) { depth += 1 }
      if depth == 0 { plain.append(character) }
      if "”」』》".contains(character) { depth = Swift.max(0, depth - 1) }
    }
    return plain.contains(words)
  }
}

/// What a condition makes certain about the answers.
enum Fact: Hashable {
  /// An answer, or all of a subject's or a group's, is clean.
  case clean
  /// The number at a path is nought.
  case none(String)
}

extension Set<Fact> {
  /// Whether it is certain that what is spoken of is clean: it says so, or no other answer was given.
  fileprivate var isClean: Bool {
    contains(.clean)
      || contains { fact in
        guard case .none(let path) = fact, path.hasSuffix(".records") else { return false }
        let counts = path.dropLast("records".count)
        return contains(.none(counts + "noData")) && contains(.none(counts + "undetermined"))
      }
  }
}

extension Condition {
  /// What is certain where the condition holds, or where it does not.
  fileprivate func facts(where holds: Bool) -> Set<Fact> {
    switch self {
    case .isTrue(let path):
      if !holds { return [.none(path.text)] }
      if case .key("isClean")? = path.segments.last { return [.clean] }
      return []
    case .compare(let path, let comparison, .text(let text)):
      guard text == Judgement.Answer.Outcome.clean.rawValue, case .key("outcome")? = path.segments.last else {
        return []
      }
      return comparison == (holds ? .equal : .unequal) ? [.clean] : []
    case .compare(let path, let comparison, .number(let number)):
      let isNone =
        switch (comparison, number) {
        case (.equal, 0), (.atMost, 0), (.less, 1): holds
        case (.unequal, 0), (.greater, 0), (.atLeast, 1): !holds
        default: false
        }
      return isNone ? [.none(path.text)] : []
    case .not(let condition): return condition.facts(where: !holds)
    case .and(let a, let b), .or(let a, let b):
      let isBoth = if case .and = self { holds } else { !holds }
      let (first, second) = (a.facts(where: holds), b.facts(where: holds))
      return isBoth ? first.union(second) : first.intersection(second)
    }
  }
}
