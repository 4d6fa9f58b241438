import ArgumentParser
import Attestation
import Foundation
import Hexadecimal
import Installation
import Registry

struct AuditRegistry: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Check everything that is registered: journal, statuses, actions, reports, log, checkpoints.",
    discussion: """
      Exit status 0 if all is as it was written, 1 if something was found. Who holds the database and the log's key could \
      have rewritten all of it: give checkpoints (--against) or receipts (--receipt) that others kept.
      """)

  @Flag(help: "Look also whether the PDFs are where they were put, with the bytes that were issued.")
  var files = false

  @Option(
    help: "With --files: a folder to look in for PDFs that were moved out of theirs. May be given several times."
  )
  var lookIn: [String] = []

  @OptionGroup var audit: AuditOptions

  func validate() throws {
    guard files || lookIn.isEmpty else { throw ValidationError("--look-in goes with --files") }
  }

  func run() throws { try audit.run(files: files, lookingIn: lookIn) }
}

struct AuditOptions: ParsableArguments {
  @Option(help: "A file with a checkpoint that somebody kept earlier. May be given several times.")
  var against: [String] = []

  @Option(help: "A receipt of a verification that somebody kept: NUMBER:HASH. May be given several times.")
  var receipt: [String] = []

  @Option(help: "The folder with archived rows of the journal: its files are checked, too, and receipts found in them.")
  var journal: String?

  @OptionGroup var registry: RegistryOptions
  @OptionGroup var installation: InstallationOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  func validate() throws {
    for text in receipt where Self.receipt(text) == nil {
      throw ValidationError("--receipt takes NUMBER:HASH, the hash in 64 hexadecimal digits, not `\(text)`")
    }
  }

  var receipts: [JournalReceipt] { receipt.compactMap(Self.receipt) }

  private static func receipt(_ text: String) -> JournalReceipt? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let sequence = UInt64(parts[0]), sequence > 0,
      let hash = [UInt8](hexadecimal: parts[1]), hash.count == 32
    else { return nil }
    return JournalReceipt(sequence: sequence, hash: hash)
  }

  struct Outcome: Encodable {
    struct Finding: Encodable {
      var kind: String, place: String, problem: String
    }
    var clean: Bool
    var findings: [Finding]
    /// The number of findings that are not listed.
    var omitted: Int
    var reports: Int, checkpoints: Int, statusChanges: Int, verifications: Int, files: Int, actions: Int
    /// In rows of the journal that count verifications instead of holding one.
    var countedVerifications: Int64
    /// Segments of the journal that stand in files.
    var segments: Int
    /// Files that were replaced by a later report's file.
    var replacedFiles: Int
    /// Reports that wait for their files, or whose issuing was interrupted.
    var pending: Int
    /// The log's root, base 64.
    var root: String
  }

  func run(files: Bool, lookingIn folders: [String] = []) throws {
    let home = try installation.openHome()
    let held = Audit.Held(
      checkpoints: try against.map { SignedCheckpoint(text: String(decoding: try readBytes($0), as: UTF8.self)) },
      receipts: receipts, journalFolder: journal)
    let audit = try registry.open(home).audit(
      keys: try logKeys(home), held: held, files: files ? .onDisk : nil,
      lookingIn: folders.map { URL(fileURLWithPath: $0).standardizedFileURL.path })
    let outcome = Outcome(
      clean: audit.isClean,
      findings: audit.findings.map { .init(kind: $0.kind.rawValue, place: $0.subject, problem: $0.problem) },
      omitted: audit.omitted, reports: audit.reports, checkpoints: audit.checkpoints,
      statusChanges: audit.statusChanges, verifications: audit.verifications, files: audit.files,
      actions: audit.actions, countedVerifications: audit.countedVerifications, segments: audit.segments,
      replacedFiles: audit.replacedFiles, pending: audit.pending, root: "\(audit.root)")
    if json {
      try Console.json(outcome)
    } else {
      for finding in audit.findings {
        Console.result("\(finding.kind.rawValue): \(finding.subject) \(finding.problem)")
      }
      if audit.omitted > 0 { Console.result("and \(audit.omitted) more") }
      Console.result(
        "\(audit.isClean ? "nothing found" : "\(audit.findings.count + audit.omitted) findings"): "
          + "\(audit.reports) reports, \(audit.checkpoints) checkpoints, \(audit.statusChanges) changes of status, "
          + "\(audit.verifications) verifications and \(audit.countedVerifications) counted, \(audit.actions) actions of two persons"
          + (files ? ", \(audit.files) files" : "; files not looked at"))
      if audit.segments > 0, journal == nil {
        print("  \(audit.segments) segments of the journal are in files, which were not looked at (--journal FOLDER)")
      }
      if audit.replacedFiles > 0 { print("  \(audit.replacedFiles) files were written over by later reports") }
      if audit.pending > 0 { print("  \(audit.pending) reports are pending; see xinbao registry recover") }
    }
    if !audit.isClean { throw AnswerIsNo() }
  }
}

/// The keys with which checkpoints of this home's log may be signed, including past ones: those that the root vouches
/// for.
func logKeys(_ home: Home) throws -> [LogPublicKey] {
  let store = KeyStore(directory: home.keys)
  let list = try store.trustList() ?? home.openKeys(now: currentSeconds()).trustList
  return list.keys.entries.compactMap(\.logKey)
}
