import ArgumentParser
import Attestation
import Hexadecimal
import Installation

struct SignTrustList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign", abstract: "Sign an exported list with the root: on the root's machine.",
    discussion: """
      Prints what it signs: compare it with what xinbao key list showed. Give the list signed before with --previous: the \
      new one's number grows, and a stolen key stays one. Needs no home.
      """)

  @Argument(help: "The file of xinbao key export.")
  var list: String

  @Option(help: "The root's private key.")
  var root: String

  @Option(help: "The list that this root signed last; of the first there is none.")
  var previous: String?

  @Option(name: .shortAndLong, help: "The file to write.")
  var output: String

  @Flag(help: "Answer as JSON.")
  var json = false

  struct Outcome: Encodable {
    var root: String, bytes: Int
    var list: TrustListSummary
    var changes: [String]
  }

  func run() throws {
    let draft: TrustList
    do { draft = try TrustList(json: try readBytes(list), name: list) } catch { throw InputError("\(error)") }
    let key = try RootKeyFile(path: root).read()
    let earlier = try previous.map { SignedTrustList(bytes: try readBytes($0)) }
    let (signed, result, before) = try SignedTrustList.sign(
      draft, with: key, after: earlier, location: previous ?? list)
    try writeNewFile(signed.bytes, to: output)
    let fingerprint = RootFingerprint(of: key.publicKey)
    let outcome = Outcome(
      root: "\(fingerprint)", bytes: signed.bytes.count, list: TrustListSummary(result, file: output),
      changes: before.map { changes(from: $0, to: result) } ?? [])
    if json { return try Console.json(outcome) }
    print("\(output): \(outcome.bytes) bytes, signed by the root")
    print("  root         \(outcome.root)")
    print(outcome.list.lines.joined(separator: "\n"))
    if let before {
      print("  since number \(before.sequence)")
      for change in outcome.changes { print("    \(change)") }
      if outcome.changes.isEmpty { print("    no other keys, no other certificates") }
    }
  }

  private func changes(from old: TrustList, to new: TrustList) -> [String] {
    var lines: [String] = []
    for entry in new.keys.entries {
      guard let before = old.keys[entry.kid] else {
        lines.append("new key \(entry.kid)")
        continue
      }
      if before != entry { lines.append("other terms of key \(entry.kid)") }
    }
    lines += old.keys.entries.filter { new.keys[$0.kid] == nil }.map { "key \($0.kid) is gone" }
    let (before, after) = (Set(old.certificateRoots), Set(new.certificateRoots))
    lines += after.subtracting(before).map { "new certificate \(hexadecimal($0))" }.sorted()
    lines += before.subtracting(after).map { "certificate \(hexadecimal($0)) is gone" }.sorted()
    let (sealsBefore, sealsAfter) = (Set(old.seals?.digests ?? []), Set(new.seals?.digests ?? []))
    lines += sealsAfter.subtracting(sealsBefore).map { "new seal \(hexadecimal($0))" }.sorted()
    lines += sealsBefore.subtracting(sealsAfter).map { "seal \(hexadecimal($0)) is gone" }.sorted()
    if let since = new.seals?.since, since != old.seals?.since { lines.append("seals since \(timeText(since))") }
    return lines
  }
}
