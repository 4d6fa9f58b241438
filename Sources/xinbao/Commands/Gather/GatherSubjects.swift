import ArgumentParser
import Gathering
import Records
import Registry

struct GatherSubjects: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "subjects", abstract: "Who is it: subjects by a whole name, a former one, or a code.")

  @Argument(help: "A whole name, or a code.")
  var name: String

  @OptionGroup var registry: RegistryOptions
  @OptionGroup var gathering: GatheringOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  func run() throws {
    let store = try gathering.open()
    try LookOptions(gathering: gathering, registry: registry).note(.subjects, at: nil)
    let found = try store.subjects(called: name)
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
