import ArgumentParser
import Issuing
import Records

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Read and check a credit file, and print nothing but what is wrong with it.")

  @Argument(help: "The credit file (JSON).")
  var file: String

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var places: PlaceOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  func run() throws {
    let catalogue = try Catalogue.load(directory: try places.findResources().catalogue)
    let read = try reading.read(file, catalogue)
    let counts = read.file.records.map { records in
      Summary.Count(
        category: catalogue.categories.first { $0.naming.key == records.category }?.naming.label ?? records.category,
        records: records.records.count)
    }
    if json {
      try Console.json(
        Summary(
          file: file, subject: read.file.subject.name, code: read.file.subject.code, asOf: "\(read.file.asOf)",
          counts: counts, warnings: read.warnings.map(\.description)))
      return
    }
    for warning in read.warnings { Console.error("\(warning)") }
    let total = counts.reduce(0) { $0 + $1.records }
    print("\(file): \(read.file.subject.name) (\(read.file.subject.code)), as of \(read.file.asOf)")
    print(
      "  \(total) records\(counts.isEmpty ? "" : ": ")"
        + counts.map { "\($0.category) \($0.records)" }.joined(separator: ", "))
    print("  \(read.warnings.count) warnings")
  }

  struct Summary: Encodable {
    struct Count: Encodable {
      var category: String
      var records: Int
    }
    var file: String, subject: String, code: String, asOf: String
    var counts: [Count]
    var warnings: [String]
  }
}
