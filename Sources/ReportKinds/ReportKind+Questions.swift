// What others ask of a kind, answered from its facts.

extension ReportKind {
  /// - Parameter number: as tokens and registries have it.
  public init?(number: UInt8) {
    guard let kind = Self.allCases.first(where: { $0.number == number }) else { return nil }
    self = kind
  }

  /// A kind that is made of a credit file, by its key or another of its names.
  public init?(ordered name: String) {
    guard let kind = Self.ordered.first(where: { $0.rawValue == name || $0.facts.otherNames.contains(name) }) else {
      return nil
    }
    self = kind
  }

  /// The public report of a subject, which is meant where no kind is named.
  public init(publicReportOf standard: StandardReport) {
    switch standard {
    case .enterprise: self = .enterprise
    case .personal: self = .personal
    }
  }

  /// Those that are made of a credit file.
  public static var ordered: [ReportKind] { allCases.filter { $0.making != .summary } }

  /// Their names, as a sentence lists them.
  public static var orderedNames: String {
    let names = ordered.map(\.name)
    return names.dropLast().joined(separator: ", ") + " or " + names.suffix(1).joined()
  }

  /// Those that a subject may print.
  public static func selfPrinted(by standard: StandardReport) -> [ReportKind] {
    allCases.filter { $0.standard == standard && $0.facts.selfPrintHint != nil }
  }

  /// As the interfaces for programs name it.
  public var name: String { rawValue }
  public var number: UInt8 { facts.number }
  public var standard: StandardReport { facts.standard }
  public var making: Making { facts.making }
  public var isOfPerson: Bool { standard.isOfPerson }
  public var title: String { facts.title }
  public var shortTitle: String { facts.shortTitle ?? facts.title }
  /// Of its cover; nil: as its edition says.
  public var coverTitle: String? { facts.isTitleOnCover ? facts.title : nil }
  /// Whether it says of a domain that nothing was found.
  public var concludes: Bool { making != .edition }
}
