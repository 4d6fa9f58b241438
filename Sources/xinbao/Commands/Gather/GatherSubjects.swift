import ArgumentParser
import Gathering
import Records

struct GatherSubjects: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "subjects", abstract: "Who is it: subjects by a whole name, a former one, or a code.")

  @Argument(help: "A whole name, or a code.")
  var name: String

  @OptionGroup var gathering: GatheringOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  func run() throws {
    let found = try gathering.open().subjects(called: name)
    if json { return try Console.json(found) }
    for subject in found {
      Console.result("\(subject.code)  \(subject.kind)  \(subject.name)")
      for name in subject.names where name.name != subject.name {
        Console.result("    \(name.basis): \(name.name)")
      }
    }
    if found.isEmpty {
      Console.error("nobody is known by \(Console.printable(name)); persons are not found by their names")
      throw AnswerIsNo()
    }
  }
}
