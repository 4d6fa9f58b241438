import ArgumentParser
import Attestation

struct KeyCreate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Make a key that signs reports, publications or the log.")

  @Option(help: "reports (tokens), publications (status lists, bundles, receipts) or log (checkpoints).")
  var use: KeyUse

  @Option(help: "es256 or sm2; the log's is always Ed25519.")
  var algorithm = KeyAlgorithm.es256

  @Option(help: "Of a key of the log: the log's name, such as verify.example.cn/log.")
  var logName: String?

  @OptionGroup var terms: TermOptions
  @OptionGroup var places: PlaceOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  func validate() throws {
    if (use == .log) != (logName != nil) { throw ValidationError("--log-name belongs to --use log, and to it alone") }
    _ = try terms.terms()
  }

  func run() throws {
    let entry = try places.openKeyStore().create(
      use, algorithm: algorithm.algorithm, terms: terms.terms(), logName: logName)
    try show(entry, json: json)
  }
}

struct KeyRotate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate",
    abstract: "Make a key that takes over from the one that signs; what that signed goes on counting.")

  @Option(help: "reports, publications or log.")
  var use: KeyUse

  @OptionGroup var terms: TermOptions
  @OptionGroup var places: PlaceOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  func run() throws { try show(places.openKeyStore().rotate(use, terms: terms.terms()), json: json) }
}
