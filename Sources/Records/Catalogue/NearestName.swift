/// For the hint of an error message: the name that needs the fewest edits, if they are at most half of its characters.
public func nearestName(to name: String, among names: [String]) -> String? {
  let sought = Array(foldedName(name).unicodeScalars.prefix(200))
  var best: (name: String, distance: Int)?
  for candidate in names {
    let scalars = Array(foldedName(candidate).unicodeScalars)
    let limit = min(max(sought.count, scalars.count) / 2, (best?.distance ?? Int.max) - 1)
    guard abs(sought.count - scalars.count) <= limit else { continue }
    let distance = editDistance(sought, scalars)
    if distance <= limit { best = (candidate, distance) }
  }
  return best?.name
}

/// For names that may differ in a single word (劳动保障, 医疗保障; 税务, 水务): the name that shares the first half and needs one
/// edit, or one per four characters.
public func slipOfPen(_ name: String, among names: [String]) -> String? {
  let sought = Array(foldedName(name).unicodeScalars.prefix(200))
  let alike = names.filter { candidate in
    let scalars = Array(foldedName(candidate).unicodeScalars)
    let longest = max(sought.count, scalars.count)
    return sought.prefix((longest + 1) / 2) == scalars.prefix((longest + 1) / 2)
      && editDistance(sought, scalars) <= max(1, longest / 4)
  }
  return nearestName(to: name, among: alike)
}

/// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  var beforeLast = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var distance = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { distance = min(distance, beforeLast[j - 1] + 1) }
      row.append(distance)
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
