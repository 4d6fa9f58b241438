/// Fits a line to its measure by changing the gaps between its items.
enum Justification {
  /// Widens a line by `extra` points: first the gaps between Han and Latin and after spaces, up to half an em as clreq
  /// allows, then every position where the line could have been broken (never within a word or number, before a closing
  /// or after an opening mark).
  ///
  /// - Returns: false if the line is left as it is, because the gaps would be ugly.
  static func stretch(_ items: inout [Item], _ line: Range<Int>, by extra: Double, em: Double) -> Bool {
    guard line.count > 1 else { return false }
    var flexible = 0
    var plain = 0
    for index in line.dropFirst() {
      switch joint(items[index], after: items[index - 1]) {
      case .flexible: flexible += 1
      case .plain: plain += 1
      case .rigid: break
      }
    }
    guard flexible + plain > 0 else { return false }
    let first = flexible == 0 ? 0 : min(extra / Double(flexible), em / 4)
    let rest = (extra - first * Double(flexible)) / Double(flexible + plain)
    guard rest <= em / 2 else { return false }
    for index in line.dropFirst() {
      switch joint(items[index], after: items[index - 1]) {
      case .flexible: items[index].gap += Float(first + rest)
      case .plain: items[index].gap += Float(rest)
      case .rigid: break
      }
    }
    return true
  }

  /// Narrows a line by `excess` points, as far as its gaps and punctuation allow.
  static func shrink(_ items: inout [Item], _ line: Range<Int>, by excess: Double) {
    guard line.count > 1 else { return }
    var slack = 0.0
    for index in line.dropFirst() { slack += LineBreaker.shrinkability(of: items[index], after: items[index - 1]) }
    guard slack > 0 else { return }
    let share = Float(min(1, excess / slack))
    for index in line.dropFirst() {
      items[index].gap -= share * Float(LineBreaker.shrinkability(of: items[index], after: items[index - 1]))
    }
  }

  private enum Joint { case flexible, plain, rigid }

  private static func joint(_ item: Item, after left: Item) -> Joint {
    if item.traits.contains(.flexibleGap) || left.traits.contains(.space) && !item.traits.contains(.space) {
      return .flexible
    }
    if item.breakBefore == .allowed && !(item.traits.contains(.western) && left.traits.contains(.western)) {
      return .plain
    }
    return .rigid
  }
}
