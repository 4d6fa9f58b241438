/// The parts of an organisation's name: places, the name proper, its trade and the legal form stand in this order
/// (企业名称登记管理规定, article 6). All names are folded.
package enum NameParts {
  package typealias Letters = [Unicode.Scalar]

  /// The name without the places before it and the legal form behind it; places are known by their level.
  package static func core(of name: Letters) -> Letters {
    var rest = withoutForm(name[...])
    for _ in 0..<3 {
      guard let level = level(of: rest) else { break }
      rest = rest[level.upperBound...]
    }
    return Letters(rest)
  }

  /// Without what stands in brackets: places and forms. A name that is all in brackets stays.
  package static func withoutBrackets(_ name: Letters) -> Letters {
    var (outside, depth): (Letters, Int) = ([], 0)
    for letter in name {
      switch letter {
      case "(": depth += 1
      case ")": depth = max(0, depth - 1)
      default: if depth == 0 { outside.append(letter) }
      }
    }
    return depth > 0 || outside.isEmpty ? name.filter { $0 != "(" && $0 != ")" } : outside
  }

  // MARK: Legal forms

  /// Longer ones first, of those that end alike.
  private static let forms = letters([
    "个人独资企业", "专业合作联社", "有限责任公司", "股份有限公司", "股份合作公司", "个体工商户", "专业合作社", "有限公司", "合伙企业", "合作社",
    "分公司", "总公司", "公司", "集团", "经营部", "门市部", "经销部", "批发部", "服务部", "加工厂", "工作室", "商行", "商店", "工厂", "厂", "店",
  ])

  /// 集团有限公司 is two. A name that is hardly more than its form keeps it.
  /// - Parameter kept: so many letters stay at least.
  package static func withoutForm(
    _ name: ArraySlice<Unicode.Scalar>, keeping kept: Int = 2
  ) -> ArraySlice<Unicode.Scalar> {
    var rest = name
    while let form = forms.first(where: { rest.count >= $0.count + kept && rest.suffix($0.count).elementsEqual($0) }) {
      rest = rest.dropLast(form.count)
    }
    return rest
  }

  // MARK: Places

  private static let levels = Set("省市县区州盟旗镇".unicodeScalars)
  private static let wordsLikePlaces = Set(
    letters(["超市", "城市", "都市", "门市", "集市", "夜市", "社区", "小区", "校区", "景区", "神州", "九州", "古镇", "小镇"]))
  /// The longest place names, of 自治州 and the like.
  private static let longestPlace = 12

  /// Where the level of the place stands with which the name begins (州市 of 广州市); nil: it begins with none, or nothing
  /// stands behind.
  package static func level(of name: ArraySlice<Unicode.Scalar>) -> Range<Int>? {
    for index in name.indices.dropFirst().prefix(longestPlace - 1) where levels.contains(name[index]) {
      if wordsLikePlaces.contains(Letters(name[(index - 1)...index])) { continue }
      let end = levelEnd(of: name, from: index)
      return end < name.endIndex ? index..<end : nil
    }
    return nil
  }

  /// The end of the level that stands at an index; the same index: there is none.
  package static func levelEnd(of name: ArraySlice<Unicode.Scalar>, from start: Int) -> Int {
    name[start...].firstIndex { !levels.contains($0) } ?? name.endIndex
  }

  // MARK: Trades

  /// What thousands of names have in common.
  private static let trades = Dictionary(grouping: tradeWords) { $0[0] }
  private static let tradeWords = letters([
    // Longer ones first, of those that begin alike.
    "供应链", "房地产", "进出口", "新能源", "新材料", "互联网", "电子商务", "科技", "实业", "贸易", "商贸", "工贸", "经贸", "外贸", "信息", "技术",
    "服务", "发展", "开发", "投资", "管理", "咨询", "顾问", "工程", "建设", "建筑", "建材", "装饰", "装修", "设计", "制造", "制作", "加工", "生产",
    "电子", "电器", "电气", "电力", "机械", "机电", "设备", "器材", "配件", "仪器", "物流", "货运", "运输", "仓储", "快递", "文化", "传媒", "传播",
    "广告", "教育", "培训", "食品", "餐饮", "饮食", "酒店", "宾馆", "服装", "服饰", "纺织", "鞋业", "医疗", "医药", "药业", "器械", "生物", "化妆",
    "环保", "环境", "能源", "材料", "化工", "塑料", "塑胶", "橡胶", "五金", "金属", "钢铁", "家具", "家居", "家电", "印刷", "包装", "纸业", "汽车",
    "汽配", "置业", "地产", "物业", "农业", "农产", "园林", "绿化", "生态", "旅游", "健康", "网络", "软件", "智能", "数据", "数码", "通信", "通讯",
    "国际", "集团", "控股", "企业", "产业", "工业", "商业", "产品", "制品", "用品", "百货", "超市", "商务", "销售", "经营", "经销", "代理", "租赁",
    "金融", "资产", "资本", "基金", "保险", "担保", "检测", "认证", "维修", "清洁", "保洁", "保安", "劳务", "人力", "资源", "有限", "责任", "股份",
  ])

  /// What is left of a core between words of trade.
  package static func own(_ core: Letters) -> [ArraySlice<Unicode.Scalar>] {
    var pieces: [ArraySlice<Unicode.Scalar>] = []
    var (start, index) = (0, 0)
    while index < core.count {
      let rest = core[index...]
      guard let trade = trades[core[index]]?.first(where: { rest.starts(with: $0) }) else {
        index += 1
        continue
      }
      if start < index { pieces.append(core[start..<index]) }
      index += trade.count
      start = index
    }
    if start < core.count { pieces.append(core[start...]) }
    return pieces
  }

  /// What people write for letters that they hide.
  package static let masks = Set("*×✕✖╳?\u{FFFD}□■○某".unicodeScalars)

  private static func letters(_ words: [String]) -> [Letters] { words.map { Letters($0.unicodeScalars) } }
}
