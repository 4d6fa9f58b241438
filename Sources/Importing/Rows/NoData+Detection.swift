import Records
import Tables

extension NoData {
  /// Nil: the row may be about somebody. In doubt it is: a row of data that is taken for a note is lost, a note that is
  /// taken for data is held back and told.
  /// - Parameter cells: cleaned; nil where they hold nothing.
  init?(_ row: TableRow, _ cells: [String?], _ head: Head, _ plan: CategoryPlan) {
    guard RowInterpreter.faults(row, head).isEmpty else { return nil }
    let filled = cells.indices.filter { cells[$0] != nil }
    let isIgnored = { (column: Int) in column < head.columns.count && head.columns[column].meaning == .ignored }
    // Somebody's code stands in no head, note or footer.
    if Self.holdsCode(cells, head) { return nil }
    let texts = filled.compactMap { cells[$0] }
    guard let first = texts.first else {
      self = .numbered
      return
    }
    if filled.allSatisfy(isIgnored), texts.allSatisfy(Self.isNumber) {
      self = .numbered
    } else if texts.count >= 3, Self.repeats(cells, filled, head, plan) {
      self = .repeatedHead
    } else if isIgnored(filled[0]) || texts.count == 1, Self.isExample(first) {
      self = .example
    } else if Self.isExample(throughout: filled.filter { !isIgnored($0) }.compactMap { cells[$0] }) {
      self = .example
    } else if let kind = Self.remark(first), Self.namesNobody(filled, cells, head) {
      self = kind
    } else if let last = texts.last, texts.count <= 2, Self.isNilReturn(last),
      first == last || Self.isNumber(first) && first.utf8.count <= 10
    {
      self = .nilReturn
    } else if texts.count == 1, Self.isMargin(first) {
      self = .footer
    } else {
      return nil
    }
  }

  private static func holdsCode(_ cells: [String?], _ head: Head) -> Bool {
    if let column = head.code, column < cells.count, let text = cells[column],
      RowInterpreter.hasCode(text) || !CodeMentions.all(in: text).isEmpty
    {
      return true
    }
    return cells.contains { $0.map { !RowInterpreter.soundCodes(in: $0).isEmpty } ?? false }
  }

  /// Whether the row is marked as an example: 例 before it, or before the first text.
  static func isMarkedExample(_ cells: [String?], _ head: Head) -> Bool {
    guard let front = cells.indices.first(where: { cells[$0] != nil }), let mark = cells[front] else { return false }
    let isIgnored = front < head.columns.count && head.columns[front].meaning == .ignored
    let first = isIgnored ? cells[(front + 1)...].compactMap { $0 }.first : mark
    return isIgnored && isExample(mark) || isExample(throughout: [first].compactMap { $0 })
  }

  /// Whether the cells are the head's own, or the subject's name or code is the name of that column: labels below codes.
  private static func repeats(_ cells: [String?], _ filled: [Int], _ head: Head, _ plan: CategoryPlan) -> Bool {
    if filled.allSatisfy({ $0 < head.columns.count && head.columns[$0].label == cells[$0] }) { return true }
    return [(head.name, plan.name), (head.code, plan.code)].contains { column, field in
      guard let column, column < cells.count, let text = cells[column] else { return false }
      return HeadCell(text).names.contains { plan.vocabulary.index(ofFolded: $0) == field }
    }
  }

  private static func isNumber(_ text: String) -> Bool {
    text.utf8.count <= 30 && text.unicodeScalars.contains { $0.properties.numericType != nil }
      && text.unicodeScalars.allSatisfy { $0.properties.numericType != nil || !$0.properties.isAlphabetic }
  }

  /// 例, 样例1, （示例）
  private static func isExample(_ text: String) -> Bool {
    let marks = text.unicodeScalars.filter {
      $0.properties.isAlphabetic && !("0"..."9").contains($0)
    }
    return examples.contains(String(String.UnicodeScalarView(marks)))
  }

  /// 示例：某某有限公司, 示例, 示例 …
  private static func isExample(throughout texts: [String]) -> Bool {
    guard let first = texts.first, let colon = first.firstIndex(where: { $0 == "：" || $0 == ":" }) else { return false }
    return isExample(String(first[..<colon])) && texts.dropFirst().allSatisfy(isExample)
  }

