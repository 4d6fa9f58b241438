import ArgumentParser
import Attestation
import Issuing
import Signatures

struct KeyExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the list of keys that the root is to sign next, to be read and carried over.")

  @Option(name: .shortAndLong, help: "The file to write (JSON).")
  var output = "trust-list.json"

  @Option(help: "A root certificate (PEM) that signatures on PDFs or time stamps lead to. May be given several times.")
  var certificateRoot: [String] = []

  @Option(help: "From how many days on verifiers should look for a newer list.")
  var refreshDays = 90

  @OptionGroup var places: PlaceOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  struct Outcome: Encodable {
    var file: String, sequence: UInt64, keys: Int, certificateRoots: Int
  }

  func validate() throws {
    guard (1...3660).contains(refreshDays) else { throw ValidationError("--refresh-days takes 1 to 3660") }
  }

  func run() throws {
    let store = try places.openKeyStore()
    var roots = Set<[UInt8]>()
    for path in certificateRoot {
      roots.formUnion(
        try CertificateRoots(pem: String(decoding: readBytes(path), as: UTF8.self), place: path).fingerprints)
    }
    // What the root vouches for goes on, unless other roots are named.
    if certificateRoot.isEmpty { roots.formUnion(try store.trustList()?.certificateRoots ?? []) }
    let now = currentSeconds()
    let list = try store.nextTrustList(
      issuedAt: now, refreshBy: now + Int64(refreshDays) * 86_400,
      certificateRoots: roots.sorted { $0.lexicographicallyPrecedes($1) })
    try writeAtomically(list.json(), to: output)
    let outcome = Outcome(
      file: output, sequence: list.sequence, keys: list.keys.entries.count, certificateRoots: roots.count)
    if json { return try Console.json(outcome) }
    print(
      "\(output): list \(list.sequence) of \(outcome.keys) keys and \(roots.count) certificate roots, not signed yet")
    if roots.isEmpty {
      Console.error("warning: without a certificate root no PDF is believed; give --certificate-root")
    }
  }
}
