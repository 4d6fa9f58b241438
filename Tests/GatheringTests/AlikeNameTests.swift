import Testing

@testable import Gathering

/// Whom a name may mean that nobody bears.
@Suite struct AlikeNameTests {
  private let names = AlikeNames(places: ["广东", "东莞", "深圳", "和平"])

  @Test(arguments: [
    // One letter is other, missing, too many, or two changed places.
    ("深圳市华墙实业有限公司", "深圳市华强实业有限公司", true), ("深圳市华强实业有限公", "深圳市华强实业有限公司", true),
    ("深圳市华强强实业有限公司", "深圳市华强实业有限公司", true), ("深圳市强华实业有限公司", "深圳市华强实业有限公司", true),
    ("深圳市华墙实页有限公司", "深圳市华强实业有限公司", false), ("深圳市鑫隆实业有限公司", "深圳市华强实业有限公司", false),
    ("华墙厂", "华强厂", false), ("岭秀商行", "岭绣商行", false), ("岭秀食品商行", "岭绣食品商行", true),
    // Without place, brackets or legal form.
    ("东莞华强实业", "东莞市华强实业有限公司", true), ("华强实业", "东莞市华强实业有限公司", true),
    ("华强实业有限公司", "广东省东莞市长安镇华强实业有限责任公司", true), ("华强实业公司", "东莞华强实业股份有限公司", true),
    ("华强广东实业有限公司", "华强（广东）实业有限公司", true), ("华强实业有限公司", "华强（广东）实业有限公司", true),
    ("长安华强五金", "长安镇华强五金厂", true), ("华强", "深圳市华强集团有限公司", true), ("华强实业", "东莞市华强贸易有限公司", false),
    ("实业有限公司", "东莞市华强实业有限公司", false), ("和平实业有限公司", "深圳市实业有限公司", false),
    // What a masked name shows.
    ("深圳市某实业有限公司", "深圳市华强实业有限公司", true), ("深圳市某实业公司", "深圳市华强实业有限公司", true),
    ("深圳市**珠贸易有限公司", "深圳市岭秀珠贸易有限公司", true), ("＊＊珠贸易", "深圳市岭秀珠贸易有限公司", true),
    ("华×实业有限公司", "东莞市华强实业有限公司", true), ("深圳XX贸易有限公司", "深圳市岭秀珠贸易有限公司", true),
    ("东莞市某实业有限公司", "深圳市华强实业有限公司", false), ("深圳市?强实业有限公司", "深圳市华强实业有限公司", true),
    ("和*淳熙食品", "深圳市和平淳熙食品有限公司", true), ("岭*珠*易商行", "岭秀珠贸易商行", false), ("岭秀*贸易*有限公司", "岭秀珠贸易行有限公司", true),
  ])
  func namesOfOrganisations(row: String, subject: String, isAlike: Bool) {
    #expect(self.isAlike(row, subject, isPerson: false) == isAlike)
    if isAlike { #expect(shareTrait(row, subject)) }
  }

  /// Two to four letters: one slip would be too many people's.
  @Test(arguments: [
    ("张*明", "张小明", true), ("张某明", "张小明", true), ("欧阳*明", "欧阳小明", true), ("欧阳某某", "欧阳小明", true),
    ("张*明", "张小大明", false), ("张*明", "张小红", false), ("张小名", "张小明", false), ("阿卜杜拉买买提江", "阿卜杜拉买买提", false),
  ])
  func namesOfPersons(row: String, subject: String, isAlike: Bool) {
    #expect(self.isAlike(row, subject, isPerson: true) == isAlike)
    if isAlike { #expect(shareTrait(row, subject, isPerson: true)) }
  }

  @Test func whatHidesTooMuchMayBeAnybodys() {
    for name in ["某公司", "张某", "张某某", "张**", "深圳市某有限公司", "某某", "××公司", "XX有限公司", "华某厂", "某（深圳）有限公司"] {
      #expect(AlikeNames.mayBeAnybodys(name) && traits(name).isEmpty, "\(name)")
      #expect(!GatheredHeldRow.isName(name), "\(name)")
    }
    for name in ["深圳市某实业有限公司", "张*明", "华强实业", "张三", "TEXXO有限公司"] {
      #expect(!AlikeNames.mayBeAnybodys(name) && !traits(name).isEmpty, "\(name)")
      #expect(GatheredHeldRow.isName(name), "\(name)")
    }
  }

  private func isAlike(_ row: String, _ subject: String, isPerson: Bool) -> Bool {
    AlikeNames.areAlike(names.read(row: row), names.read(subject: subject, isPerson: isPerson))
  }

  private func traits(_ row: String) -> Set<String> { AlikeNames.traits(of: names.read(row: row)) }

  private func shareTrait(_ row: String, _ subject: String, isPerson: Bool = false) -> Bool {
    !traits(row).isDisjoint(with: AlikeNames.traits(of: names.read(subject: subject, isPerson: isPerson)))
  }

  /// A row is found by its traits alone: whatever is alike must share one.
  @Test func whatIsAlikeSharesATrait() {
    var generator = SystemRandomNumberGenerator()
    let pieces = [
      "深圳市", "深圳", "东莞市", "长安镇", "和平", "华强", "岭秀", "珠", "实业", "科技", "（广东）", "有限公司", "公司", "厂", "某", "*", "xx",
    ]
    var (alike, tried) = (0, 0)
    func changed(_ name: String) -> String {
      var letters = Array(name)
      guard let index = letters.indices.randomElement(using: &generator) else { return name }
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: letters.remove(at: index)
      case 1: letters[index] = "*"
      case 2: letters.insert("秀", at: index)
      case 3: letters.swapAt(index, letters.indices.randomElement(using: &generator) ?? index)
      case 4: letters.removeAll { "（）()".contains($0) }
      default: break
      }
      return String(letters)
    }
    while tried < 4_000 {
      let name = (0..<Int.random(in: 1...6, using: &generator)).compactMap { _ in
        pieces.randomElement(using: &generator)
      }
      .joined()
      let other = changed(Bool.random(using: &generator) ? name : changed(name))
      tried += 1
      for isPerson in [false, true] where isAlike(other, name, isPerson: isPerson) {
        alike += 1
        #expect(shareTrait(other, name, isPerson: isPerson), "\(other) \(name)")
      }
    }
    #expect(alike > 200)
  }

  @Test func aLongNameHasATraitForEachOfItsLetters() {
    let name = String((0..<60).map { Character(Unicode.Scalar(0x4E00 + $0)!) })
    #expect(traits(name).count == 62)
    #expect(traits(name + name).count == 2)
  }
}
