import ArgumentParser
import Foundation
import Issuing
import Records
import Registry
import Reports

struct RecoverFiles: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recover",
    abstract: "Put the PDFs of registered reports in place that a crash left under their hidden names.",
    discussion: """
      In folders that are named, hidden files of reports that never came to be registered are removed, too, when they are \
      more than an hour old. Exit status 1 if a file could not be put in place.
      """)

  @Argument(help: "Folders that reports were written to.")
  var folders: [String] = []

  @OptionGroup var registry: RegistryOptions
  @OptionGroup var places: PlaceOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  struct Outcome: Encodable {
    struct File: Encodable {
      var number: String, path: String, hidden: String, outcome: String
    }
    var files: [File]
    var removed: [String]
  }

  func run() throws {
    let registry = try registry.open(places.openHome())
    let files = try registry.recover(.onDisk)
    let outcome = Outcome(
      files: files.map {
        .init(number: $0.number, path: $0.path, hidden: $0.part, outcome: $0.outcome.rawValue)
      },
      removed: try folders.flatMap { try removeAbandoned(in: $0, registry) })
    if json {
      try Console.json(outcome)
    } else {
      for file in files {
        switch file.outcome {
        case .placed: Console.result("\(file.path): put in place")
        case .damaged: Console.result("\(file.part): is not the file of report \(file.number); left alone")
        case .replaced: Console.result("\(file.part): a later report has its place \(file.path); left alone")
        }
      }
      for path in outcome.removed { Console.result("\(path): of no registered report; removed") }
      if files.isEmpty && outcome.removed.isEmpty { Console.result("nothing to recover") }
    }
    if files.contains(where: { $0.outcome != .placed }) { throw AnswerIsNo() }
  }

  /// A hidden file bears its report's number. While it is young, somebody may be issuing that report just now.
  private func removeAbandoned(in folder: String, _ registry: Registry) throws -> [String] {
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
      throw InputError("\(folder): cannot be read: \(error.localizedDescription)")
    }
    var removed: [String] = []
    for name in names.sorted() where name.hasPrefix(".") && name.hasSuffix(".part") {
      let path = "\(folder)/\(name)"
      let number = String(name.dropLast(".part".count).split(separator: ".").last ?? "")
      let changed = try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
      guard ReportNumber(number) != nil, let changed, changed.timeIntervalSinceNow < -3600,
        try registry.report(number: number) == nil, unlink(path) == 0
      else { continue }
      removed.append(path)
    }
    return removed
  }
}
