import ArgumentParser
import Attestation

struct CreateRoot: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create-root",
    abstract: "Make the root's private key: on a machine without a network, once.",
    discussion: "Whoever checks reports pins the fingerprint that is printed. Keep a copy of the file in a safe.")

  @Option(name: .shortAndLong, help: "The file to write, readable by its owner alone.")
  var output: String

  @Option(help: "es256 or sm2.")
  var algorithm = AlgorithmName.es256

  @Flag(help: "Answer as JSON.")
  var json = false

  struct Outcome: Encodable {
    var file: String, algorithm: String, fingerprint: String
  }

  func run() throws {
    let fingerprint = try RootKeyFile(path: output).create(algorithm: algorithm.algorithm)
    let outcome = Outcome(file: output, algorithm: algorithm.algorithm.name, fingerprint: "\(fingerprint)")
    if json { return try Console.json(outcome) }
    print("\(output): root, \(outcome.algorithm)")
    print("  fingerprint  \(outcome.fingerprint)")
  }
}
