import Records

/// Cells that name several subjects.
extension SubjectNames {
  /// The names in a cell that lists several, or one and others that it does not name (甲公司等3家企业); nil: it is one name.
  package static func listed(in text: String) -> [String]? {
    // Nearly every cell names one.
    guard text.unicodeScalars.contains(where: mayJoin) else { return nil }
    let named = withoutOthers(text)
    let parts = parts(of: named ?? text)
    if let named, parts.count < 2 { return [named] }
    guard parts.count > 1 else { return nil }
    let (bodies, persons) = (parts.count(where: isBody), parts.count(where: isPerson))
    // 2–4 characters beside a body's short name may be a place.
    let isMixed = bodies + persons == parts.count && parts.contains { isBody($0) && $0.count >= 6 }
    return bodies == parts.count || persons == parts.count || isMixed ? parts : nil
  }

  /// Whether the cell says that there are others whom it does not name.
  package static func hasUnnamed(in text: String) -> Bool { withoutOthers(text) != nil }

  private static func parts(of text: String) -> [String] {
    text.unicodeScalars.split(whereSeparator: isSeparator).flatMap { joined(String($0)) }.map(ValueText.cleaned).filter
    {
      !$0.isEmpty
    }
  }

  private static func mayJoin(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "和", "与", "及", "暨", "&", "＆", "/", "／", "+", "＋", "|", "等": true
    default: isSeparator(scalar)
    }
  }

  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "、", "；", ";", "，", ",", "\n", "\r": true
    default: false
    }
  }

  /// 甲公司和乙公司, 甲公司&乙公司: the word separates where whole names of bodies stand on both sides; it may be part of a
  /// name (和平路, A&B).
  private static func joined(_ text: String) -> [String] {
    guard let joint = text.indices.dropFirst().first(where: { isJoint(text, $0) }) else { return [text] }
    return [String(text[..<joint])] + joined(String(text[text.index(after: joint)...]))
  }

  private static func isJoint(_ text: String, _ index: String.Index) -> Bool {
    let isWord = "和与及暨".contains(text[index])
    guard isWord || "&＆/／+＋|".contains(text[index]) else { return false }
    let front = ValueText.cleaned(String(text[..<index]))
    let rest = ValueText.cleaned(String(text[text.index(after: index)...]))
    if !isWord, isPerson(front),
      rest.split(whereSeparator: { "&＆/／+＋|".contains($0) }).allSatisfy({ isPerson(String($0)) })
    {
      return true
    }
    guard isBody(front), isBody(rest) else { return false }
    return !isWord || rest.count >= 6 && !branches.contains(where: rest.hasSuffix)
  }

  private static let branches = ["分公司", "分店", "分厂", "分院", "分校", "支行", "分行", "营业部", "门市部"]

  /// 甲公司等3家企业 → 甲公司
  private static func withoutOthers(_ text: String) -> String? {
    guard let mark = text.lastIndex(of: "等"), text.distance(from: mark, to: text.endIndex) <= 10 else { return nil }
    var rest = text[text.index(after: mark)...]
    rest = rest.drop { $0.isNumber || "一二三四五六七八九十两几数多余各若干 ".contains($0) }
    if let first = rest.first, "家个名户人位".contains(first) { rest = rest.dropFirst() }
    let front = ValueText.cleaned(String(text[..<mark]))
    guard ["", "企业", "公司", "单位", "主体", "市场主体", "当事人", "商户", "店铺"].contains(String(rest)),
      let last = parts(of: front).last,
      isBody(last) || isPerson(last) && rest.startIndex > text.index(after: mark)
    else { return nil }
    return front
  }

  static func isBody(_ text: String) -> Bool { text.count > 3 && endings.contains(where: text.hasSuffix) }

  private static func isPerson(_ text: String) -> Bool { (2...4).contains(text.count) && text.allSatisfy(isHan) }

  private static func isHan(_ character: Character) -> Bool {
    character.unicodeScalars.allSatisfy { $0.properties.isIdeographic || $0 == "*" || $0 == "某" }
  }

  /// Of bodies' names, with and without brackets behind them.
  private static let endings = [
    "公司", "集团", "厂", "店", "部", "行", "所", "院", "校", "中心", "社", "会", "站", "场", "馆", "局", "企业", "合伙)", "合伙）", "户", "园",
    "坊", "楼", "庄", "室", "处", "队",
  ]
}
