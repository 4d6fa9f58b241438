import Records

/// Whether the names under one code can belong to one subject. A firm that changes its name usually keeps part of it;
/// names that share nothing but a place and a legal form belong to two (一码多赋).
package enum SubjectNames {
  /// Whether every name shares something with another, and all are connected that way.
  package static func areOfOne(_ names: [String], isPerson: Bool) -> Bool {
    let cores = names.map { isPerson ? foldedName($0) : core(of: $0) }
    var reached: Set<Int> = [0]
    var open = [0]
    while let index = open.popLast() {
      for other in cores.indices where !reached.contains(other) {
        guard isPerson ? isAlike(cores[index], cores[other]) : share(cores[index], cores[other]) else { continue }
        reached.insert(other)
        open.append(other)
      }
    }
    return reached.count == cores.count
  }

  /// The names in a cell that lists several; nil: it is one name.
  package static func listed(in text: String) -> [String]? {
    guard text.unicodeScalars.contains(where: isSeparator) else { return nil }
    let parts = text.unicodeScalars.split(whereSeparator: isSeparator).map { ValueText.cleaned(String($0)) }.filter {
      !$0.isEmpty
    }
    guard parts.count > 1 else { return nil }
    let areBodies = parts.allSatisfy { part in endings.contains(where: part.hasSuffix) && part.count > 3 }
    let arePersons = parts.allSatisfy { (2...4).contains($0.count) && $0.allSatisfy(isHan) }
    return areBodies || arePersons ? parts : nil
  }

  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "、", "；", ";", "，", ",", "\n": true
    default: false
    }
  }

  private static func isHan(_ character: Character) -> Bool {
    character.unicodeScalars.allSatisfy { $0.properties.isIdeographic || $0 == "*" || $0 == "某" }
  }

  /// Of bodies' names, with and without brackets behind them.
  private static let endings = [
    "公司", "集团", "厂", "店", "部", "行", "所", "院", "校", "中心", "社", "会", "站", "场", "馆", "局", "企业", "合伙)", "合伙）", "户", "园",
    "坊",
    "楼", "庄", "室", "处", "队",
  ]

  /// The name without places at the beginning and the legal form at the end.
  private static func core(of name: String) -> String {
    var rest = Substring(foldedName(name))
    for _ in 0..<3 {
      // The longest place names, of 自治州 and the like, have some ten characters.
      guard let end = rest.prefix(12).firstIndex(where: "省市县区州盟旗".contains), end > rest.startIndex else { break }
      let behind = rest[rest.index(after: end)...]
      guard !behind.isEmpty else { break }
      rest = behind
    }
    for form in ["有限责任公司", "股份有限公司", "有限公司", "分公司", "公司", "集团"] where rest.hasSuffix(form) {
      rest.removeLast(form.count)
      break
    }
    return rest.isEmpty ? foldedName(name) : String(rest)
  }

  /// Whether they share two characters in a row. If a name is too short for that, nobody can tell.
  private static func share(_ one: String, _ other: String) -> Bool {
    let pairs = { (text: String) in Set(zip(text, text.dropFirst()).map { String([$0, $1]) }) }
    return one.count < 2 || other.count < 2 || !pairs(one).isDisjoint(with: pairs(other))
  }

  /// Persons' names have two or three characters, of which one may change; 张某 and 张* may be anybody of that name.
  private static func isAlike(_ one: String, _ other: String) -> Bool { !Set(one).isDisjoint(with: Set(other)) }
}
