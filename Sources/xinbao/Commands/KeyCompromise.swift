import ArgumentParser
import Attestation

struct CompromiseKey: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compromise", abstract: "Note that somebody else may have a private key.",
    discussion: """
      The key signs no more here from now on. A thief can write any date, so of a key for reports only those stay good \
      that a checkpoint of the log from before the theft holds (--sound-log, a file of xinbao log checkpoint); without one, \
      none. Others learn of it by the next list (export, sign, install) and bundle.
      """)

  @Argument(help: "The key's id.")
  var kid: String

  @Option(help: ArgumentHelp("Since when somebody else may have it, at the earliest.", valueName: "time"))
  var at: String

  @Option(help: ArgumentHelp("The last checkpoint that is known to be from before.", valueName: "file"))
  var soundLog: String?

  @OptionGroup var installation: InstallationOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  func validate() throws {
    _ = try keyID(kid)
    _ = try seconds(at, endOfDay: false, "--at")
  }

  func run() throws {
    let now = currentSeconds()
    let checkpoint = try soundLog.map { SignedCheckpoint(text: String(decoding: try readBytes($0), as: UTF8.self)) }
    let entry = try installation.openKeyStore().compromise(
      try keyID(kid), at: try seconds(at, endOfDay: false, "--at"), soundLog: checkpoint, now: now)
    let line = KeyLine(entry, now: now)
    if json { return try Console.json(line) }
    print(line.text)
  }
}
