import ArgumentParser
import Attestation
import Issuing

struct KeySign: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign", abstract: "Sign an exported list with the root key, on the root's machine.",
    discussion: "Shows what it signs. Read it: everything that any verifier believes follows from this list.")

  @Argument(help: "The exported list (JSON).")
  var list: String

  @Option(help: "The root's private key.")
  var root = "root.pem"

  @Option(name: .shortAndLong, help: "The file to write.")
  var output = "trust.cose"

  @Option(help: "The list that this root signed last: the new one's number must be greater.")
  var previous: String?

  @Flag(help: "Answer as JSON.")
  var json = false

  struct Outcome: Encodable {
    var file: String, sequence: UInt64, issuedAt: String, refreshBy: String, root: String
    var certificateRoots: [String], keys: [KeyLine]
  }

  func run() throws {
    let key = try RootKey(path: root)
    let list = try TrustList(json: try readBytes(self.list), name: self.list)
    if let previous {
      let before: TrustList
      do throws(TrustRefusal) {
        before = try SignedTrustList(bytes: previousBytes(previous)).verified(byRoot: key.fingerprint)
      } catch { throw InputError("\(previous): is no list of this root: \(error)") }
      guard before.sequence < list.sequence else {
        throw InputError(
          "\(self.list): its number \(list.sequence) must be greater than \(before.sequence) of \(previous)")
      }
    }
    try writeAtomically(try key.sign(list).bytes, to: output)
    let outcome = Outcome(
      file: output, sequence: list.sequence, issuedAt: timeText(list.issuedAt), refreshBy: timeText(list.refreshBy),
      root: "\(key.fingerprint)", certificateRoots: list.certificateRoots.map { Hexadecimal.text($0) },
      keys: list.keys.entries.map { KeyLine($0, now: list.issuedAt, in: nil) })
    if json { return try Console.json(outcome) }
    print("\(output): list \(list.sequence) of \(outcome.issuedAt), up to date until \(outcome.refreshBy)")
    print("  root \(outcome.root)")
    for root in outcome.certificateRoots { print("  certificate root \(root)") }
    for key in outcome.keys { print("  \(key.text)") }
  }

  /// What cannot be read is no list either.
  private func previousBytes(_ path: String) throws(TrustRefusal) -> [UInt8] {
    do { return try readBytes(path) } catch { throw TrustRefusal(.malformed, "\(error)") }
  }
}
