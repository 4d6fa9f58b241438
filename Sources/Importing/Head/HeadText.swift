/// What a cell of a head says. Templates write their rules behind the names: 处罚决定日期（必填，XXXX/XX/XX格式）.
enum HeadText {
  /// The text before the first brackets that hold a rule. A unit is no rule: 罚款金额（元） is another column than
  /// 罚款金额（万元）, and stays as it is.
  static func name(_ text: String) -> String {
    var rest = text[...]
    while let start = rest.firstIndex(where: { brackets[$0] != nil }), let closing = brackets[rest[start]] {
      let end = rest[start...].firstIndex(of: closing) ?? rest.endIndex
      if rules.contains(where: rest[start..<end].contains) {
        let name = text[..<start]
        let isOtherUnit = text[start...].replacing("万元", with: "").contains("元")
        return name.isEmpty || isOtherUnit ? text : String(name)
      }
      rest = rest[end...].dropFirst()
    }
    return text
  }

  private static let brackets: [Character: Character] = ["（": "）", "(": ")", "【": "】", "[": "]"]

  private static let rules = [
    "必填", "选填", "必须", "可填", "不填", "填写", "格式", "示例", "例如", "字符", "单位万元", "单位为万元", "单位：万元", "单位:万元",
  ]
}
