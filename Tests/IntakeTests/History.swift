import CivilTime
import Database
import DatabaseTesting
import Foundation
import Importing
import Records
import Tables

@testable import Gathering
@testable import Intake

/// A history as examples/province/histories.py writes it: deliveries, and what is right about them. The oracle is a
/// program of its own that shares nothing with the store.
struct History: Decodable {
  struct Source: Decodable {
    var name: String
    var categories: [String]
    var authorities: [String]
  }
  struct Row: Decodable {
    var noData: String?
    var category: String?
    var name: String?
    var kind: String?
    var code: String?
    var organisationCode: String?
    var identity: String?
    var number: String?
    var authority: String?
    var date: String?
    var fields: [String: String]?
    var changeNumber: String?
    var changeDate: String?
    var formerNames: [String]?
    var changedOn: String?
    var address: String?
  }
  struct Delivery: Decodable {
    var source: String
    var kind: String
    var from: String
    var through: String
    var categories: [String]
    var received: String
    var allSince: String?
    var confirmed: Bool
    var file: Int?
    /// The name of its table; nil: the file's number.
    var table: String?
    var broken: Bool
    var rows: [Row]
  }
  struct Days: Decodable { var from: String, through: String }
  struct Answer: Decodable { var source: String, category: String, answer: String }
  struct Subject: Decodable {
    var code: String
    var answers: [Answer]
  }
  struct Coverage: Decodable { var source: String, category: String, days: [[String]] }
  struct Verdict: Decodable {
    var coverage: [Coverage]
    var subjects: [Subject]
  }
  var id: String
  var tags: [String]
  var window: Days
  var sources: [Source]
  var deliveries: [Delivery]
  var outcomes: [[[String]]]
  var verdict: Verdict
}

/// Plays histories on a store, each under an issuer of its own, and reads the answers from credit files.
struct HistoryPlayer {
  let location: StoreLocation
  let catalogue: Catalogue
  let rules: ImportRules
  private let reader: CreditFileReader

