import ArgumentParser
import Attestation

struct RotateKey: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate", abstract: "Make a key that takes over from the one that signs now.",
    discussion: """
      The old key goes on until the list with the new one is installed, and what it signs stays good; it ends --overlap \
      days after the new key begins. Have the list signed and installed within that time.
      """)

  @Option(help: "reports, publications or log.", transform: keyUse)
  var use: KeyUse

  @Option(help: "es256 or sm2; by default that of the old key.")
  var algorithm: AlgorithmName?

  @OptionGroup var terms: TermOptions

  @Option(help: "For how many days the old key may sign beside the new one.")
  var overlap = 30

  @OptionGroup var installation: InstallationOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  struct Outcome: Encodable {
    var new: KeyLine, ending: [KeyLine]
  }

  func validate() throws {
    guard (0...3660).contains(overlap) else { throw ValidationError("--overlap takes 0 to 3660 days, not \(overlap)") }
    if use == .log, algorithm != nil {
      throw ValidationError("a key of the log is always Ed25519: leave --algorithm out")
    }
  }

  func run() throws {
    let now = currentSeconds()
    let (new, ending) = try installation.openKeyStore().rotate(
      use, algorithm: algorithm?.algorithm, terms: try terms.terms(now: now), overlap: Int64(overlap) * 86_400)
    let outcome = Outcome(new: KeyLine(new, now: now), ending: ending.map { KeyLine($0, now: now) })
    if json { return try Console.json(outcome) }
    for line in [outcome.new] + outcome.ending { print(line.text) }
  }
}
