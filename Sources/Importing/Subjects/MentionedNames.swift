import Foundation
import Records

/// Whom a cell that was typed as a name may mean. For rows that nobody can be given for sure; names that are compared
/// elsewhere stay as they are.
extension SubjectNames {
  /// The name as given, each one that it lists, and what is left of them without what does not belong to a name: heads and
  /// numbers before it, brackets and marks behind it, invisible characters; in simplified characters, and with the other of
  /// 有限公司 and 有限责任公司, which are one legal form (公司法, article 7).
  package static func mentioned(in text: String) -> [String] {
    var found = [text]
    let visible = visible(text)
    for part in [visible] + (listed(in: visible) ?? []) {
      for name in plain(part) { found += spellings(of: name) }
    }
    var known: Set<String> = []
    return found.filter { !$0.isEmpty && known.insert($0).inserted }
  }

  /// Whether it is a word for a name that is not given.
  static func isFiller(_ text: String) -> Bool {
    let name = foldedName(visible(text)).filter { $0.isLetter || $0.isNumber }
    return name.isEmpty || fillers.contains(name)
  }

  private static let fillers: Set<String> = [
    "当事人", "匿名", "匿名当事人", "同上", "同前", "详见附件", "见附件", "附件", "见附表", "详见附表", "详见附件清单", "隐去", "已隐去", "略", "省略", "保密", "涉密",
    "不公开", "不予公开", "不便公开", "不详", "未知", "不明", "待补充", "待补", "待定", "待查", "待核实", "待核查", "未办理", "未提供", "未登记", "未填写", "空白",
    "个人",
    "自然人", "某人", "公民", "企业", "公司", "单位", "法人", "法人及非法人组织", "个体工商户", "个体户", "企业名称", "单位名称", "公司名称", "名称", "姓名", "主体名称",
    "相对人名称", "行政相对人", "行政相对人名称", "当事人名称", "当事人姓名", "被处罚人", "被处罚单位", "违法行为人", "经营者", "经营户", "商户", "多家企业", "多家单位", "多人",
    "测试", "test", "xxx", "xx公司", "xxx公司", "xxxx公司", "某企业", "某单位", "其他", "其它", "none", "unknown",
  ]

  /// Without characters that nobody sees and without what web pages leave behind.
  private static func visible(_ text: String) -> String {
    var text = text
    for (mark, sign) in [
      ("&nbsp;", " "), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("<br>", "\n"), ("\\n", "\n"),
      ("<br/>", "\n"),
      ("<br />", "\n"),
    ]
    where text.contains(mark.prefix(1)) {
      text = text.replacing(mark, with: sign).replacing(mark.uppercased(), with: sign)
    }
    let scalars = text.unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint && $0 != "\u{180E}" }
    return ValueText.cleaned(String(String.UnicodeScalarView(scalars)))
  }

  /// The name itself and what is left of it, step by step.
  private static func plain(_ text: String) -> [String] {
    var found: [String] = []
    var open = [text]
    // Each step makes it shorter.
    while let next = open.popLast(), found.count < 30 {
      let name = trimmed(next)
      if name.count < 2 || found.contains(name) { continue }
      found.append(name)
      // 当事人：…, 1、…
      if let colon = name.firstIndex(where: { ":：".contains($0) }) {
        open.append(String(name[name.index(after: colon)...]))
        open.append(String(name[..<colon]))
      }
      let numbered = name.drop { $0.isNumber || "一二三四五六七八九十第(（①②③④⑤⑥⑦⑧⑨⑩".contains($0) }
      if numbered.count < name.count, let mark = numbered.first, "、.．)）,，:： ".contains(mark) {
        open.append(String(numbered.dropFirst()))
      }
      if let (front, inner) = bracket(atEndOf: name) { open += [front] + names(inBracket: inner) }
      if let others = listed(in: name), others.count == 1 { open += others }
      // 甲公司南山分公司 is part of 甲公司 (公司法, article 13); 甲公司及法定代表人张三.
      open += name.ranges(of: "公司").map { String(name[..<$0.upperBound]) }.filter {
        $0.count < name.count && isBody($0)
      }
      let pieces = name.split { $0.isWhitespace || "。和与及并暨/／&＆+＋|".contains($0) }.map(String.init)
      if pieces.count > 1 { open += pieces.filter { isBody(trimmed($0)) } }
      if name.hasSuffix("等") { open.append(String(name.dropLast())) }
    }
    return found
  }

  private static func trimmed(_ text: String) -> String {
    var rest = text[...]
    while let last = rest.last, isMark(last) || "(（[【《〈「『".contains(last) { rest.removeLast() }
    while let first = rest.first, isMark(first) || ")）]】》〉」』".contains(first) { rest.removeFirst() }
    if let first = rest.first, let last = rest.last, rest.count > 2, quotes[first] == last,
      !rest.dropFirst().dropLast().contains(first)
    {
      return trimmed(String(rest.dropFirst().dropLast()))
    }
    return String(rest)
  }

  private static let quotes: [Character: Character] = [
    "《": "》", "〈": "〉", "「": "」", "『": "』", "【": "】", "[": "]", "(": ")", "（": "）", "<": ">",
  ]

  private static func isMark(_ character: Character) -> Bool {
    character.isWhitespace || "；;，,。.．、*＊·•\"“”'‘’`!！?？~～_—-－=:：|/\\#＃^".contains(character)
  }

  private static func bracket(atEndOf text: String) -> (front: String, inner: String)? {
    guard let last = text.last, ")）]】〕》".contains(last) else { return nil }
    var depth = 0
    for index in text.indices.reversed() {
      if ")）]】〕》".contains(text[index]) { depth += 1 }
      if "(（[【〔《".contains(text[index]) { depth -= 1 }
      if depth == 0 {
        return (String(text[..<index]), String(text[text.index(after: index)...].dropLast()))
      }
    }
    return nil
  }

  /// 曾用名：…, 原…, 现更名为…
  private static func names(inBracket text: String) -> [String] {
    var rest = text.drop { _ in false }
    for word in ["现已更名为", "现更名为", "已更名为", "更名为", "原名称", "原名", "曾用名称", "曾用名", "现名称", "现名", "现为", "原", "现", "即", "简称"]
    where rest.hasPrefix(word) {
      rest = rest.dropFirst(word.count)
      break
    }
    let name = rest.firstIndex { ":：".contains($0) }.map { rest[rest.index(after: $0)...] } ?? rest
    return (listed(in: String(name)) ?? [String(name)]).filter { isBody(trimmed($0)) }
  }

  private static func spellings(of name: String) -> [String] {
    let simplified = name.applyingTransform(StringTransform("Hant-Hans"), reverse: false) ?? name
    let names = simplified == name ? [name] : [name, simplified]
    return names.flatMap { name in
      let long = "有限责任公司"
      if name.contains(long) { return [name, name.replacing(long, with: "有限公司")] }
      if name.contains("股份有限公司") { return [name] }
      return [name, name.replacing("有限公司", with: long)]
    }
  }
}
