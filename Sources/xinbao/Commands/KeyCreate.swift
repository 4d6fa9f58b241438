import ArgumentParser
import Attestation
import Installation

struct CreateKey: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Make a key of this home.",
    discussion: "It counts once the root has signed a list with it (export, sign) and that is installed.")

  @Option(
    help: "reports (tokens), publications (status lists, bundles, receipts) or log (checkpoints).", transform: keyUse)
  var use: KeyUse

  @Option(help: "es256 or sm2; a key of the log is always Ed25519. By default es256.")
  var algorithm: AlgorithmName?

  @OptionGroup var terms: TermOptions

  @Option(help: "The log's name, of its key; by default the configured host and /log.")
  var logName: String?

  @OptionGroup var installation: InstallationOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  func validate() throws {
    if use == .log, algorithm != nil {
      throw ValidationError("a key of the log is always Ed25519: leave --algorithm out")
    }
    if use != .log, logName != nil { throw ValidationError("--log-name goes with --use log") }
  }

  func run() throws {
    let home = try installation.makeHome()
    let now = currentSeconds()
    let entry = try KeyStore(directory: home.keys).create(
      use, algorithm: algorithm?.algorithm ?? .es256, logName: logName ?? "\(home.configuration.host)/log",
      terms: try terms.terms(now: now))
    let line = KeyLine(entry, now: now)
    if json { return try Console.json(line) }
    print(line.text)
  }
}
