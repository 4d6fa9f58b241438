import ArgumentParser
import Attestation

struct KeyCreateRoot: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create-root",
    abstract: "Make the root key, on a machine without a network.",
    discussion: "Prints the fingerprint by which every verifier pins the root. The file never leaves that machine.")

  @Option(name: .shortAndLong, help: "The file to write; never overwritten.")
  var output = "root.pem"

  @Option(help: "es256 or sm2.")
  var algorithm = KeyAlgorithm.es256

  @Flag(help: "Answer as JSON.")
  var json = false

  struct Outcome: Encodable { var file: String, fingerprint: String }

  func run() throws {
    let root = try RootKey.create(at: output, algorithm: algorithm.algorithm)
    if json { return try Console.json(Outcome(file: output, fingerprint: "\(root.fingerprint)")) }
    print("\(output): root key, to be kept off every network")
    print("  fingerprint \(root.fingerprint)")
  }
}
