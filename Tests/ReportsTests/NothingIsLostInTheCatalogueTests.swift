import CivilTime
import Records
import ReportKinds
import Testing

@testable import Reports

/// Random files of every kind of subject, with records of every category of the shipped catalogue, in every edition and
/// under every mask profile: each value is printed, masked and counted, or withheld and counted; each record is shown or
/// counted by the rule that leaves it out.
@Suite struct NothingIsLostInTheCatalogueTests {
  @Test(arguments: try Shipped.catalogue().subjectKinds.map(\.naming.key), 0..<6 as Range<UInt64>)
  func everyValueOfEveryCategory(_ kind: String, _ seed: UInt64) throws {
    let catalogue = try Shipped.catalogue()
    let kind = try #require(catalogue.subjectKinds.first { $0.naming.key == kind })
    var random = SplitMix(state: seed &* 7919 &+ UInt64(kind.naming.key.utf8.count))
    let file = try Self.file(catalogue, kind, recordsEach: Int(seed % 3) * 2, &random)
    for edition in catalogue.editions where (edition.kind == .personal) == kind.isPerson {
      let profile = catalogue.maskProfiles[Int(seed) % catalogue.maskProfiles.count]
      let builder = try ReportBuilder(
        catalogue: catalogue, report: .init(publicReportOf: edition.kind), edition: edition.naming.key,
        options: .init(masks: profile.naming.key, repaired: random.chance(1, of: 2) ? .mark : .omit))
      try Self.check(builder.report(on: file, identity: Shipped.identity()), of: file, kind, catalogue)
    }
  }

  @Test func aHugeFile() throws {
    let catalogue = try Shipped.catalogue()
    var random = SplitMix(state: 4711)
    let kind = try #require(catalogue.subjectKinds.first { $0.naming.key == "enterprise" })
    let file = try Self.file(catalogue, kind, recordsEach: 150, &random)
    try Self.check(try Shipped.report(on: file), of: file, kind, catalogue)
  }

  private static func check(
    _ report: Report, of file: CreditFile, _ kind: SubjectKind, _ catalogue: Catalogue
  ) throws {
    let given = file.records.reduce(0) { $0 + $1.records.count }
    let groups = report.sections.flatMap(\.groups)
    let leftOut = report.omissions.filter { $0.unit == .records }.reduce(0) { $0 + $1.count }
    #expect(groups.reduce(0) { $0 + $1.records.count } + leftOut == given)
    #expect(report.omitted("outsideEdition") == 0)
    for section in report.sections where section.content == .records {
      #expect(section.count == section.groups.reduce(0) { $0 + $1.records.count })
      #expect(section.groups.allSatisfy { $0.count == $0.records.count && $0.count > 0 })
    }

    var (changed, withheld) = (0, 0)
    func compare(_ fields: Fields, _ lines: [Report.Line], _ catalogued: [Field]) {
      for entry in fields.entries {
        let field = catalogued.first { $0.naming.key == entry.key }
        let mayBeWithheld = field?.printing == .never || kind.isPerson && field?.isPrivateOfPersons == true
        guard let line = lines.first(where: { $0.key == entry.key }) else {
          #expect(mayBeWithheld, "lost: \(entry)")
          withheld += 1
          continue
        }
        #expect(!mayBeWithheld)
        if line.value != entry.value.text {
          #expect(field?.mask != nil || field?.isProse == true, "changed: \(entry)")
          #expect(line.value?.count == entry.value.text.count && line.value?.contains("*") == true)
          changed += field?.mask != nil ? 1 : personalNumbers
        }
      }
      #expect(lines.suffix(fields.unknown.count).map(\.value) == fields.unknown.map(\.text))
    }
    compare(file.subject.fields, report.subject.fields, kind.fields)
    if report.subject.code != file.subject.code { changed += 1 }
    for group in groups {
      let category = try #require(catalogue.categories.first { $0.naming.key == group.category })
      let bySerial = Dictionary(
        uniqueKeysWithValues: (file.records.first { $0.category == group.category }?.records ?? []).map {
          ($0.fields.unknown.last?.text, $0)
        })
      for record in group.records {
        let serial = record.lines.last?.value
        compare(try #require(bySerial[serial]).fields, record.lines, category.fields)
      }
    }
    #expect(report.omitted("notForPublication") == withheld)
    #expect(report.omitted("masked") + report.omitted("maskedInText") == changed)
    #expect(report.canonicalData().count > given)
  }

  /// Numbers of persons in each prose text of `text`.
  private static let personalNumbers = 2

  private static func file(
    _ catalogue: Catalogue, _ kind: SubjectKind, recordsEach count: Int, _ random: inout SplitMix
  ) throws -> CreditFile {
    var serial = 0
    var file = CreditFile(
      asOf: Samples.asOf,
      subject: Subject(
        kind: kind.naming.key, name: "示例甲",
        code: kind.isPerson ? Shipped.citizenID(born: "1990-01-01") : "91440101MA5DEM0A67",
        fields: Fields(entries: entries(of: kind.fields, of: kind, &random))))
    file.records = catalogue.categories.map { category in
      CategoryRecords(
        category: category.naming.key,
        records: (0..<count).map { _ in
          serial += 1
          return Record(
            fields: Fields(
              entries: entries(of: category.fields, of: kind, &random),
              unknown: [UnknownField(label: "序号", text: "第\(serial)条")]))
        })
    }
    file.request = Shipped.ownRequest
    return file
  }

  private static func entries(
    of fields: [Field], of kind: SubjectKind, _ random: inout SplitMix
  ) -> [Fields.Entry] {
    fields.filter { _ in random.chance(3, of: 4) }.compactMap { field in
      let value: Value
      switch field.kind {
      case .date:
        // No birth date that would refuse the person.
        if field.naming.key == CatalogueKeys.birthDate { return nil }
        value =
          random.chance(1, of: 8)
          ? .text("不详") : .date(CalendarDate(daysSince1970: 14_000 + random.below(6_700)))
      case .money: value = .money(Money(millionths: Int64(random.below(1_000_000_000))))
      case .integer: value = .integer(random.below(3_000))
      case .identity: value = .text(random.chance(1, of: 2) ? "11010519491231002X" : "E12345678")
      case .code: value = .text("91440101MA5DEM0A67")
      case .text where field.naming.key == CatalogueKeys.civilCapacity: value = .text("完全")
      case .text where field.naming.key == "idKind": value = .text("居民身份证")
      case .text where !field.choices.isEmpty && random.chance(7, of: 8):
        value = .text(field.choices[random.below(field.choices.count)].label)
      case .text:
        value = .text(
          field.isProse && random.chance(1, of: 2)
            ? "当事人（11010519491231002X），电话13812345678，粤示罚〔2026〕\(random.below(999))号"
            : "文\(random.below(1_000_000))“\\\n𠮷")
      }
      return Fields.Entry(key: field.naming.key, value: value)
    }
  }
}
