import CivilTime
import Testing

@testable import Records

/// The catalogue that ships with the program, loaded once.
let shippedDirectory = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/templates/catalogue"
private let shippedResult = Result { () throws(CatalogueError) in try Catalogue.load(directory: shippedDirectory) }
func shippedCatalogue() throws -> Catalogue { try shippedResult.get() }

func fixture(_ name: String) -> String {
  #filePath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/Fixtures/" + name
}

/// A credit file of one penalty that lacks nothing, with parts replaced.
func creditFile(
  subject: String = #"{"kind": "企业", "name": "示例公司", "code": "91440101MA5DEM0A67"}"#,
  records: String = #"{}"#, more: String = ""
) -> String {
  #"{"version": 1, "asOf": "2026-11-20T18:00:00+08:00", "subject": \#(subject), "records": \#(records)\#(more)}"#
}

/// A file whose one record, of a category without required fields, has these fields.
func file(act fields: String) -> String { creditFile(records: #"{"行政确认": [{\#(fields)}]}"#) }

/// When files are read: a day after what ``creditFile(subject:records:more:)`` says was gathered.
let readingTime = BeijingTime(millisecondsSince1970: 1_795_255_200_000)

func read(
  _ text: String, strict: Bool = false, keepUnknown: Bool = false, limits: CreditFileReader.Limits = .standard,
  at now: BeijingTime = readingTime
) throws -> Reading {
  let reader = CreditFileReader(
    catalogue: try shippedCatalogue(), options: .init(strict: strict, keepUnknown: keepUnknown), limits: limits,
    now: { now })
  return try reader.read(bytes: Array(text.utf8), name: "a.json")
}

/// The error of a file that must not be read.
func readingError(
  _ text: String, strict: Bool = false, keepUnknown: Bool = false, limits: CreditFileReader.Limits = .standard,
  at now: BeijingTime = readingTime
) throws -> ReadingError {
  let error = #expect(throws: ReadingError.self) {
    try read(text, strict: strict, keepUnknown: keepUnknown, limits: limits, at: now)
  }
  return try #require(error)
}

extension Reading {
  /// The fields of the first record of a category.
  func first(_ category: String) -> Fields? {
    file.records.first { $0.category == category }?.records.first?.fields
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

func padded(_ number: Int, to width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
