import CivilTime
import Records
import Testing

@testable import Reports

/// Random files against one promise: each value is in the report or is counted as left out.
@Suite struct NothingIsLostTests {
  @Test(arguments: 0..<200 as Range<UInt64>)
  func eachValueOfAFileIsInTheReportOrCounted(_ seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let file = Self.file(&random)
    let report = try Samples.report(on: file)
    let groups = report.sections.flatMap(\.groups)

    // Records: shown and left out add up, in each section and altogether.
    let given = file.records.reduce(0) { $0 + $1.records.count }
    let leftOut = report.omissions.filter { $0.unit == .records }.reduce(0) { $0 + $1.count }
    #expect(groups.reduce(0) { $0 + $1.records.count } + leftOut == given)
    for section in report.sections where section.content == .records {
      #expect(section.count == section.groups.reduce(0) { $0 + $1.count })
      #expect(section.groups.allSatisfy { $0.count == $0.records.count && $0.count > 0 })
    }

    // Values: those of the records that are shown are printed, in their record, or withheld and counted.
    var withheld = 0
    for group in groups {
      let category = try #require(Samples.catalogue.categories.first { $0.naming.key == group.category })
      // Every record carries its own serial number, so that it can be found again.
      let records = file.records.first { $0.category == group.category }?.records ?? []
      var position = 0
      for record in group.records {
        let lines = record.lines
        while position < records.count, !Self.isSame(lines, records[position]) { position += 1 }
        let record = try #require(position < records.count ? records[position] : nil)
        withheld += Self.check(lines, hold: record.fields, of: category)
        if record.domain != nil { #expect(lines.contains { $0.key == "domain" && $0.value == "税务" }) }
        position += 1
      }
    }
    #expect(report.omitted("notForPublication") == withheld)
    for entry in file.subject.fields.entries {
      #expect(report.subject.fields.contains { $0.key == entry.key && $0.value == entry.value.text })
    }
  }

  /// Expects each value in a line, in order, and says how many are withheld.
  private static func check(_ lines: [Report.Line], hold fields: Fields, of category: Category) -> Int {
    var withheld = 0
    for entry in fields.entries {
      let field = category.fields.first { $0.naming.key == entry.key }
      let line = lines.first { $0.key == entry.key }
      if field?.printing == .never {
        #expect(line == nil)
        withheld += 1
      } else if field?.mask != nil {
        #expect(line?.value == Samples.mask.applied(to: entry.value.text))
      } else {
        #expect(line?.value == entry.value.text)
      }
    }
    let tail = lines.suffix(fields.unknown.count).map { UnknownField(label: $0.label, text: $0.value ?? "") }
    #expect(tail == fields.unknown)
    return withheld
  }

  private static func isSame(_ lines: [Report.Line], _ record: Record) -> Bool {
    lines.last?.value == record.fields.unknown.last?.text
  }

  private static func file(_ random: inout SplitMix) -> CreditFile {
    var serial = 0
    let records = Samples.catalogue.categories.filter { _ in random.chance(4, of: 5) }.map { category in
      CategoryRecords(
        category: category.naming.key,
        records: (0..<random.below(8)).map { _ in
          serial += 1
          let unknown = (0..<random.below(3)).map { UnknownField(label: "未知项\($0)", text: text(&random)) }
          return Record(
            fields: Fields(
              entries: entries(of: category.fields, &random),
              unknown: unknown + [UnknownField(label: "序号", text: String(serial))]),
            domain: random.chance(1, of: 3) ? "taxation" : nil)
        })
    }
    let fields = Samples.catalogue.subjectKinds[0].fields
    return CreditFile(
      asOf: Samples.asOf,
      subject: Subject(
        kind: "enterprise", name: "粤示例有限公司", code: "9", fields: Fields(entries: entries(of: fields, &random))),
      records: records)
  }

  private static func entries(of fields: [Field], _ random: inout SplitMix) -> [Fields.Entry] {
    fields.filter { _ in random.chance(2, of: 3) }.map { field in
      let value: Value =
        switch field.kind {
        case .date:
          random.chance(1, of: 6)
            ? .unlimited : .date(CalendarDate(daysSince1970: 16_000 + random.below(5_500)))
        case .money: .money(Money(millionths: Int64(random.below(1_000_000_000))))
        case .integer: .integer(random.below(3_000))
        case .text, .code, .identity: .text(pick(field, &random))
        }
      return Fields.Entry(key: field.naming.key, value: value)
    }
  }

  private static func pick(_ field: Field, _ random: inout SplitMix) -> String {
    switch field.naming.key {
    case CatalogueKeys.publicityType: ["可向社会公开", "特定范围内公开", "不可公开"][random.below(3)]
    case CatalogueKeys.severity: ["轻微", "一般", "严重", "不详"][random.below(4)]
    case CatalogueKeys.repairStatus: ["已修复", "修复中", "不详"][random.below(3)]
    default: text(&random)
    }
  }

  private static func text(_ random: inout SplitMix) -> String {
    let alphabet: [Character] = ["企", "业", "罚", "𠮷", "“", "\"", "\\", "\n", "A", "7", "（", "。"]
    return String((0...random.below(40)).map { _ in alphabet[random.below(alphabet.count)] })
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014): small, seeded, the same on every machine.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
  mutating func chance(_ part: Int, of whole: Int) -> Bool { below(whole) < part }
}
