import CivilTime
import FileReading
import Records
import Tables
import Testing

@testable import Importing

private let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

func fixture(_ name: String) -> String { root + "/Tests/ImportingTests/Fixtures/" + name }

private func text(_ path: String) throws -> String {
  String(decoding: try readFile("\(root)/templates/\(path)", limit: 1 << 20), as: UTF8.self)
}

private let catalogue = Result { try Catalogue.load(directory: root + "/templates/catalogue") }

/// Loaded once.
func shippedCatalogue() throws -> Catalogue { try catalogue.get() }
func shippedCalendar() throws -> WorkingCalendar {
  try WorkingCalendar(yaml: try text("calendar/holidays.yaml"), file: "holidays.yaml")
}
func shippedRules() throws -> ImportRules {
  try ImportRules.load(file: root + "/templates/import/rules.yaml")
}

func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text: text)) }

/// An import of texts as if they were CSV files, and all that it gives.
struct Imported {
  var summary: ImportSummary
  var files: [ImportedFile] = []
  var defects: [Defect] = []
  var rejected: RejectedRows

  init(_ tables: [(name: String, bytes: [UInt8])], _ options: ImportOptions? = nil) throws {
    let asOf = try #require(BeijingTime(text: "2026-11-20T18:00:00+08:00"))
    let options = options ?? ImportOptions(asOf: asOf)
    var importer = try Importer(
      catalogue: try shippedCatalogue(), rules: try shippedRules(), rulesFile: "rules.yaml",
      calendar: try shippedCalendar(), options: options)
    var found: [Defect] = []
    for table in tables {
      let file = try TableFile(csv: table.bytes, name: table.name, encoding: options.encoding)
      try importer.add(file) {
        found.append($0)
      } progress: { _ in
      }
    }
    var files: [ImportedFile] = []
    summary = try importer.finish {
      found.append($0)
    } write: {
      files.append($0)
    }
    (self.files, defects, rejected) = (files, found, importer.rejected)
  }

  init(_ text: String, _ change: (inout ImportOptions) -> Void = { _ in }) throws {
    var options = ImportOptions(asOf: try #require(BeijingTime(text: "2026-11-20T18:00:00+08:00")))
    change(&options)
    try self.init([("a.csv", Array(text.utf8))], options)
  }

  /// Rules of the defects that say which row.
  func rules(row: Int) -> [Defect.Rule] { defects.filter { $0.row == row }.map(\.rule) }
  var rejections: [String] { defects.filter { $0.rule == .rejected }.map { "\($0.row) \($0.column): \($0.message)" } }
  func text(_ name: String) -> String? {
    files.first { $0.name == name }.map { String(decoding: $0.bytes, as: UTF8.self) }
  }
}

/// Numbers that are the same in every run.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {  // splitmix64
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
