import Attestation

/// The names of the bits of a token's masks, by the version of the list of domains (`cat`). A token holds only numbers;
/// a verifier without that list shows the numbers.
public struct DomainNames: Sendable {
  private var lists: [UInt16: (label: String, names: [Int: String])] = [:]
  public init() {}

  public mutating func add(list: UInt16, label: String, names: [Int: String]) { lists[list] = (label, names) }

  /// `2个（税务、消防安全）`, with numbers for unknown names; 无 if there are none.
  func text(of mask: [UInt8], list: UInt16) -> String {
    let bits = DomainAnswers.bits(of: mask)
    guard !bits.isEmpty else { return "无" }
    let names = bits.map { lists[list]?.names[$0] ?? "编号\($0)" }
    return "\(bits.count)个（\(names.joined(separator: "、"))）"
  }

  func label(of list: UInt16) -> String { lists[list].map { "\($0.label)（版本\(list)）" } ?? "版本\(list)" }
}
