import CivilTime
import Crypto
public import ErrorCauses
import Foundation
public import Gathering
public import Importing
public import Records
import Tables

/// Where deliveries are handed in: tables are read, and the store takes their rows.
public struct DeliveryDesk: Sendable {
  public let store: GatheringStore
  let catalogue: Catalogue
  private let interpreter: TableInterpreter
  private let ownHeads: SourceInterpreters
  private let categories: Vocabulary
  private let categoryLabels: [String]
  /// Who hands in at this machine.
  private let person: String
  /// What is wrong and what to do about it, in the words of the door.
  let says: @Sendable (any Error) -> String

  /// - Parameters:
  ///   - rulesFile: what messages call the rules file.
  ///   - person: who hands in.
  ///   - says: what is wrong and what to do about it.
  public init(
    store: GatheringStore, catalogue: Catalogue, rules: ImportRules, rulesFile: String, person: String,
    says: @escaping @Sendable (any Error) -> String = { "\($0)" }
  ) throws(ImportDataError) {
    (self.store, self.catalogue, self.person, self.says) = (store, catalogue, person, says)
    interpreter = try TableInterpreter(
      catalogue: catalogue, rules: rules, rulesFile: rulesFile, options: ImportOptions(asOf: .now()))
    ownHeads = SourceInterpreters { (mappings) throws(ImportDataError) in
      try TableInterpreter(
        catalogue: catalogue, rules: rules, rulesFile: rulesFile, options: ImportOptions(asOf: .now()),
        mappings: mappings)
    }
    let namings = catalogue.categories.map(\.naming) + [GatheringStore.registration]
    (categories, categoryLabels) = (Vocabulary(namings), namings.map(\.label))
  }

  /// What became of a delivery that was handed in.
  public struct Outcome: Sendable {
    public var receipt: DeliveryReceipt
    public var notice: DeliveryNotice
    /// Labels of the notice's categories.
    public var categories: [String]
    public var findings = Findings()
    /// Why nothing was taken in: the days are open.
    public var failure: String?
    /// Days of the notice that it covers and that are open all the same, by category.
    public var open: [OpenDays] = []
    /// Of a repeated delivery: it was in before its receipt was written.
    public internal(set) var isLate = false
  }

  /// What is wrong or doubtful in the tables, row by row.
  public struct Findings: Sendable {
    /// The first ones.
    public private(set) var first: [String] = []
    public private(set) var count = 0

    mutating func note(_ defect: Defect, as table: String) {
      let column = defect.column.isEmpty ? "" : " \(defect.column)"
      note("\(table):\(defect.row)\(column): \(defect.message)\(Self.shown(defect))")
    }

    /// What stands in place of a date or a number, as its sender must look for it. Other cells may name a person.
    private static func shown(_ defect: Defect) -> String {
      switch defect.rule {
      case .date, .received, .future, .money, .integer: break
      default: return ""
      }
      let text = defect.value.count > 40 ? "\(defect.value.prefix(40))…" : defect.value
      return text.isEmpty ? "" : "; it says “\(text)”"
    }

    private mutating func note(_ finding: String) {
      count += 1
      if first.count < 20 { first.append(finding) }
    }

    /// What a workbook's sheets hide, and those of which nothing is read.
    /// - Throws: for a sheet without a head that names subjects: its rows would be lost, and the days covered.
    mutating func note(sheetsOf rows: DeliveredRows, of delivered: HandedInTable) throws(TableError) {
      for table in rows.tables where table.isHidden {
        note(
          "\(delivered.named(table.name)):\(table.headRow): is the head of a table in a hidden sheet; its rows are read"
        )
      }
      if let sheet = rows.skippedSheetsWithCodes.first {
        throw TableError(
          sheet, "holds codes of subjects, and no row looks like the head of a table: its rows would be lost",
          hint: "name its columns as in the exchange tables, or hand in the other sheets without it")
      }
      for sheet in rows.skippedSheets {
        note("\(delivered.named(sheet)): no row looks like the head of a table; nothing of it is read")
      }
    }
  }

