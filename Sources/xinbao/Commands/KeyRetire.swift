import ArgumentParser
import Attestation

struct RetireKey: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retire", abstract: "End a key: it signs no more from now on; what it signed stays good.",
    discussion: "For a key that somebody else may have, use compromise.")

  @Argument(help: "The key's id.")
  var kid: String

  @OptionGroup var installation: InstallationOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  func validate() throws { _ = try keyID(kid) }

  func run() throws {
    let now = currentSeconds()
    let line = KeyLine(try installation.openKeyStore().retire(try keyID(kid), at: now), now: now)
    if json { return try Console.json(line) }
    print(line.text)
  }
}