  private static let examples: Set<String> = ["例", "示例", "样例", "范例", "例如", "填写示例", "填报示例", "样表", "举例"]

  /// Whole texts only: 无锡… is a company.
  private static func isNilReturn(_ text: String) -> Bool {
    var name = foldedName(text)[...]
    while let mark = name.last, "。.！!)".contains(mark) { name.removeLast() }
    if name.hasPrefix("(") { name.removeFirst() }
    for word in ["本月", "本期", "本周", "本季度", "本年度", "当月", "当期", "暂"] where name.hasPrefix(word) {
      name.removeFirst(word.count)
      break
    }
    return nilReturns.contains(String(name))
  }

  private static let nilReturns: Set<String> = [
    "零报告", "零报送", "无", "无数据", "无记录", "无新增", "无新增数据", "无报送数据", "无数据报送", "无行政处罚", "无行政处罚信息", "无行政处罚数据", "无行政许可",
    "无行政许可信息",
    "无行政许可数据", "无处罚", "无许可", "无处罚信息", "无许可信息", "无相关数据", "无相关信息",
  ]

  /// What stands alone below a table: a day, a page's number, the place for a seal.
  private static func isMargin(_ text: String) -> Bool {
    if text.utf8.count > 60 { return false }
    if DateText.read(text) != nil, text.unicodeScalars.contains(where: { !("0"..."9").contains($0) }) { return true }
    let name = foldedName(text)
    if ["(公章)", "(盖章)", "(签章)", "(签字)", "公章", "盖章", "(以下空白)", "(此页无正文)"].contains(name) { return true }
    let words = name.unicodeScalars.filter { !("0"..."9").contains($0) && $0 != "/" && $0 != "," }
    return ["第页", "第页共页", "共页", "共条", "共条记录", "-", "--"].contains(String(String.UnicodeScalarView(words)))
      && name.unicodeScalars.contains { ("0"..."9").contains($0) }
  }

  /// What a row's first text says it is.
  private static func remark(_ text: String) -> NoData? {
    for (words, kind) in [(notes, NoData.note), (footers, .footer)] {
      for word in words where text.hasPrefix(word) {
        let rest = text.dropFirst(word.count).drop { $0.isWhitespace || "0123456789一二三四五六七八九十".contains($0) }
        // 注册… and 合计… may begin a name, as may 提示（深圳）…; 注： and 合计 alone may not.
        if let sign = rest.first, "（(".contains(sign), SubjectNames.isBody(text),
          !text.contains(where: { "：:".contains($0) })
        {
          continue
        }
        if rest.isEmpty ? word != "单位" : "：:．.、（(".contains(rest.first ?? ":") { return kind }
      }
    }
    return nil
  }

  private static let notes = [
    "注", "备注", "说明", "表格说明", "填表说明", "填报说明", "填写说明", "附注", "注意", "注意事项", "提示", "以下空白", "以下无正文", "续表",
  ]
  private static let footers = [
    "填表人", "填报人", "制表人", "审核人", "复核人", "经办人", "填表单位", "填报单位", "制表单位", "报送单位", "填表日期", "填报日期", "填报时间", "制表日期", "打印日期",
    "打印时间", "导出时间", "制表时间", "截至", "数据来源", "单位(盖章)", "单位（盖章）", "金额单位", "单位",
    "单位负责人", "分管领导", "联系人", "联系电话", "合计", "总计", "小计", "共计",
  ]

  /// Whether nothing in the row may be somebody's name or code: the first text is the remark itself.
  private static func namesNobody(_ filled: [Int], _ cells: [String?], _ head: Head) -> Bool {
    filled.enumerated().allSatisfy { index, column in
      guard let text = cells[column] else { return true }
      if !RowInterpreter.soundCodes(in: text).isEmpty { return false }
      guard index > 0, column == head.name || column == head.code, text != cells[filled[0]] else { return true }
      return remark(text) != nil || isNumber(text) || isEnumerated(text)
    }
  }

  /// 一、…, 2.…: the lines of a note.
  private static func isEnumerated(_ text: String) -> Bool {
    let rest = text.drop { "0123456789一二三四五六七八九十".contains($0) }
    return rest.count < text.count && "、.．)）".contains(rest.first ?? " ")
  }
}
