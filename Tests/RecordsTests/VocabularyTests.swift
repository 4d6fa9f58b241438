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
