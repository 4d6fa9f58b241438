import ArgumentParser
import Installation
import Records

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Read and check a credit file, and print nothing but what is wrong with it.")

  @Argument(help: "The credit file (JSON).")
  var file: String

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var installation: InstallationOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  func run() throws {
    let catalogue = try Catalogue.load(directory: try installation.findResources().catalogue)
    let read = try reading.read(file, catalogue)
    let counts = read.file.records.map { records in
      Summary.Count(
        category: catalogue.categories.first { $0.naming.key == records.category }?.naming.label ?? records.category,
        records: records.records.count)
    }
    let subject = read.file.subject
    let isPerson = catalogue.subjectKinds.contains { $0.isPerson && $0.naming.key == subject.kind }
    let code = isPerson ? ShownPerson.number(subject.code) : ShownPerson.code(subject.code)
    if json {
      try Console.json(
        Summary(
          file: file, subject: subject.name, code: code, asOf: "\(read.file.asOf)",
          counts: counts, warnings: read.warnings.map(\.description)))
      return
    }
    for warning in read.warnings { Console.error("\(warning)") }
    let total = counts.reduce(0) { $0 + $1.records }
    Console.result("\(file): \(subject.name) (\(code)), as of \(read.file.asOf)")
    Console.result(
      "  \(total) records\(counts.isEmpty ? "" : ": ")"
        + counts.map { "\($0.category) \($0.records)" }.joined(separator: ", "))
    Console.result("  \(read.warnings.count) warnings")
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
