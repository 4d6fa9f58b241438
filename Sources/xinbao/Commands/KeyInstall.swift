import ArgumentParser
import Attestation
import Installation
import Issuing
import OfflineVerification

struct InstallTrustList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "install", abstract: "Install the list that the root signed: where reports are issued or checked.",
    discussion: """
      The first list pins its root, whose fingerprint is given with --root: take it from the root's keepers by another way \
      than the list. Later lists must be of the same root, their numbers growing.
      """)

  @Argument(help: "The file of xinbao key sign, or a file with the text of a sheet's QR code.")
  var list: String

  @Option(help: ArgumentHelp("The root's fingerprint.", valueName: "hex"))
  var root: String?

  @OptionGroup var installation: InstallationOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  struct Outcome: Encodable {
    var root: String, pinned: Bool
    var list: TrustListSummary
    var notes: [String]
  }

  func validate() throws {
    if let root, RootFingerprint(root) == nil {
      throw ValidationError("--root takes a fingerprint of 64 hexadecimal digits, not `\(root)`")
    }
  }

  func run() throws {
    let store = try installation.makeKeyStore()
    let now = currentSeconds()
    let installation = try store.install(
      try read(), root: root.flatMap(RootFingerprint.init), name: list, now: now)
    let outcome = Outcome(
      root: "\(installation.root)", pinned: installation.isPinnedNow,
      list: TrustListSummary(installation.list, file: list), notes: notes(installation.list, now))
    if json { return try Console.json(outcome) }
    print("\(list): installed in \(store.directory)")
    print("  root         \(outcome.root)\(outcome.pinned ? ", pinned now" : "")")
    print(outcome.list.lines.joined(separator: "\n"))
    for note in outcome.notes { print("  note         \(note)") }
  }

  /// Reads a file from `key sign`, or the text that a scanner read from a sheet.
  private func read() throws -> SignedTrustList {
    let bytes = try readBytes(list)
    do throws(TrustRefusal) { return try SignedTrustList(file: bytes) } catch {
      throw InputError("\(list): is not believed: \(error)")
    }
  }

  private func notes(_ list: TrustList, _ now: Int64) -> [String] {
    var notes: [String] = []
    if now > list.refreshBy { notes.append("a newer list is due: ask the issuer for it") }
    if !list.certificateRoots.isEmpty, list.seals == nil {
      notes.append("no seal is pinned: other customers of the seal's authority could seal, too (docs/upgrade.md)")
    }
    if list.keys.isDevelopment { notes.append("keys for trying out, which prove nothing") }
    for use in KeyUse.allCases
    where !list.keys.entries.contains(where: { $0.uses.contains(use) && $0.compromisedAt == nil }) {
      notes.append("no sound key for \(use.rawValue)")
    }
    return notes
  }
}
