/// Texts of which one comes from the other by one slip: a letter too many, missing, other, or two that changed places.
package enum OneSlip {
  package typealias Letters = [Unicode.Scalar]

  package static func isBetween(_ one: Letters, _ other: Letters) -> Bool {
    if one == other { return false }
    let front = zip(one, other).prefix { $0 == $1 }.count
    let (left, right) = (one[front...], other[front...])
    if left.dropFirst() == right.dropFirst() || left.dropFirst() == right || left == right.dropFirst() { return true }
    guard left.count >= 2, right.count >= 2 else { return false }
    return left[front] == right[front + 1] && left[front + 1] == right[front] && left.dropFirst(2) == right.dropFirst(2)
  }

  /// The text, and what is left of it without one of its letters. Two texts that are equal or one slip apart share one.
  package static func variants(_ text: Letters) -> Set<Letters> {
    var variants: Set<Letters> = [text]
    for index in text.indices { variants.insert(Letters(text[..<index] + text[(index + 1)...])) }
    return variants
  }
}
