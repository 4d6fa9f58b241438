import ArgumentParser
import CivilTime
import DurableFiles
import Foundation
import Importing
import Installation
import Issuing
import Records
import Tables

struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Turn tables of 双公示 into credit files, one a subject, and measure the quality of their data.",
    discussion: """
      Writes CODE.json a subject, quality.csv with every defect, and rejected.csv with the rows that no file could take. \
      Nothing is put into the folder before every table is read. Exit status 1: all is written, but rows were rejected.
      """)

  @Argument(help: "CSV (UTF-8 or GB18030; comma, tab or semicolon), XLSX or XLS.")
  var tables: [String]

  @Option(name: .shortAndLong, help: "The folder for the credit files; made if it is missing.")
  var output: String

  @Option(help: "Category of the rows, such as 行政处罚; by default what the heads say.")
  var category: String?

  @Option(help: "The moment up to which the records were gathered, such as 2026-11-20T18:00:00+08:00; by default now.")
  var asOf: String?

  @Option(help: "Encoding of CSV files: auto, utf-8 or gb18030.")
  var encoding = "auto"

  @Option(help: "JSON of what the sources delivered (`coverage`), put into every file; by default none.")
  var coverage: String?

  @Option(help: "The day on which the rows arrived, or the head of the column that says it.")
  var received: String?

  @Option(help: "What heads of these tables mean beside what the program knows (docs/import.md); may be repeated.")
  var mapping: [String] = []

  @Option(help: "Where to write the list of defects, instead of quality.csv in the folder.")
  var report: String?

  @Flag(help: "Keep columns that the catalogue does not know, under their own names.")
  var keepUnknown = false

  @Flag(help: "Replace credit files that are there.")
  var overwrite = false

  @OptionGroup var installation: InstallationOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  func validate() throws {
    if let asOf, BeijingTime(text: asOf) == nil {
      throw ValidationError("--as-of takes a time such as 2026-11-20T18:00:00+08:00, not `\(asOf)`")
    }
    if let asOf = asOf.flatMap({ BeijingTime(text: $0) }), !asOf.isGathered(by: .now()) {
      throw ValidationError("--as-of \(asOf) is yet to come: it is the moment up to which the records were gathered")
    }
    if encoding != "auto", TableEncoding(rawValue: encoding.lowercased()) == nil {
      throw ValidationError("--encoding takes auto, utf-8 or gb18030, not `\(encoding)`")
    }
    if tables.isEmpty { throw ValidationError("name at least one table") }
    let doubled = tables.first { table in tables.count { $0 == table } > 1 }
    if let doubled { throw ValidationError("\(doubled) is named twice") }
  }

  func run() throws {
    let resources = try installation.findResources()
    let catalogue = try Catalogue.load(directory: resources.catalogue)
    let rules = try ImportRules.load(file: resources.importRules)
    let calendar = try WorkingCalendar(yaml: try text(of: resources.holidays), file: resources.holidays)
    let now = BeijingTime(millisecondsSince1970: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    let asOf = self.asOf.flatMap { BeijingTime(text: $0) } ?? now
    var options = ImportOptions(
      asOf: asOf, encoding: TableEncoding(rawValue: encoding.lowercased()), keepUnknown: keepUnknown,
      received: received.map { name in CalendarDate(text: name).map { .day($0) } ?? .column(name) },
      coverage: try coverage.map { try readCoverage($0, catalogue) })
    options.category = try category.map { try key(of: $0, catalogue) }
    let mappings = try mapping.flatMap { try HeadMapping.list(yaml: try text(of: $0), file: $0) }
    var importer = try Importer(
      catalogue: catalogue, rules: rules, rulesFile: resources.importRules, calendar: calendar, options: options,
      mappings: mappings)
    let folder = try ImportFolder(path: output, mayReplace: overwrite)
    defer { folder.discard() }
    let reader = CreditFileReader(catalogue: catalogue, options: .init(keepUnknown: keepUnknown), now: { now })
    let quality = try folder.open(report ?? "quality.csv", isElsewhere: report != nil)
    try quality.append(CSVWriter.byteOrderMark)
    try quality.append(Defect.head)
    // If a line cannot be written, the error is reported when the list is published.
    func list(_ defect: Defect) { try? quality.append(defect.cells) }
    for table in tables {
      let file = try TableFile(path: table, encoding: options.encoding)
      try importer.add(file, report: list) { Console.progress("\(table): row \($0)") }
    }
    let summary = try importer.finish(report: list) { file in
      // A file that `check` would refuse must not be left there as if it were good.
      _ = try reader.read(bytes: file.bytes, name: file.name)
      try folder.write(file.bytes, as: file.name, mode: file.isPersonal ? 0o600 : 0o644)
    }
    try quality.publish()
    if importer.rejected.count > 0 { try folder.write(importer.rejected.csv(), as: "rejected.csv", mode: 0o600) }
    try folder.commit()
    let outcome = ImportOutcome(
      summary: summary, folder: output, quality: report ?? output + "/quality.csv",
      rejected: importer.rejected.count > 0 ? output + "/rejected.csv" : nil, calendar: calendar)
    if json { try Console.json(outcome) } else { Console.result(outcome.text) }
    if summary.rejected > 0 { throw AnswerIsNo() }
  }

  private func key(of name: String, _ catalogue: Catalogue) throws -> String {
    let vocabulary = Vocabulary(catalogue.categories.map(\.naming))
    if let key = vocabulary.key(of: name) { return key }
    throw InputError(
      "--category: there is no category \(name)" + (vocabulary.nearest(to: name).map { "; did you mean \($0)?" } ?? ""))
  }

  /// Read as part of a credit file, so that errors are found before the tables are read.
  private func readCoverage(_ path: String, _ catalogue: Catalogue) throws -> [UInt8] {
    let bytes = try readBytes(path)
    let head = #"{"version": 1, "asOf": "2026-01-01", "subject": {"kind": "企业", "name": "-名-", "#
    let code = #""code": "91440300192181490G"}, "coverage": "#
    _ = try CreditFileReader(catalogue: catalogue, now: { .now() }).read(
      bytes: Array((head + code).utf8) + bytes + Array("}".utf8), name: path)
    return bytes
  }

  private func text(of path: String) throws -> String { String(decoding: try readBytes(path), as: UTF8.self) }
}
