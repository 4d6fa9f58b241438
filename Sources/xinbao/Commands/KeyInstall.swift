import ArgumentParser
import Attestation

struct KeyInstall: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "install", abstract: "Install a list that the root signed; the first time, pin that root.",
    discussion: """
      On the issuer's machine and on every machine that verifies by its own home. The fingerprint is to come by another \
      way than the list.
      """)

  @Argument(help: "The signed list (trust.cose), or a text file with what a printed sheet's QR code holds.")
  var list: String

  @Option(help: ArgumentHelp("The root's fingerprint; asked for the first time.", valueName: "hex"))
  var root: String?

  @OptionGroup var places: PlaceOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  struct Outcome: Encodable { var sequence: UInt64, keys: Int, root: String, refreshBy: String }

  func validate() throws {
    if let root, RootFingerprint(root) == nil {
      throw ValidationError("--root takes a fingerprint of 64 hexadecimal digits, not `\(root)`")
    }
  }

  func run() throws {
    let bytes = try readBytes(list)
    let store = try places.openKeyStore()
    let installed: TrustList
    do {
      let text = String(validating: bytes, as: UTF8.self)
      let signed =
        try text.flatMap { $0.hasPrefix("xinbao-trust:") ? $0 : nil }.map { try SignedTrustList(reading: $0) }
        ?? SignedTrustList(bytes: bytes)
      installed = try store.install(signed, root: root.flatMap { RootFingerprint($0) })
    } catch let error as TrustRefusal {
      throw InputError("\(list): was not installed: \(error)")
    }
    let outcome = Outcome(
      sequence: installed.sequence, keys: installed.keys.entries.count,
      root: try store.pinnedRoot()?.description ?? "", refreshBy: timeText(installed.refreshBy))
    if json { return try Console.json(outcome) }
    print("list \(outcome.sequence) of \(outcome.keys) keys is installed, up to date until \(outcome.refreshBy)")
    print("  root \(outcome.root)")
  }
}
