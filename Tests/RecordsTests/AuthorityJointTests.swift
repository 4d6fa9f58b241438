import Foundation
import Testing

@testable import Records

/// What stands between two names that sign together, and behind the second.
private let joints: [(between: String, behind: String)] = [
  ("", ""), (" ", ""), ("\u{3000}", ""), ("\t", ""), ("\n", ""), ("\r\n", ""), ("\u{00A0}", ""), ("_x000D_", ""),
  ("\u{200B}", ""), ("\u{200D}", ""), ("\u{2060}", ""), ("\u{FEFF}", ""), ("\u{00AD}", ""), ("（", "）"), ("(", ")"),
  ("[", "]"), ("〔", "〕"), ("【", "】"), ("《", "》"), ("“", "”"), ("。", ""), ("．", ""), ("、", ""), ("，", ""), ("；", ""),
  ("/", ""), ("和", ""), ("与", ""), ("及", ""), ("等", ""), ("并", ""), ("转", ""), ("会同", ""), ("联合", ""), ("，并", ""),
]

/// Those of them that say two sign; people write the others between a body and an office of it, too.
private let joiners: Set = ["、", "，", "；", "/", "和", "与", "及", "等", "并", "转", "会同", "联合", "，并"]

/// Teams and offices that do not say whose they are. No list of the catalogue is asked: alone each may be any body's.
private struct NamelessTeam {
  var place: String
  var rest: String

  static func random(using generator: inout SeededGenerator) -> NamelessTeam {
    let places = ["", "天河", "黄埔", "天河区", "石牌街道", "英德市英红镇", "某某", "某某镇", "第一", "市"]
    let duties = ["执法", "行政执法", "稽查", "监察", "执法监察", "执法检查", "巡查", "督查", "检查", "联合执法", "机动", "综合监察"]
    let bodies = ["大队", "中队", "支队", "总队", "队", "一大队", "组", "小队", "小组"]
    func pick(_ list: [String]) -> String { list[Int.random(in: 0..<list.count, using: &generator)] }
    return NamelessTeam(place: pick(places), rest: pick(duties) + pick(bodies))
  }
}

@Suite struct AuthorityJointTests {
  /// `XINBAO_JOINT_NAMES` says how many are tried.
  @Test func noDomainOfEitherIsOutOfTheAnswerWhateverJoinsThem() throws {
    let directory = try sharedDirectory()
    let signed = SignedName.all.compactMap { name in name.finding.all.map { (name: name.name, domains: Set($0)) } }
    let count = ProcessInfo.processInfo.environment["XINBAO_JOINT_NAMES"].flatMap { Int($0) } ?? 20_000
    var generator = SeededGenerator(state: 2018)
    var (tried, understood) = (0, 0)
    for _ in 0..<count {
      let first = try #require(signed.randomElement(using: &generator))
      let second = try #require(signed.randomElement(using: &generator))
      let joint = try #require(joints.randomElement(using: &generator))
      // Directly behind a name it is its office: 深圳市社会保险基金管理局福田办事处.
      if joint.between.isEmpty, second.name.hasSuffix("办事处"), second.name.count == 5 { continue }
      let name = first.name + joint.between + second.name + joint.behind
      tried += 1
      guard let answer = directory.domains(of: name).all else { continue }
      understood += 1
      let either = first.domains.union(second.domains)
      #expect(either.isSubset(of: answer), "\(name)")
    }
    // Else the test would hold for a reader that understands nothing.
    #expect(understood > tried * 9 / 10)
  }

  /// Behind a joiner such a team leaves every domain in doubt; behind a break it does where a place stands before it.
  @Test func norIsAnyWhereTheSecondIsATeamThatDoesNotSayWhoseItIs() throws {
    let directory = try sharedDirectory()
    let signed = SignedName.all.filter { $0.finding != .unknown }
    let count = ProcessInfo.processInfo.environment["XINBAO_JOINT_NAMES"].flatMap { Int($0) } ?? 20_000
    var generator = SeededGenerator(state: 331)
    for _ in 0..<count {
      let first = try #require(signed.randomElement(using: &generator))
      let joint = try #require(joints.randomElement(using: &generator))
      let team = NamelessTeam.random(using: &generator)
      let isPlaced = !["", "第一"].contains(team.place)
      if joint.between.isEmpty || !joiners.contains(joint.between) && !isPlaced { continue }
      let name = first.name + joint.between + team.place + team.rest + joint.behind
      #expect(directory.domains(of: name) == .unknown, "\(name)")
    }
  }

