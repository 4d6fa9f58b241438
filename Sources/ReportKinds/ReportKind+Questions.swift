// Queries about a kind, answered from its facts.

extension ReportKind {
  /// - Parameter number: as in tokens and registries.
  public init?(number: UInt8) {
    guard let kind = Self.allCases.first(where: { $0.number == number }) else { return nil }
    self = kind
  }

  /// A kind that is made from a credit file, by its key or another of its names.
  public init?(ordered name: String) {
    guard let kind = Self.orderable.first(where: { $0.rawValue == name || $0.facts.otherNames.contains(name) }) else {
      return nil
    }
    self = kind
  }

  /// The public report on a subject, which is the default if no kind is named.
  public init(publicReportOf standard: StandardReport) {
    switch standard {
    case .enterprise: self = .enterprise
    case .personal: self = .personal
    }
  }

  /// The kinds that are made from a credit file.
  public static var orderable: [ReportKind] { allCases.filter { $0.making != .summary } }

  /// Their names, listed for a sentence.
  public static var orderableNames: String {
    let names = orderable.map(\.name)
    return names.dropLast().joined(separator: ", ") + " or " + names.suffix(1).joined()
  }

  /// The kinds that a subject may print.
  public static func selfPrinted(by standard: StandardReport) -> [ReportKind] {
    allCases.filter { $0.standard == standard && $0.facts.selfPrintHint != nil }
  }

  /// The name in interfaces for programs.
  public var name: String { rawValue }
  public var number: UInt8 { facts.number }
  public var standard: StandardReport { facts.standard }
  public var making: Making { facts.making }
  public var isOfPerson: Bool { standard.isOfPerson }

  /// Who may read its files, as a POSIX mode: a person's are their owner's alone. The umask takes away more.
  public var fileMode: UInt32 { isOfPerson ? 0o600 : 0o644 }
  public var title: String { facts.title }
  public var shortTitle: String { facts.shortTitle ?? facts.title }
  /// Title on its cover; nil: the edition's title.
  public var coverTitle: String? { facts.isTitleOnCover ? facts.title : nil }
  /// Whether it can say that nothing was found in a domain.
  public var concludes: Bool { making != .edition }
}
