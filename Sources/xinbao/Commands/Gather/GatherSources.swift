import ArgumentParser
import Gathering
import Installation
import Records

struct GatherSources: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sources",
    abstract: "List the sources of the catalogue: under which names they deliver, what, and how often.",
    discussion: "Only an office's own deliveries go under its name: a city's table is none of the province's.")

  @Argument(help: "Only those whose name, or another name of theirs, holds this text.")
  var text: String?

  @OptionGroup var installation: InstallationOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  func run() throws {
    let catalogue = try Catalogue.load(directory: try installation.findResources().catalogue)
    let found = GatheringSource.all(in: catalogue).filter { source in
      text.map { text in ([source.name] + source.aliases).contains { $0.contains(text) } } ?? true
    }
    if json { return try Console.json(found) }
    for source in found { Console.result(source.line) }
    if found.isEmpty {
      Console.error("no source is called like \(Console.printable(text ?? ""))")
      throw AnswerIsNo()
    }
  }
}

extension GatheringSource {
  fileprivate var line: String {
    let what = isRegistrar ? ["登记"] + categories : categories
    let parts = [
      name, aliases.isEmpty ? "" : "(\(aliases.joined(separator: "、")))", what.joined(separator: "、"),
      "\(rhythm)",
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "  ")
  }
}
