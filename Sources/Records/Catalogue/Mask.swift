/// A named set of masks for one use of reports (for the person, or for others): `domain.md` §4.3.
public struct MaskProfile: Sendable, Hashable {
  public var naming: Naming
  public var masks: [Mask]
  public init(naming: Naming, masks: [Mask]) { (self.naming, self.masks) = (naming, masks) }
}

/// A named way to show personal data without giving it away: `domain.md` §4.3.
public struct Mask: Sendable, Hashable {
  public var key: String
  /// How many characters stay visible at the start and at the end.
  public var first: Int, last: Int
  /// Whether an organisation's number stays whole.
  public var exceptOrganisations: Bool
  public init(key: String, first: Int, last: Int, exceptOrganisations: Bool = false) {
    (self.key, self.first, self.last, self.exceptOrganisations) = (key, first, last, exceptOrganisations)
  }

  /// With 6 and 4, `440524188001010014` → `440524********0014`. Of a text too short to hide anything in the middle,
  /// only the first third stays.
  public func applied(to text: String) -> String {
    if exceptOrganisations, isOrganisationNumber(text) { return text }
    let characters = Array(text)
    guard characters.count > first + last else {
      let visible = characters.count / 3
      return String(characters[..<visible]) + String(repeating: "*", count: characters.count - visible)
    }
    let hidden = characters.count - first - last
    return String(characters[..<first]) + String(repeating: "*", count: hidden)
      + String(characters[(first + hidden)...])
  }

  /// In doubt a number is a person's: it is shown only if it passes an organisation's checks and not a person's.
  private func isOrganisationNumber(_ text: String) -> Bool {
    let number = normalizedIdentifier(text)
    if CitizenID.fault(in: number) == nil { return false }
    return UnifiedCreditCode.fault(in: number) == nil || OrganisationCode.fault(in: number) == nil
  }
}
