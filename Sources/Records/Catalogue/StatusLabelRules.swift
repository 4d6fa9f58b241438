/// The labels next to a subject's name (存续, 失信惩戒对象, …): `domain.md` §2.1.
public struct StatusLabelRules: Sendable, Hashable {
  /// A label that replaces what registrars write as 登记状态.
  public struct Registration: Sendable, Hashable {
    public var label: String
    /// Beginnings of the registrar's wording; the longest match among all labels wins.
    public var beginnings: [String]
    /// Whole values: codes of an older interface.
    public var codes: [String]
    public init(label: String, beginnings: [String], codes: [String] = []) {
      (self.label, self.beginnings, self.codes) = (label, beginnings, codes)
    }
  }

  /// A label that a subject carries while a record of one of the categories is in force.
  public struct Listing: Sendable, Hashable {
    public var label: String
    public var categories: [String]
    /// Keys of the fields with the day on which a record ceases to be in force (移出日期, 有效期至).
    public var endDates: [String]
    /// Keys of the fields that mark a record as cancelled (注销标志), and the values that mean that it is not.
    public var cancellations: [String], notCancelled: [String]
    public init(
      label: String, categories: [String], endDates: [String] = [], cancellations: [String] = [],
      notCancelled: [String] = []
    ) {
      (self.label, self.categories, self.endDates) = (label, categories, endDates)
      (self.cancellations, self.notCancelled) = (cancellations, notCancelled)
    }
  }

  public var registration: [Registration]
  public var listings: [Listing]
  public init(registration: [Registration] = [], listings: [Listing] = []) {
    (self.registration, self.listings) = (registration, listings)
  }

  /// The report's word for a 登记状态; a value that no rule knows is returned unchanged.
  public func registrationLabel(of status: String) -> String {
    if let rule = registration.first(where: { $0.codes.contains(status) }) { return rule.label }
    var best: (length: Int, label: String)?
    for rule in registration {
      for beginning in rule.beginnings where status.hasPrefix(beginning) && beginning.count > best?.length ?? 0 {
        best = (beginning.count, rule.label)
      }
    }
    return best?.label ?? status
  }
}
