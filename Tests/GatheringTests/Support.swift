import CivilTime
import Database
import DatabaseTesting
import Foundation
import Records

@testable import Gathering

let sampleSecret = [UInt8](repeating: 7, count: 32)
let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
let shippedCatalogue = Result { try Catalogue.load(directory: root.appending(path: "templates/catalogue").path) }

let water = "广东省水利厅"
let registrar = "广东省市场监督管理局"

func day(_ text: String) -> CalendarDate {
  guard let day = CalendarDate(text: text) else { fatalError("\(text) is no day") }
  return day
}

func days(_ from: String, _ through: String) -> ClosedRange<CalendarDate> { day(from)...day(through) }

/// A store whose registrar has delivered who the two companies are.
func storeOfTwoCompanies(_ location: StoreLocation) throws -> GatheringStore {
  let store = try GatheringStore.of(location)
  try store.take(
    notice(.registration, days("2026-10-01", "2026-10-07"), of: registrar, categories: []),
    [registration(companyA), registration(companyB)])
  return store
}

extension GatheringStore {
  static func of(_ location: StoreLocation, issuer: String = onlyIssuer) throws -> GatheringStore {
    try GatheringStore(
      database: location.database(), secret: sampleSecret, catalogue: try shippedCatalogue.get(), issuer: issuer)
  }

  @discardableResult
  func take(
    _ notice: DeliveryNotice, _ rows: [GatheredRow.Content], file: String? = nil, offices: [[String]] = []
  ) throws -> DeliveryReceipt {
    let name = file ?? UUID().uuidString
    return try takeIn(
      notice, files: rows.isEmpty ? [] : [DeliveredFile(name: name, sha256: Array(name.utf8))], person: "operator"
    ) { take in
      try take(
        rows.enumerated().map { index, row in
          GatheredRow(
            table: name, number: index + 2, content: row,
            offices: offices.isEmpty ? [] : offices[index % offices.count])
        })
    }
  }

  func file(_ code: String, at time: BeijingTime? = nil) throws -> String? {
    try creditFile(of: code, in: frame(asOf: time)).map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  /// As a report is made of it: what the reader of credit files reads.
  func read(_ code: String, at time: BeijingTime? = nil) throws -> CreditFile? {
    guard let file = try creditFile(of: code, in: frame(asOf: time)) else { return nil }
    let reader = CreditFileReader(catalogue: try shippedCatalogue.get(), now: { .now() })
    return try reader.read(bytes: file.bytes, name: "store").file
  }
}

/// A delivery for the days, received the day after.
func notice(
  _ kind: DeliveryKind, _ days: ClosedRange<CalendarDate>, of source: String = water,
  categories: [String] = ["penalty"],
  allSince: String? = nil, isConfirmed: Bool = false, author: DeliveryNotice.Author = .source
) -> DeliveryNotice {
  DeliveryNotice(
    source: source, kind: kind, days: days, categories: categories,
    received: BeijingTime(days.upperBound.next(1), secondOfDay: 9 * 3600), allSince: allSince.map(day),
    isConfirmed: isConfirmed, author: author)
}

let companyA = (code: "91440300192181490G", name: "深圳市岭秀远航贸易有限公司")
let companyB = (code: "91440101MA5C0R1U3X", name: "广州市珠翠百川食品有限公司")

func penalty(
  _ company: (code: String, name: String), _ number: String?, on day: String? = "2026-10-03", fine: String = "1",
  name: String? = nil, passes: Bool = true
) -> GatheredRow.Content {
  var fields = ["行政相对人名称": name ?? company.name, "处罚机关": water, "罚款金额(万元)": fine]
  if let number { fields["行政处罚决定书文号"] = number }
  if let day { fields["处罚决定日期"] = day }
  return .record(
    GatheredRecord(
      category: "penalty",
      subject: RowSubject(
        kind: "enterprise", name: name ?? company.name, code: company.code, passesCheck: passes),
      number: number, authority: water, day: day.flatMap { CalendarDate(text: $0) }, body: body(fields)))
}

func held(
  name: String?, codes: [String] = [], number: String? = nil, on day: String? = "2026-10-03",
  reason: HeldReason = .noCode,
  category: String = "penalty", isMisaligned: Bool = false
) -> GatheredRow.Content {
  .unattributed(
    GatheredHeldRow(
      category: category, name: name, codes: codes, number: number, authority: water,
      day: day.flatMap { CalendarDate(text: $0) }, reason: reason,
      mayNameAnybody: isMisaligned,
      body: body(["行政相对人名称": name ?? "", "行政处罚决定书文号": number ?? "", "处罚决定日期": day ?? ""])))
}

func registration(_ company: (code: String, name: String), former: [String] = []) -> GatheredRow.Content {
  .registration(
    GatheredRegistration(
      subject: RowSubject(kind: "enterprise", name: company.name, code: company.code), formerNames: former,
      body: body(["法定代表人": "甲某"])))
}

private func body(_ fields: [String: String]) -> [UInt8] {
  BodyFields.adding(fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, to: Array("{}".utf8))
}