  /// A delivery that names something unknown.
  public struct Refusal: ClassifiedError, Equatable, CustomStringConvertible {
    public var problem: String
    public var cause: ErrorCause { .input }
    public var description: String { problem }
  }

  /// Enough for all cores, and little memory.
  private static let rowsAtOnce = 5_000

  /// Takes in the tables of a delivery.
  /// - Parameters:
  ///   - notice: its `categories` by label or key; empty: those of the tables. Without tables it must name them.
  ///   - evidence: files that belong to the delivery and hold no rows: the notice itself.
  /// - Throws: what stops the store; a table that cannot be read is a failure of the delivery, which the store notes.
  public func deliver(
    _ notice: DeliveryNotice, tables: [String], evidence: [DeliveredFile] = [], progress: (String, Int) -> Void
  ) throws -> Outcome {
    try deliver(
      notice, tables: tables.map { HandedInTable(path: $0, name: $0) }, evidence: evidence, progress: progress)
  }

  /// The same with files that somebody handed in before, if they are the same still.
  /// - Throws: `Refusal` for one that is not; else as `deliver`.
  public func deliver(
    _ notice: DeliveryNotice, files: StatedFiles, progress: (String, Int) -> Void
  ) throws -> Outcome {
    try files.withCopies { try deliver(notice, tables: $0, evidence: [], progress: progress) }
  }

  func deliver(
    _ notice: DeliveryNotice, tables: [HandedInTable], evidence: [DeliveredFile], progress: (String, Int) -> Void
  ) throws -> Outcome {
    var notice = try named(notice)
    if tables.isEmpty, notice.categories.isEmpty { try refuseNameless(notice) }
    let files = try tables.map { try $0.file }
    try refuseTwice(files)
    do {
      let interpreter = try interpreter(for: notice)
      if notice.categories.isEmpty { notice.categories = try shown(tables, interpreter, notice) }
      var findings = Findings()
      let receipt = try store.takeIn(
        notice, files: files.isEmpty ? evidence : files, person: person
      ) { take in
        findings = try read(tables, by: interpreter, take: take, progress: progress)
        // What is kept must be what was read.
        for (table, file) in zip(tables, files) where try fileDigest(of: table.path) != file.sha256 {
          throw Refusal(problem: "\(table.name): was changed while it was read; hand it in once more")
        }
      }
      return Outcome(
        receipt: receipt, notice: notice, categories: labels(notice), findings: findings,
        open: try receipt.covered.map { try open(notice, $0) } ?? [])
    } catch let error as TableError {
      let error = Self.named(error, tables)
      return try noteFailure(notice, files: files.isEmpty ? evidence : files, problem: "\(error)", told: says(error))
    }
  }

  /// Notes that a delivery could not be taken in: its days are open.
  /// - Parameters:
  ///   - notice: its `categories` by label or key; none, or one that is not known: all that the source owes.
  ///   - told: the problem in the words of the door.
  func noteFailure(
    _ notice: DeliveryNotice, files: [DeliveredFile], problem: String, told: String? = nil
  ) throws -> Outcome {
    var notice = notice
    let keys = notice.categories.map(categories.key(of:))
    notice.categories =
      keys.isEmpty || keys.contains(nil) ? store.owed(by: notice.source) : keys.compactMap(\.self)
    let receipt = try store.noteFailure(notice, files: files, person: person, problem: problem)
    return Outcome(receipt: receipt, notice: notice, categories: labels(notice), failure: told ?? problem)
  }

  /// Only who says for what there is nothing answers for it: a source may owe more than whoever says so looked through.
  private func refuseNameless(_ notice: DeliveryNotice) throws {
    try store.check(notice)
    var owing = notice
    owing.categories = store.owed(by: notice.source)
    throw Refusal(
      problem: "a delivery without tables must name the categories for which there is nothing; \(notice.source) owes "
        + labels(owing).joined(separator: "、"))
  }

  /// Each row of a file that is there twice would be a record more.
  private func refuseTwice(_ files: [DeliveredFile]) throws(Refusal) {
    var names: [[UInt8]: String] = [:]
    for file in files {
      if let other = names.updateValue(file.name, forKey: file.sha256) {
        throw Refusal(problem: "\(other) and \(file.name) hold the same; hand in each table once")
      }
    }
  }

