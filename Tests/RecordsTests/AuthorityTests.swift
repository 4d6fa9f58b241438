import Foundation
import Testing

@testable import Records

/// A line of Fixtures/authorities.tsv: how an authority signs, and what the directory must say of it.
struct SignedName: Sendable, CustomTestStringConvertible {
  var name: String
  var finding: AuthorityDirectory.Finding
  var testDescription: String { name }

  static let all: [SignedName] = parse((try? String(contentsOfFile: fixture("authorities.tsv"), encoding: .utf8)) ?? "")

  static func parse(_ text: String) -> [SignedName] {
    let keys = ((try? shippedCatalogue())?.domains ?? []).map(\.naming.key)
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      return SignedName(name: cells[0], finding: finding(cells[1], among: keys))
    }
  }

  /// The powers of 城市管理执法办法 §8, and with 综合执法 in the name; of-several.yaml says why these.
  private static let city: Set = [
    "constructionMarket", "marketRegulation", "fireSafety", "drugRegulation", "publicSecurity", "naturalResources",
    "environment", "transport", "water", "forestry",
  ]
  private static let cityEnforcement = city.union(["culture", "civilAffairs", "agriculture", "commerce", "health"])

  /// The notation is at the head of the file; findings name domains in the catalogue's order.
  private static func finding(_ text: String, among keys: [String]) -> AuthorityDirectory.Finding {
    if text == "unknown" { return .unknown }
    if text == "city" { return .several(keys.filter(city.contains)) }
    if text == "city+" { return .several(keys.filter(cityEnforcement.contains)) }
    let everyAndTaxes = keys.filter { $0 != "courtExecution" && $0 != "eleventhOf2021" }
    if text == "every" { return .several(everyAndTaxes.filter { $0 != "taxation" }) }
    let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let own = parts[0].split(whereSeparator: { $0 == "|" || $0 == " " }).map(String.init)
    let named = parts.count < 2 ? [] : parts[1].split(separator: " ").map(String.init)
    let perhaps = named == ["every"] ? everyAndTaxes : keys.filter(named.contains)
    return own.count == 1 ? .domain(own[0], perhaps: perhaps) : .several(keys.filter((own + perhaps).contains))
  }
}

private let madeOnce = Result { AuthorityDirectory(try shippedCatalogue()) }
func sharedDirectory() throws -> AuthorityDirectory { try madeOnce.get() }

extension AuthorityDirectory.Finding {
  /// The domains that are not called clean because of it, its own ones first; nil: none is.
  var all: [String]? {
    switch self {
    case .domain(let own, let perhaps): [own] + perhaps
    case .several(let domains): domains
    case .unknown: nil
    }
  }
}

@Suite struct AuthorityTests {
  @Test(arguments: SignedName.all) func namesAsSigned(signed: SignedName) throws {
    #expect(try sharedDirectory().domains(of: signed.name) == signed.finding)
  }

  @Test func everyRuleOfTheCatalogueHasItsNamesAmongTheseAndSoHasEveryCityOfGuangdong() throws {
    let directory = try sharedDirectory()
    let used = Set(SignedName.all.flatMap { directory.rules(of: $0.name) })
    for (number, rule) in try shippedCatalogue().authorityRules.enumerated() where !used.contains(number) {
      Issue.record("no name for \(rule.tasks + rule.patterns + rule.names)")
    }
    for city in "广州 深圳 珠海 汕头 佛山 韶关 河源 梅州 惠州 汕尾 东莞 中山 江门 阳江 湛江 茂名 肇庆 清远 潮州 揭阳 云浮".split(separator: " ") {
      #expect(SignedName.all.filter { $0.name.contains(city) }.count >= 5, "\(city)")
    }
  }

  @Test func beforeATaskOrAPatternAnyPlaceMayStandAndChangesNothing() throws {
    let catalogue = try shippedCatalogue()
    let directory = try sharedDirectory()
    let places = catalogue.authorityWords.places
    var generator = SeededGenerator(state: 7)
    for rule in catalogue.authorityRules {
      for name in rule.patterns + rule.tasks.map({ $0 + "局" }) {
        let alone = directory.domains(of: name)
        let own = try #require(alone.all, "\(name)")
        #expect(own.contains((rule.domains + rule.perhaps)[0]), "\(name)")
        for _ in 0..<20 {
          let place = try #require(places.randomElement(using: &generator))
          for prefix in [place, place + "市", "广东省" + place + "市" + place + "区", "某某县"] {
            #expect(directory.domains(of: prefix + name) == alone, "\(prefix + name)")
          }
        }
      }
    }
  }

  /// The main domain stays, and nothing that was in doubt before becomes sure.
  @Test func anOfficeInsideAnAuthorityNeverMakesItAnothers() throws {
    let directory = try sharedDirectory()
    var understood = 0
    let offices = ["分局", "第一分局", "天河区分局", "沙井所", "(第二稽查局)", "稽查局", "执法监督处", "直属分局", "第三大队", "消防大队", "某某镇税务所"]
    for signed in SignedName.all {
      guard let before = signed.finding.all else { continue }
      for office in offices {
        let finding = directory.domains(of: signed.name + office)
        guard let after = finding.all else { continue }
        understood += 1
        #expect(Set(before).isSubset(of: after), "\(signed.name + office)")
        if case .domain(let own, _) = finding, case .domain(let main, _) = signed.finding {
          #expect(own == main, "\(signed.name + office)")
        }
      }
    }
    #expect(understood > SignedName.all.count)
  }

  @Test func partOfANameNeverSaysADomainThatTheWholeDoesNot() throws {
    let directory = try sharedDirectory()
    var understood = 0
    for signed in SignedName.all {
      guard let whole = signed.finding.all else { continue }
      for count in 1..<signed.name.count {
        guard case .domain(let own, _) = directory.domains(of: String(signed.name.prefix(count))) else { continue }
        understood += 1
        #expect(whole.contains(own), "\(signed.name.prefix(count))")
      }
    }
    #expect(understood > 0)
  }

  @Test func randomTextIsOfNoDomain() throws {
    let directory = try sharedDirectory()
    var generator = SeededGenerator(state: 11)
    for _ in 0..<20_000 {
      let scalars = (0..<Int.random(in: 0...30, using: &generator)).map { _ in
        Bool.random(using: &generator)
          ? Unicode.Scalar(UInt32.random(in: 0x4E00...0x9FFF, using: &generator))
          : Unicode.Scalar(UInt32.random(in: 0x20...0x3FF, using: &generator))
      }
      let text = String(String.UnicodeScalarView(scalars.compactMap(\.self)))
      #expect(directory.domains(of: text) == .unknown, "\(text)")
    }
    #expect(directory.domains(of: String(repeating: "广州市", count: 100_000) + "税务局") == .unknown)
  }

  /// of-several.yaml says why not these three.
  @Test func onlyTaxesCourtsAndTheUnknownDomainAreOutOfReachOfAGeneralBody() throws {
    let keys = try shippedCatalogue().domains.map(\.naming.key)
    let out: Set = ["taxation", "courtExecution", "eleventhOf2021"]
    #expect(try sharedDirectory().domains(of: "某某镇人民政府") == .several(keys.filter { !out.contains($0) }))
  }
}
