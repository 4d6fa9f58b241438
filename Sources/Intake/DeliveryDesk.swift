import CivilTime
public import ErrorCauses
import Foundation
public import Gathering
public import Importing
public import Records
import Tables

/// Where deliveries are handed in: tables are read, and the store takes their rows.
public struct DeliveryDesk: Sendable {
  public let store: GatheringStore
  private let catalogue: Catalogue
  private let interpreter: TableInterpreter
  private let ownHeads: SourceInterpreters
  private let categories: Vocabulary
  private let categoryLabels: [String]
  /// Who hands in at this machine.
  private let person: String

  /// - Parameters:
  ///   - rulesFile: what messages call the rules file.
  ///   - person: who hands in.
  public init(
    store: GatheringStore, catalogue: Catalogue, rules: ImportRules, rulesFile: String, person: String
  ) throws(ImportDataError) {
    (self.store, self.catalogue, self.person) = (store, catalogue, person)
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
  }

  /// What is wrong or doubtful in the tables, row by row.
  public struct Findings: Sendable {
    /// The first ones.
    public private(set) var first: [String] = []
    public private(set) var count = 0

    mutating func note(_ defect: Defect) {
      count += 1
      guard first.count < 20 else { return }
      let column = defect.column.isEmpty ? "" : " \(defect.column)"
      first.append("\(defect.tableName):\(defect.row)\(column): \(defect.message)")
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
  ///   - notice: its `categories` by label or key; empty: those of the tables, and of a nil return what the source owes.
  ///   - evidence: files that belong to the delivery and hold no rows: the notice itself.
  /// - Throws: what stops the store; a table that cannot be read is a failure of the delivery, which the store notes.
  public func deliver(
    _ notice: DeliveryNotice, tables: [String], evidence: [DeliveredFile] = [], progress: (String, Int) -> Void
  ) throws -> Outcome {
    var notice = notice
    notice.categories = try notice.categories.map(key(ofCategory:))
    let files = try tables.map { path in
      DeliveredFile(name: URL(fileURLWithPath: path).lastPathComponent, sha256: try fileDigest(of: path))
    }
    let interpreter = try interpreter(of: notice.source).reading(
      asOf: notice.received,
      expected: Set(notice.categories.isEmpty ? store.owed(by: notice.source) : notice.categories))
    do {
      if notice.categories.isEmpty { notice.categories = try shown(tables, interpreter, notice) }
      var findings = Findings()
      let receipt = try store.takeIn(
        notice, files: files.isEmpty ? evidence : files, person: person
      ) { take in
        findings = Findings()
        for table in tables {
          var rows = interpreter.rows(of: try TableFile(path: table, encoding: nil))
          while true {
            let some = try rows.next(upTo: Self.rowsAtOnce)
            guard let last = some.last else { break }
            for defect in some.lazy.flatMap(\.defects) { findings.note(defect) }
            try take(some.map(TableRows.gathered))
            progress(table, last.number)
          }
        }
      }
      return Outcome(receipt: receipt, notice: notice, categories: labels(notice), findings: findings)
    } catch let error as TableError {
      let known = notice.categories.isEmpty ? store.owed(by: notice.source) : notice.categories
      notice.categories = known
      let receipt = try store.noteFailure(
        notice, files: files.isEmpty ? evidence : files, person: person, problem: "\(error)")
      return Outcome(receipt: receipt, notice: notice, categories: labels(notice), failure: "\(error)")
    }
  }

  /// What is asked about the heads of a source's tables, with its answers so far.
  public func answers(of source: String) throws -> HeadAnswers {
    try HeadAnswers(catalogue, try interpreter(of: source), kept: try store.mappings(of: source))
  }

  private func interpreter(of source: String) throws -> TableInterpreter {
    do {
      return try store.mappings(of: source).map(ownHeads.interpreter(for:)) ?? interpreter
    } catch GatheringError.unknown {
      // The store refuses a delivery of an unknown source, with the nearest name.
      return interpreter
    }
  }

  private func key(ofCategory name: String) throws(Refusal) -> String {
    if let key = categories.key(of: name) { return key }
    throw Refusal(
      problem: "there is no category \(name)" + (categories.nearest(to: name).map { "; did you mean \($0)?" } ?? ""))
  }

  private func labels(_ notice: DeliveryNotice) -> [String] {
    notice.categories.map { key in categories.index(of: key).map { categoryLabels[$0] } ?? key }
  }

  /// The categories that the tables show, in the catalogue's order.
  private func shown(
    _ tables: [String], _ interpreter: TableInterpreter, _ notice: DeliveryNotice
  ) throws -> [String] {
    if notice.kind == .registration { return [GatheringStore.registration.key] }
    if tables.isEmpty { return store.owed(by: notice.source) }
    var found: Set<String> = []
    for table in tables { found.formUnion(try interpreter.categories(of: TableFile(path: table, encoding: nil))) }
    return catalogue.categories.map(\.naming.key).filter(found.contains)
  }
}
