import ArgumentParser
import Foundation
import Installation
import Records
import Registry
import Reports

struct RecoverFiles: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recover",
    abstract: "Finish or give up what a crash left half done.",
    discussion: """
      PDFs of issued reports that are under their hidden names are put in place. Reports that wait for a time stamp since \
      more than an hour (--age) are revoked: nobody has them. In folders that are named, hidden files of reports that were \
      never issued are removed, too, when they are as old. Exit status 1 if a file could not be put in place.
      """)

  @Argument(help: "Folders that reports were written to.")
  var folders: [String] = []

  @Option(help: "Minutes after which what is unfinished counts as broken off.")
  var age = 60

  @OptionGroup var registry: RegistryOptions
  @OptionGroup var installation: InstallationOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  struct Outcome: Encodable {
    struct File: Encodable {
      var number: String, path: String, hidden: String, outcome: String
    }
    var files: [File]
    /// Numbers of the reports that were withdrawn.
    var withdrawn: [String]
    var removed: [String]
  }

  func validate() throws {
    guard (0...1_000_000).contains(age) else { throw ValidationError("--age takes 0 to 1000000 minutes, not \(age)") }
  }

  func run() throws {
    let registry = try registry.open(installation.openHome())
    let files = try registry.recover(.onDisk)
    let now = currentSeconds()
    // With an age of 0, reports begun in this very second count as abandoned too.
    let withdrawn = try registry.withdrawPending(before: now - Int64(age) * 60 + (age == 0 ? 1 : 0), at: now, .onDisk)
    let outcome = Outcome(
      files: files.map {
        .init(number: $0.number, path: $0.path, hidden: $0.part, outcome: $0.outcome.rawValue)
      },
      withdrawn: withdrawn.map(\.number), removed: try folders.flatMap { try removeAbandoned(in: $0, registry) })
    if json {
      try Console.json(outcome)
    } else {
      for file in files {
        switch file.outcome {
        case .placed: Console.result("\(file.path): put in place")
        case .damaged: Console.result("\(file.part): is not the file of report \(file.number); left alone")
        case .replaced: Console.result("\(file.part): a later report has its place \(file.path); left alone")
        case .occupied:
          Console.result("\(file.part): another file has its place \(file.path); move that away and run this again")
        }
      }
      for number in outcome.withdrawn { Console.result("report \(number): was never finished; revoked") }
      for path in outcome.removed { Console.result("\(path): of no registered report; removed") }
      if files.isEmpty && outcome.withdrawn.isEmpty && outcome.removed.isEmpty { Console.result("nothing to recover") }
    }
    if files.contains(where: { $0.outcome != .placed }) { throw AnswerIsNo() }
  }

  /// A hidden file is named after its report. While it is recent, that report may still be being issued.
  private func removeAbandoned(in folder: String, _ registry: Registry) throws -> [String] {
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
      throw InputError("\(folder): cannot be read: \(error.localizedDescription)")
    }
    let pending = Set(try registry.pendingReports().map(\.number))
    var removed: [String] = []
    for name in names.sorted() where name.hasPrefix(".") && name.hasSuffix(".part") {
      let path = "\(folder)/\(name)"
      let number = String(name.dropLast(".part".count).split(separator: ".").last ?? "")
      let changed = try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
      // No file can belong to a report that was withdrawn.
      guard ReportNumber(number) != nil, !pending.contains(number), let changed,
        changed.timeIntervalSinceNow < -Double(age) * 60,
        try registry.report(number: number)?.files.contains(where: { $0.sha256 != nil }) != true,
        unlink(path) == 0
      else { continue }
      removed.append(path)
    }
    return removed
  }
}
