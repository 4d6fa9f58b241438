import Testing

@testable import Records

@Suite struct Names {
  @Test(arguments: [
    ("罚款金额(万元)", "罚款金额（万元）"), ("罚款金额(万元)", "罚 款金额\n(万元)"), ("数据来源单位统一社会信用代码", "数据来源单位统一社会信用代/码".filter { $0 != "/" }),
    ("没收违法所得、没收非法财物的金额（万元）", "没收违法所得、没收非法财物\n的金额(万元)_x000D_"), ("CF_WSH", "cf_wsh"), ("CF_WSH", "ＣＦ＿ＷＳＨ"),
    ("行政相对人代码_1(统一社会信用代码)", "行政相对人代码_1〔统一社会信用代码〕"), ("企业名称", "企业名称："), ("资质/资格", "资质／资格"),
    ("处罚依据", "\u{FEFF}处罚\u{200B}依据\u{3000}"),
  ])
  func areEqualWhenFolded(name: String, written: String) {
    #expect(foldedName(name) == foldedName(written))
  }

  @Test func staySeparateWhereTheyDiffer() {
    #expect(foldedName("处罚机关") != foldedName("处罚类别"))
    #expect(foldedName("_x000D") != foldedName(""))
    #expect(foldedName("a_x0041_b") == "a_x0041_b")
  }

  @Test func aSlipOfThePenIsNoOtherDomain() {
    let names = ["税务", "劳动保障", "药品监管", "市场监管", "建筑市场监管", "消防安全", "安全生产", "工业和信息化"]
    for (name, meant) in [
      ("税物", "税务"), ("税务局", "税务"), ("消防安仝", "消防安全"), ("市场监督", "市场监管"), ("工业和信息话", "工业和信息化"),
    ] { #expect(slipOfPen(name, among: names) == meant, "\(name)") }
    for name in ["医疗保障", "水务", "食品监管", "市政监管", "建筑安全", "消防设施", "生产安全", "", "监管"] {
      #expect(slipOfPen(name, among: names) == nil, "\(name)")
    }
  }

  @Test func whatAnAuthorityDoesIsKnownBetterThanWhatLooksAlike() throws {
    let catalogue = try shippedCatalogue()
    let hints = DomainHints(catalogue.domains, catalogue.authorityRules)
    for (name, meant) in [
      ("水务", "水利"), ("民族", "民族宗教"), ("市场监督管理局", "市场监督管理"), ("医疗保障", nil), ("医保", nil), ("食品监管", "市场监管"),
      ("食品药品监管", nil), ("海关", nil), ("劳动监察", "人力资源社会保障"), ("税物", "税务"), ("城管", nil),
    ] as [(String, String?)] { #expect(hints.nearest(to: name) == meant, "\(name)") }
  }

  @Test(
    arguments: [
      ("税务", [0], nil), ("税务、市场监管", [0, 1], nil), ("税务，市场监管", [0, 1], nil), ("税务 市场监管", [0, 1], nil),
      ("税务\n市场监管", [0, 1], nil), ("税务/市场监管；税务", [0, 1], nil), ("税务和市场监管", [0, 1], nil),
      ("税 务", [0], nil), ("粮食和储备", [2], nil), ("粮食和储备和税务", [2, 0], nil), ("税务及粮食和储备、市场监管", [0, 2, 1], nil),
      ("税务、医疗保障", [0], "医疗保障"), ("税务和医疗保障", [], "税务和医疗保障"), ("、", [], "、"), ("税务市场监管", [], "税务市场监管"),
    ] as [(String, [Int], String?)])
  func severalDomainsInOneText(text: String, indices: [Int], unknown: String?) {
    let domains = Vocabulary([
      Naming(key: "taxation", label: "税务"), Naming(key: "market", label: "市场监管"), Naming(key: "grain", label: "粮食和储备"),
    ])
    let named = NamedDomains(text, in: domains)
    #expect(named.indices == indices)
    #expect(named.unknown == unknown)
  }

  @Test func theNearestIsFound() {
    let vocabulary = Vocabulary([
      Naming(key: "penaltyKind", label: "处罚类别", aliases: ["CF_CFLB"]), Naming(key: "legalBasis", label: "处罚依据"),
    ])
    #expect(vocabulary.key(of: " 处罚类别 ") == "penaltyKind")
    #expect(vocabulary.nearest(to: "处罚类型") == "处罚类别")
    #expect(vocabulary.nearest(to: "CF_CFBL") == "CF_CFLB")
    #expect(vocabulary.nearest(to: "legalBases") == "legalBasis")
    #expect(vocabulary.nearest(to: "天气") == nil)
    #expect(vocabulary.nearest(to: "") == nil)
    #expect(vocabulary.nearest(to: String(repeating: "长", count: 10_000)) == nil)
  }
}