  /// Names that no list has: places, levels and tasks thrown together.
  @Test func norIsItWhereTheSecondNameIsMadeUp() throws {
    let directory = try sharedDirectory()
    let catalogue = try shippedCatalogue()
    let places = catalogue.authorityWords.places
    let first = "广州市水务局"
    var generator = SeededGenerator(state: 34)
    var (tried, understood) = (0, 0)
    for rule in catalogue.authorityRules {
      let bodies = rule.patterns + rule.tasks.flatMap { [$0 + "局", $0 + "大队", $0 + "办公室"] }
      for body in bodies {
        let place = try #require(places.randomElement(using: &generator))
        for second in [place + "市" + body, "某某镇" + body, place + "区某某街道" + body] {
          let own = try #require(directory.domains(of: second).all, "\(second)")
          for joint in ["", " ", "（", "、"] {
            tried += 1
            guard let answer = directory.domains(of: first + joint + second).all else { continue }
            understood += 1
            #expect(Set(own + ["water"]).isSubset(of: answer), "\(first + joint + second)")
          }
        }
      }
    }
    #expect(understood > tried / 2)
  }

  @Test func behindAKnownNameABodyThatNobodyKnowsMakesTheWholeUnknown() throws {
    let directory = try sharedDirectory()
    for body in ["某某局", "广州市某某局", "英德市英红镇执法队", "天河区执法大队", "广州市某某委员会", "某市珠宝玉石检验所", "广州市某某中心"] {
      for joint in ["", " ", "（", "、", "并"] where !(joint.isEmpty && body.hasPrefix("某市")) {
        #expect(directory.domains(of: "广州市税务局" + joint + body) == .unknown, "\(joint)\(body)")
      }
    }
  }

  @Test func breaksInsideOneNamePartNothing() throws {
    let directory = try sharedDirectory()
    var parts = 0
    for signed in SignedName.all where signed.finding.all?.count == 1 && !signed.name.contains("_") {
      let parted = signed.name.map(String.init)
      guard let place = ["市", "区", "县"].compactMap({ parted.firstIndex(of: $0) }).min() else { continue }
      // What is inside an authority (区域检查第一分局) begins with no level.
      if parted[..<place].contains("局") { continue }
      for blank in [" ", "\u{3000}", "\n", "\u{200B}"] {
        parts += 1
        let name = (parted[...place] + [blank] + parted[(place + 1)...]).joined()
        #expect(directory.domains(of: name).all == signed.finding.all, "\(name)")
      }
    }
    #expect(parts > 0)
  }
}

@Suite struct NameIsReadInBoundedTimeTests {
  @Test(arguments: ["广州市水务局", "和", "太和", "第一税务所", "综合行政执法", "一", "（", "某", "建设街", "广州市", "管理局"])
  func howeverLongAndHostile(piece: String) throws {
    let directory = try sharedDirectory()
    let clock = ContinuousClock()
    for length in [190, 10_000, 100_000] {
      let name = String(repeating: piece, count: length / piece.count) + "局"
      let time = clock.measure { _ = directory.domains(of: name) }
      #expect(time < .seconds(2), "\(length) characters: \(time)")
    }
  }
}

@Suite struct TraditionalCharactersAreReadAsSimplifiedOnesTests {
  @Test(arguments: [
    ("國家稅務總局廣州市天河區稅務局第一稅務所（辦稅服務廳）", "国家税务总局广州市天河区税务局第一税务所（办税服务厅）"),
    ("廣東省藥品監督管理局", "广东省药品监督管理局"), ("東莞市應急管理局", "东莞市应急管理局"),
    ("深圳市規劃和自然資源局", "深圳市规划和自然资源局"), ("廣州市勞動保障監察綜合行政執法支隊", "广州市劳动保障监察综合行政执法支队"),
    ("珠海橫琴新區管理委員會", "珠海横琴新区管理委员会"), ("中國證券監督管理委員會廣東監管局", "中国证券监督管理委员会广东监管局"),
    ("韶關市農業農村局", "韶关市农业农村局"), ("惠州市衛生健康局", "惠州市卫生健康局"), ("汕頭海關緝私局", "汕头海关缉私局"),
  ])
  func asTheSameAuthority(traditional: String, simplified: String) throws {
    let directory = try sharedDirectory()
    let finding = directory.domains(of: simplified)
    #expect(finding != .unknown)
    #expect(directory.domains(of: traditional) == finding)
  }
}
