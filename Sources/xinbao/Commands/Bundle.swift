import ArgumentParser
import Attestation
import DurableFiles
import Foundation
import Installation
import Issuing
import Registry
import VerifierSetup

struct Bundle: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make an offline bundle: all that a machine without a network needs to check reports.",
    discussion: """
      It holds the root-signed trust list, the signed status lists, the log's checkpoint, the templates and the catalogue. \
      Who checks by it (xinbao verify --bundle) pins the root by its fingerprint, which this command prints: hand it over \
      by another way than the bundle.
      """)

  @Option(name: .shortAndLong, help: "The file to write.")
  var output = "xinbao.bundle"

  @Option(help: "For how many days answers by it count as up to date.")
  var days = 7

  @OptionGroup var registry: RegistryOptions
  @OptionGroup var installation: InstallationOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  struct Outcome: Encodable {
    var file: String, bytes: Int
    var root: String
    var statusLists: Int, logSize: UInt64
    /// Seconds since 1970.
    var issuedAt: Int64, refreshBy: Int64
  }

  func validate() throws {
    guard (1...366).contains(days) else { throw ValidationError("--days takes 1 to 366, not \(days)") }
  }

  func run() throws {
    let home = try installation.openHome()
    let resources = try installation.findResources()
    let now = Int64(Date().timeIntervalSince1970)
    let keys = try home.openKeys(now: now)
    let store = KeyStore(directory: home.keys)
    guard let trustList = try store.signedTrustList(), let root = try store.pinnedRoot() else {
      throw InstallationError.noKey(path: home.keys, problem: "no trust list is installed")
    }
    let registry = try registry.open(home)
    let log = LogSigner(key: keys.log)
    let lists = try registry.statusLists()
    let checkpoint = try registry.checkpoint(signedBy: log)
    let bundle = try SignedBundle.make(
      publications: keys.publications, signedTrustList: trustList, statusLists: lists,
      changeLists: registry.changeLists(), checkpoint: checkpoint, resources: resources, now: now,
      freshSeconds: Int64(days) * 86_400)
    try writeAtomically(bundle.bytes, to: output)

    let outcome = Outcome(
      file: output, bytes: bundle.bytes.count, root: "\(root)", statusLists: lists.count,
      logSize: try registry.logSize(),
      issuedAt: now, refreshBy: now + Int64(days) * 86_400)
    if json { return try Console.json(outcome) }
    print(
      "\(output): \(outcome.bytes) bytes, \(lists.count) status lists, log of \(outcome.logSize), up to date for \(days) days"
    )
    print("  root     \(root)")
    if keys.isDevelopment { print("  note     development keys: for trying out, not for real reports") }
  }
}
