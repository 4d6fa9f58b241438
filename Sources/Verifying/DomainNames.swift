import Attestation

/// What the bits of a token's masks are called, by the version of the list of domains (`cat`). A token holds numbers
/// only; a verifier without the list that it names tells the numbers.
public struct DomainNames: Sendable {
  private var lists: [UInt16: (label: String, names: [Int: String])] = [:]
  public init() {}

  public mutating func add(list: UInt16, label: String, names: [Int: String]) { lists[list] = (label, names) }

  /// `2个（税务、消防安全）`, or by numbers where a name is not known; 无 where there is none.
  func text(of mask: [UInt8], list: UInt16) -> String {
    let bits = DomainAnswers.bits(of: mask)
    guard !bits.isEmpty else { return "无" }
    let names = bits.map { lists[list]?.names[$0] ?? "编号\($0)" }
    return "\(bits.count)个（\(names.joined(separator: "、"))）"
  }

  func label(of list: UInt16) -> String { lists[list].map { "\($0.label)（版本\(list)）" } ?? "版本\(list)" }
}