  init(_ location: StoreLocation) throws {
    self.location = location
    catalogue = try Catalogue.load(directory: repository.appending(path: "templates/catalogue").path)
    let file = repository.appending(path: "templates/import/rules.yaml").path
    rules = try ImportRules(
      yaml: String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self), file: file)
    reader = CreditFileReader(catalogue: catalogue, options: .init(keepUnknown: true), now: { .now() })
  }

  func store(of history: History, on database: any SQLDatabase) throws -> GatheringStore {
    try GatheringStore(
      database: database, secret: [UInt8](repeating: 3, count: 32), catalogue: catalogue, issuer: "h\(history.id)")
  }

  /// - Returns: what became of each delivery.
  func play(_ history: History, on store: GatheringStore) throws -> [DeliveryReceipt] {
    try history.deliveries.map { try take($0, on: store) }
  }

  private final class Interpreters {
    var known: [String: TableInterpreter] = [:]
  }
  private let interpreters = Interpreters()

  private func interpreter(_ received: BeijingTime, _ category: String?) throws -> TableInterpreter {
    let key = "\(received.date) \(category ?? "")"
    if let known = interpreters.known[key] { return known }
    // Corrections are told in a column that not every table has.
    let options = ImportOptions(asOf: received, category: category, keepUnknown: true)
    let interpreter = try TableInterpreter(catalogue: catalogue, rules: rules, rulesFile: "rules", options: options)
    interpreters.known[key] = interpreter
    return interpreter
  }

  private func take(_ delivery: History.Delivery, on store: GatheringStore) throws -> DeliveryReceipt {
    let vocabulary = Vocabulary(catalogue.categories.map(\.naming) + [GatheringStore.registration])
    let received = BeijingTime(text: delivery.received) ?? BeijingTime(day(delivery.received))
    let notice = DeliveryNotice(
      source: delivery.source, kind: DeliveryKind(rawValue: delivery.kind) ?? .decision,
      days: day(delivery.from)...day(delivery.through), categories: delivery.categories.compactMap(vocabulary.key),
      received: received, allSince: delivery.allSince.map(day), isConfirmed: delivery.confirmed)
    let files =
      delivery.file.map { [DeliveredFile(name: delivery.table ?? "\($0)", sha256: Array("file \($0)".utf8))] } ?? []
    if delivery.broken { return try store.noteFailure(notice, files: files, person: "test", problem: "broken") }
    return try store.takeIn(notice, files: files, person: "test") { take in
      for (number, row) in delivery.rows.enumerated() {
        guard row.noData == nil else {
          try take([GatheredRow(table: "t", number: number, content: .noData)])
          continue
        }
        let interpreter = try interpreter(
          received, delivery.kind == "registration" ? nil : vocabulary.key(of: row.category ?? ""))
        // Each row in a table of its own keeps the rows' order across categories.
        var rows = interpreter.rows(of: try TableFile(csv: table(row, delivery.kind), name: "t", encoding: nil))
        try take(rows.next(upTo: 9).map(TableRows.gathered))
      }
    }
  }

  private func table(_ row: History.Row, _ kind: String) throws -> [UInt8] {
    var cells: [(String, String?)] = []
    if kind == "registration" {
      cells = [
        ("企业名称", row.name), ("统一社会信用代码", row.code), ("曾用名", row.formerNames?.joined(separator: "；")),
        ("变更日期", row.changedOn), ("住所", row.address), ("法定代表人", "示例甲"), ("登记机关", "广东省市场监督管理局"),
      ]
    } else if let category = catalogue.categories.first(where: { $0.naming.names.contains(row.category ?? "") }) {
      func label(_ key: String?) -> String? {
        key.flatMap { key in category.fields.first { $0.naming.key == key }?.naming.label }
      }
      let values = [
        (label(category.subjectNameField), row.name), (label(category.subjectCodeField), row.code),
        (label("counterpartKind"), row.kind), (label("counterpartOrganisationCode"), row.organisationCode),
        (label("counterpartIdNumber"), row.identity), (label(category.documentField), row.number),
        (label(category.authorityField), row.authority), (label(category.dateField), row.date),
      ]
      for (label, value) in values { if let label { cells.append((label, value)) } }
      for (name, value) in (row.fields ?? [:]).sorted(by: { $0.key < $1.key }) { cells.append((name, value)) }
      let change = kind == "withdrawal" ? "撤销" : "修复"
      if let number = row.changeNumber { cells.append(("\(change)决定文书号", number)) }
      if let date = row.changeDate { cells.append(("\(change)日期", date)) }
    }
    var bytes: [UInt8] = []
    CSVWriter.append(cells.map(\.0), to: &bytes)
    CSVWriter.append(cells.map { $0.1 ?? "" }, to: &bytes)
    return bytes
  }

  // MARK: Answers

  enum Answer: String, Comparable {
    case clean, doubtful, records
    static func < (one: Answer, other: Answer) -> Bool {
      let order: [Answer] = [.clean, .doubtful, .records]
      return order.firstIndex(of: one) ?? 0 < order.firstIndex(of: other) ?? 0
    }
  }

  /// What a credit file says of a subject, source by source and category by category.
  func answer(_ file: CreditFile, _ source: History.Source, _ categoryName: String, _ window: History.Days) -> Answer? {
    guard let category = catalogue.categories.first(where: { $0.naming.names.contains(categoryName) }) else {
      return nil
    }
    let key = category.naming.key
    let period = day(window.from)...day(window.through)
    func counts(_ day: CalendarDate?) -> Bool {
      guard let day, day.year > 1970 else { return true }
      return category.isLasting ? day <= period.upperBound : period.contains(day)
    }
    let records = file.records.first { $0.category == key }?.records ?? []
    let counting = records.filter { record in
      guard let field = category.dateField, case .date(let day)? = record.fields[field] else { return true }
      return counts(day)
    }
    func authority(_ record: Record) -> String? {
      if let field = category.authorityField, case .text(let name)? = record.fields[field] { name } else { nil }
    }
    if counting.contains(where: { record in authority(record).map(source.authorities.contains) ?? false }) {
      return .records
    }
    if unsigned(file, period) { return .doubtful }
    if file.unattributed.contains(where: { $0.source == source.name && $0.categories == [key] && counts($0.day) }) {
      return .doubtful
    }
    let own = file.coverage.filter { $0.source == source.name && $0.categories?.contains(key) ?? false }
    var covered = DaySet()
    for entry in own where entry.state == .loaded {
      if let from = entry.from, let through = entry.through { covered.insert(from...through) }
    }
    for entry in own where entry.state != .loaded {
      if let from = entry.from, let through = entry.through { covered.remove(from...through) }
    }
    return covered.missing(from: period).isEmpty ? .clean : .doubtful
  }

  /// Whether something that counts says not who decided it: it may be of any source.
  private func unsigned(_ file: CreditFile, _ period: ClosedRange<CalendarDate>) -> Bool {
    func counts(_ day: CalendarDate?, _ category: Category) -> Bool {
      guard let day, day.year > 1970 else { return true }
      return category.isLasting ? day <= period.upperBound : period.contains(day)
    }
    return catalogue.categories.contains { category in
      let records = file.records.first { $0.category == category.naming.key }?.records ?? []
      return records.contains { record in
        if let field = category.authorityField, record.fields[field] != nil { return false }
        guard let field = category.dateField, case .date(let day)? = record.fields[field] else { return true }
        return counts(day, category)
      }
        || file.unattributed.contains {
          $0.categories == [category.naming.key] && $0.domains?.count == catalogue.domains.count
            && counts($0.day, category)
        }
    }
  }

  func read(_ code: String, in frame: FileFrame, of store: GatheringStore) throws -> CreditFile? {
    guard let file = try store.creditFile(of: code, in: frame) else { return nil }
    return try reader.read(bytes: file.bytes, name: "file").file
  }
}

let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

func day(_ text: String) -> CalendarDate {
  guard let day = CalendarDate(text: text) else { fatalError("\(text) is no day") }
  return day
}
