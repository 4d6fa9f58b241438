import ArgumentParser
import DurableFiles
import ErrorCauses
import Foundation
import Gathering
import Records
import Registry

struct GatherFile: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "file", abstract: "Write the credit file of a subject, with the coverage that follows from deliveries."
  )

  @Argument(help: "统一社会信用代码, or the number of a person's document.")
  var code: String

  @Option(name: .shortAndLong, help: "The file to write; - for standard output.")
  var output: String

  @OptionGroup var moment: MomentOptions
  @OptionGroup var registry: RegistryOptions
  @OptionGroup var gathering: GatheringOptions

  @Flag(help: "Write over the file that is there already.")
  var overwrite = false

  func validate() throws {
    if output.isEmpty { throw ValidationError("--output is empty; name a file") }
  }

  func run() throws {
    let store = try gathering.open()
    let code = normalizedCode(code)
    try LookOptions(gathering: gathering, registry: registry).note(.file, at: code)
    guard let file = try store.creditFile(of: code, in: store.frame(asOf: moment.time)) else {
      throw InputError(
        "\(Console.printable(code)): nothing was delivered about this subject; look it up by its name with `gather subjects`"
      )
    }
    if output == "-" { return FileHandle.standardOutput.write(Data(file.bytes)) }
    do throws(FileError) {
      // Whoever is in it, others on this machine have not asked for it, and no look of theirs is in the journal.
      try writeAtomically(file.bytes, to: output, mode: 0o600, whenTaken: overwrite ? .replace : .refuse)
    } catch {
      if error.cause == .usage { throw ValidationError("\(error); --overwrite writes over it") }
      throw error
    }
  }
}

/// A code as the store knows it.
func normalizedCode(_ text: String) -> String { normalizedIdentifier(text) }
