import ArgumentParser
import Attestation
import DurableFiles
import Foundation
import Installation
import Issuing
import Registry

struct LogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "The log of all reports: checkpoints, proofs, audit.",
    subcommands: [LogCheckpoint.self, LogProve.self, LogConsistency.self, LogAuditCommand.self])
}

struct LogCheckpoint: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint",
    abstract: "Print the log's checkpoint (C2SP tlog-checkpoint), for others to keep.",
    discussion: "Whoever keeps one can later tell whether the log was rewritten: xinbao log audit --against.")

  @Option(help: "The checkpoint of an earlier size instead of the present one.")
  var size: UInt64?

  @Option(name: .shortAndLong, help: "A file to write it to.")
  var output: String?

  @OptionGroup var registry: RegistryOptions
  @OptionGroup var installation: InstallationOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  struct Outcome: Encodable {
    var origin: String, size: UInt64, root: String, note: String
  }

  func validate() throws {
    if let size, size > UInt64(Int64.max) { throw ValidationError("--size takes a number of leaves") }
  }

  func run() throws {
    let home = try installation.openHome()
    let registry = try registry.open(home)
    let signed = try size.map { try kept($0, registry) } ?? registry.checkpoint(signedBy: logSigner(home))
    let checkpoint = try signed.verified(by: logKeys(home))
    if let output { try writeAtomically(Array(signed.text.utf8), to: output) }
    if json {
      try Console.json(
        Outcome(
          origin: checkpoint.origin, size: checkpoint.size, root: "\(checkpoint.root)", note: signed.text))
    } else if let output {
      print("\(output): \(checkpoint.origin), \(checkpoint.size) leaves, root \(checkpoint.root)")
    } else {
      print(signed.text, terminator: "")
    }
  }

  private func kept(_ size: UInt64, _ registry: Registry) throws -> SignedCheckpoint {
    guard let checkpoint = try registry.checkpoint(size: size) else {
      throw InputError("no checkpoint of \(size) leaves was signed; the log has \(try registry.logSize())")
    }
    return checkpoint
  }
}

func logSigner(_ home: Home) throws -> LogSigner { LogSigner(key: try home.openKeys(now: currentSeconds()).log) }

struct LogAuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Make the log anew from the reports, and hold all that is kept of it against that.",
    discussion: """
      The same as xinbao registry audit without files. Give with --against what others kept of the log: who holds the \
      database and the log's key could have rewritten the rest.
      """)

  @OptionGroup var audit: AuditOptions
  func run() throws { try audit.run(files: false) }
}
