import ArgumentParser
import Attestation
import DurableFiles
import Installation
import Issuing
import Registry

struct LogProve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove", abstract: "Prove that a report is in the log (C2SP tlog-proof).")

  @Argument(help: "The report number.")
  var number: String

  @Option(name: .shortAndLong, help: "A file to write the proof to.")
  var output: String?

  @OptionGroup var registry: RegistryOptions
  @OptionGroup var installation: InstallationOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  struct Outcome: Encodable {
    var number: String, index: UInt64, size: UInt64, root: String
    /// From the leaf up, base 64.
    var path: [String]
    var proof: String
  }

  func run() throws {
    let home = try installation.openHome()
    let registry = try registry.open(home)
    let proof = try registry.proof(number: number, signedBy: logSigner(home))
    guard let report = try registry.report(number: number) else { throw RegistryError.noSuchReport(number: number) }
    // A proof that does not verify is not handed out.
    let checkpoint = try proof.verified(leaf: try ReceivedToken(report.token).leaf, by: logKeys(home))
    if let output { try writeAtomically(Array(proof.text.utf8), to: output) }
    if json {
      try Console.json(
        Outcome(
          number: number, index: proof.index, size: checkpoint.size, root: "\(checkpoint.root)",
          path: proof.path.map(\.description), proof: proof.text))
    } else if let output {
      print("\(output): report \(number) is leaf \(proof.index) of \(checkpoint.size)")
    } else {
      print(proof.text, terminator: "")
    }
  }
}

struct LogConsistency: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "consistency",
    abstract: "Prove that the log of an earlier size is the beginning of that of a later one (RFC 6962 §2.1.2).")

  @Argument(help: "The earlier size.")
  var from: UInt64

  @Argument(help: "The later size; by default the present one.")
  var to: UInt64?

  @OptionGroup var registry: RegistryOptions
  @OptionGroup var installation: InstallationOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  struct Outcome: Encodable {
    var from: UInt64, to: UInt64
    /// Base 64.
    var fromRoot: String, toRoot: String
    var path: [String]
  }

  func validate() throws {
    guard from > 0, from <= to ?? UInt64(Int64.max), to ?? 0 <= UInt64(Int64.max) else {
      throw ValidationError("the sizes are numbers of leaves, the earlier one at least 1 and at most the later one")
    }
  }

  func run() throws {
    let home = try installation.openHome()
    let registry = try registry.open(home)
    let to = try self.to ?? registry.logSize()
    let proof = try registry.consistency(from: from, to: to)
    let keys = try logKeys(home)
    let roots = try [from, to].map { size in
      guard let checkpoint = try registry.checkpoint(size: size) else {
        throw InputError("no checkpoint of \(size) leaves was signed; run xinbao registry audit")
      }
      return try checkpoint.verified(by: keys).root
    }
    guard proof.holds(oldRoot: roots[0], newRoot: roots[1]) else {
      Console.error("the log of \(to) leaves does not continue that of \(from): run xinbao log audit")
      throw AnswerIsNo()
    }
    let outcome = Outcome(
      from: from, to: to, fromRoot: "\(roots[0])", toRoot: "\(roots[1])", path: proof.path.map(\.description))
    if json { return try Console.json(outcome) }
    print("\(from) \(outcome.fromRoot)")
    print("\(to) \(outcome.toRoot)")
    for hash in outcome.path { print(hash) }
  }
}
