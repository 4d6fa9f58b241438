public import CivilTime
import FileReading
public import ReportKinds
import Yams

/// What the self-print page offers to somebody who asks for a no-violation report: templates/self-print/form.yaml. It
/// saves work and decides no answer.
public struct QuestionForm: Sendable, Equatable, Codable {
  /// Domains that are ticked together.
  public struct Group: Sendable, Equatable, Codable {
    public var label: String
    /// Keys.
    public var domains: [String]
    public init(label: String, domains: [String]) { (self.label, self.domains) = (label, domains) }
  }

  /// What is usual for a purpose.
  public struct Preset: Sendable, Equatable, Codable {
    public var label: String
    public var purpose: ReportPurpose
    /// Keys; nil: all domains of the list.
    public var domains: [String]?
    public var years: Int
    /// Where that comes from, as shown.
    public var basis: String
    public init(label: String, purpose: ReportPurpose, domains: [String]? = nil, years: Int, basis: String) {
      (self.label, self.purpose, self.domains, self.years, self.basis) = (label, purpose, domains, years, basis)
    }
  }

  /// No period begins earlier.
  public var earliest: CalendarDate
  /// The lengths of period that have a button.
  public var years: [Int]
  public var groups: [Group]
  public var presets: [Preset]

  public init(earliest: CalendarDate, years: [Int], groups: [Group] = [], presets: [Preset] = []) {
    (self.earliest, self.years, self.groups, self.presets) = (earliest, years, groups, presets)
  }

  /// Three years to the day: from the day after the same day three years before. The day before 1 March stands for a
  /// 29 February that the earlier year does not have.
  public static func period(ofYears years: Int, through last: CalendarDate) -> ClosedRange<CalendarDate> {
    CalendarDate(daysSince1970: last.adding(months: -12 * years).daysSince1970 + 1)...last
  }
}

extension QuestionForm {
  /// - Parameter catalogue: has the domains that the file names.
  public static func load(file: String, catalogue: Catalogue) throws(CatalogueError) -> QuestionForm {
    let bytes: [UInt8]
    do throws(FileFault) { bytes = try readFile(file, limit: 1_000_000) } catch {
      throw CatalogueError(file: file, message: error.message, hint: error.hint)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CatalogueError(file: file, message: "is not UTF-8", hint: "save it as UTF-8")
    }
    return try QuestionForm(text, file: file, domains: catalogue.domains.map(\.naming.key))
  }

  init(_ text: String, file: String, domains: [String]) throws(CatalogueError) {
    guard let root = try yamlRoot(text, file: file) else { throw CatalogueError(file: file, message: "is empty") }
    let map = try YAMLMapping(root, in: file, what: "the form", keys: ["earliest", "years", "groups", "presets"])
    earliest = try map.date("earliest")
    years = []
    for entry in try map.locatedTexts("years") {
      guard let number = Int(entry.value), Self.lengths.contains(number) else {
        throw entry.location.error("years holds whole numbers from 1 to \(Self.lengths.upperBound)")
      }
      years.append(number)
    }
    guard !years.isEmpty else { throw map.location.error("the form lacks the key years") }
    var taken: [String: String] = [:]
    (groups, presets) = ([], [])
    for node in try map.list("groups") {
      let group = try YAMLMapping(node, in: file, what: "a group", keys: ["label", "domains"])
      let label = try group.text("label")
      let members = try group.locatedTexts("domains")
      for domain in members {
        try Self.check(domain, among: domains)
        if let other = taken.updateValue(label, forKey: domain.value) {
          throw domain.location.error("\(domain.value) is in the group \(other), too", "leave it in one")
        }
      }
      groups.append(Group(label: label, domains: members.map(\.value)))
    }
    for node in try map.list("presets") { presets.append(try Self.preset(node, file, domains)) }
  }

  private static let lengths = 1...30

  private static func preset(
    _ node: Node, _ file: String, _ domains: [String]
  ) throws(CatalogueError) -> Preset {
    let map = try YAMLMapping(
      node, in: file, what: "a preset", keys: ["label", "purpose", "domains", "years", "basis"])
    guard let years = try map.integer("years", in: lengths) else {
      throw map.location.error("a preset lacks the key years")
    }
    guard map.node("purpose") != nil else { throw map.location.error("a preset lacks the key purpose") }
    var asked: [String]?
    if map.node("domains")?.scalar?.string != "all" {
      let named = try map.locatedTexts("domains")
      guard !named.isEmpty else {
        throw map.location(of: "domains").error("a preset names domains, or says `domains: all`")
      }
      for domain in named { try check(domain, among: domains) }
      asked = named.map(\.value)
    }
    return Preset(
      label: try map.text("label"), purpose: try map.option("purpose", default: .other), domains: asked, years: years,
      basis: try map.text("basis"))
  }

  private static func check(_ domain: Located<String>, among domains: [String]) throws(CatalogueError) {
    guard !domains.contains(domain.value) else { return }
    throw domain.location.error(
      "there is no domain \(domain.value)",
      nearestName(to: domain.value, among: domains).map { "did you mean \($0)?" } ?? "use a key of the catalogue")
  }
}