  /// Reads the tables of a delivery as `deliver` does, and keeps nothing.
  /// - Returns: how many rows they have.
  /// - Throws: what would stop the delivery.
  public func tryOut(_ notice: DeliveryNotice, files: StatedFiles) throws -> Int {
    let notice = try named(notice)
    try store.check(notice)
    let interpreter = try interpreter(for: notice)
    return try files.withCopies { tables in
      var count = 0
      do {
        _ = try read(tables, by: interpreter, take: { count += $0.count }, progress: { _, _ in })
      } catch let error as TableError { throw Refusal(problem: says(Self.named(error, tables))) }
      return count
    }
  }

  /// The table is called as who handed it in calls it, wherever it was copied to.
  private static func named(_ error: TableError, _ tables: [HandedInTable]) -> TableError {
    var error = error
    if let table = tables.first(where: { error.tableName.hasPrefix($0.path) }) {
      error.tableName = table.named(error.tableName)
    }
    return error
  }

  /// With the categories' keys.
  private func named(_ notice: DeliveryNotice) throws(Refusal) -> DeliveryNotice {
    var notice = notice
    notice.categories = try notice.categories.map(key(ofCategory:))
    return notice
  }

  private func interpreter(for notice: DeliveryNotice) throws -> TableInterpreter {
    try interpreter(of: notice.source).reading(
      asOf: notice.received,
      expected: Set(notice.categories.isEmpty ? store.owed(by: notice.source) : notice.categories))
  }

  private func read(
    _ tables: [HandedInTable], by interpreter: TableInterpreter, take: ([GatheredRow]) throws -> Void,
    progress: (String, Int) -> Void
  ) throws -> Findings {
    var findings = Findings()
    for table in tables {
      var rows = interpreter.rows(of: try TableFile(path: table.path, encoding: nil))
      while true {
        var some = try rows.next(upTo: Self.rowsAtOnce)
        guard let last = some.last else { break }
        for index in some.indices { some[index].tableName = table.named(some[index].tableName) }
        for defect in some.lazy.flatMap(\.defects) { findings.note(defect, as: table.named(defect.tableName)) }
        try take(some.map(TableRows.gathered))
        progress(table.name, last.number)
      }
      try findings.note(sheetsOf: rows, of: table)
    }
    return findings
  }

  /// What is asked about the heads of a source's tables, with its answers so far.
  public func answers(of source: String) throws -> HeadAnswers {
    let kept = try store.mappings(of: source)
    let expected = Set(store.owed(by: source))
    return try HeadAnswers(
      catalogue, own: try interpreter(of: source).reading(asOf: .now(), expected: expected),
      shipped: interpreter.reading(asOf: .now(), expected: expected), kept: kept)
  }

  private func interpreter(of source: String) throws -> TableInterpreter {
    do {
      return try store.mappings(of: source).map(ownHeads.interpreter(for:)) ?? interpreter
    } catch GatheringError.unknownSource {
      // The store refuses a delivery of an unknown source, with the nearest name.
      return interpreter
    }
  }

  func key(ofCategory name: String) throws(Refusal) -> String {
    if let key = categories.key(of: name) { return key }
    throw Refusal(
      problem: "there is no category \(name)" + (categories.nearest(to: name).map { "; did you mean \($0)?" } ?? ""))
  }

  private func labels(_ notice: DeliveryNotice) -> [String] {
    notice.categories.map { key in categories.index(of: key).map { categoryLabels[$0] } ?? key }
  }

  /// The categories that the tables show, in the catalogue's order.
  private func shown(
    _ tables: [HandedInTable], _ interpreter: TableInterpreter, _ notice: DeliveryNotice
  ) throws -> [String] {
    if notice.kind == .registration { return [GatheringStore.registration.key] }
    var found: Set<String> = []
    for table in tables { found.formUnion(try interpreter.categories(of: TableFile(path: table.path, encoding: nil))) }
    return catalogue.categories.map(\.naming.key).filter(found.contains)
  }
}
