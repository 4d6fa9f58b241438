import Attestation

/// What the numbers in a token mean: the bits of its masks, by the version of the list of domains (`cat`), and violation
/// profiles. A verifier without that catalogue shows the numbers.
public struct TokenNames: Sendable {
  private var lists: [UInt16: (label: String, names: [Int: String])] = [:]
  /// By number.
  private var profiles: [UInt16: String] = [:]
  public init() {}

  public mutating func add(list: UInt16, label: String, names: [Int: String]) { lists[list] = (label, names) }

  public mutating func add(profile: UInt16, label: String) { profiles[profile] = label }

  /// `2个（税务、消防安全）`, with numbers for unknown names; 无 if there are none.
  func text(of mask: [UInt8], list: UInt16) -> String {
    let bits = DomainAnswers.bits(of: mask)
    guard !bits.isEmpty else { return "无" }
    return "\(bits.count)个（\(bits.map { name(of: $0, list: list) }.joined(separator: "、"))）"
  }

  func name(of bit: Int, list: UInt16) -> String { lists[list]?.names[bit] ?? "编号\(bit)" }

  /// How many domains the list has; nil: it is unknown.
  func count(of list: UInt16) -> Int? { lists[list]?.names.count }

  func label(ofProfile number: UInt16) -> String { profiles[number] ?? "编号\(number)" }

  func label(of list: UInt16) -> String { lists[list].map { "\($0.label)（版本\(list)）" } ?? "版本\(list)" }
}
