import ReportKinds
import Reports

/// Conclusions that a template states itself: 未发现. It may do so only after checking the data for them.
private let conclusions = ["未发现", "无违法违规记录"]
/// A text that lists all answers draws no conclusion: a legend, the head of a table, a sentence that counts them.
private let otherAnswers = ["未归集", "存疑"]

/// What the compiler knows about the text that it reads: the conditions around it, and the claims made without one.
struct Claims {
  struct Claim {
    var location: TemplateLocation
    /// The number of conditions and loops around it.
    var depth: Int
  }
  /// The facts that hold in the open branches and loops, outermost first.
  var guards: [Set<Fact>] = []
  var claims: [Claim] = []
  /// The fixed texts of the current table or list, with their depths.
  var said: [(text: String, depth: Int)] = []
  var hasCode = false
  var printsUnclassified = false

  var asksForClean: Bool { guards.reduce(into: Set()) { $0.formUnion($1) }.isClean }
}

extension Compiler {
  /// Reads something that appears only if a condition holds, or only if it does not.
  mutating func guarded<Result>(
    by condition: Condition?, being holds: Bool = true, _ body: (inout Compiler) -> Result
  ) -> Result {
    claims.guards.append(condition?.facts(where: holds) ?? [])
    defer { claims.guards.removeLast() }
    return body(&self)
  }

  /// Reads a table or list, which may name all answers, as a legend does.
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

  /// Notes a text that states a conclusion, unless it was checked, is quoted, or stands next to the other answers.
  mutating func noteClaim(_ pieces: [TextProgram.Piece], at location: TemplateLocation) {
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
    claims.claims.append(.init(location: location, depth: claims.guards.count))
  }

  /// What somebody should check before a template is used, in file order.
  func warnings(_ kind: Report.Kind, body: TemplateLocation) -> [TemplateError.Mistake] {
    var warnings: [TemplateError.Mistake] = []
    if kind.concludes {
      let isOfGroup = kind.making == .summary
      warnings += claims.claims.map {
        .init(
          location: $0.location,
          message: "says that nothing was found where nobody asked whether that is so; ask for it with "
            + (isOfGroup ? "`if: group.isClean`" : "`if: answer.outcome == \"clean\"`")
            + ": no record does not mean that everybody looked")
      }
      if !claims.printsUnclassified {
        warnings.append(
          .init(
            location: body,
            message: "never prints the records that fit no domain; "
              + (isOfGroup
                ? "print `member.unclassified`" : "repeat something `for: item in judgement.unclassified`")
          ))
      }
    }
    if !claims.hasCode {
      warnings.append(
        .init(
          location: body, message: "has no verification code: nobody can check such a report from paper; place a `qr`")
      )
    }
    return Set(warnings).sorted { ($0.location, $0.message) < ($1.location, $1.message) }
  }
}

extension String {
  /// Whether it contains words outside quotation marks.
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

/// What a condition guarantees about the answers.
enum Fact: Hashable {
  /// One answer, or all answers of a subject or a group, are clean.
  case clean
  /// The number at a path is zero.
  case none(String)
}

extension Set<Fact> {
  /// Whether the facts guarantee a clean answer: one says so, or no other answer was given.
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
  /// The facts that hold if the condition holds, or if it does not.
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
