import Yams

/// What records of judgments (司法判决) say about a case, and what follows from it.
public struct JudgmentRules: Sendable, Hashable {
  /// Key of the category of these records.
  public var category: String
  /// Letters in a case number that say that the case is civil (民), and those that say that it is not.
  public var civilLetters: [String], otherLetters: [String]
  /// Words that causes of civil cases contain (纠纷): only such a cause is understood.
  public var causeWords: [String]
  /// Key of the domain to which a civil judgment belongs.
  public var domain: String
  /// Which other domains a cause may concern.
  public var causes: [Cause]
  /// Results, as written, by which the plaintiff or the defendant has won.
  public var wonByPlaintiff: [String], wonByDefendant: [String]

  public struct Cause: Sendable, Hashable {
    public var words: [String]
    /// Keys of the domains.
    public var domains: [String]
    public init(words: [String], domains: [String]) { (self.words, self.domains) = (words, domains) }
  }

  public init(
    category: String, civilLetters: [String], otherLetters: [String], causeWords: [String], domain: String,
    causes: [Cause], wonByPlaintiff: [String], wonByDefendant: [String]
  ) {
    (self.category, self.civilLetters, self.otherLetters) = (category, civilLetters, otherLetters)
    (self.causeWords, self.domain, self.causes) = (causeWords, domain, causes)
    (self.wonByPlaintiff, self.wonByDefendant) = (wonByPlaintiff, wonByDefendant)
  }
}

extension CatalogueParts {
  struct LocatedJudgmentRules {
    var rules: JudgmentRules
    var location: SourceLocation
  }
}

func judgmentRules(_ node: Node, _ file: String) throws(CatalogueError) -> CatalogueParts.LocatedJudgmentRules {
  let map = try YAMLMapping(
    node, in: file, what: "the rules of judgments",
    keys: [
      "category", "civilLetters", "otherLetters", "causeWords", "domain", "causes", "wonByPlaintiff", "wonByDefendant",
    ])
  var causes: [JudgmentRules.Cause] = []
  for node in try map.list("causes") {
    let cause = try YAMLMapping(node, in: file, what: "a cause", keys: ["words", "domains"])
    causes.append(.init(words: try cause.texts("words"), domains: try cause.texts("domains")))
  }
  let rules = JudgmentRules(
    category: try map.text("category"), civilLetters: try map.texts("civilLetters"),
    otherLetters: try map.texts("otherLetters"), causeWords: try map.texts("causeWords"),
    domain: try map.text("domain"), causes: causes, wonByPlaintiff: try map.texts("wonByPlaintiff"),
    wonByDefendant: try map.texts("wonByDefendant"))
  return CatalogueParts.LocatedJudgmentRules(rules: rules, location: map.location)
}
