import ArgumentParser
import Attestation

struct KeyRetire: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retire", abstract: "Have a key sign no longer; what it signed goes on counting.")

  @Argument(help: "The key's id, 8 hexadecimal digits (xinbao key list).")
  var kid: KeyID

  @OptionGroup var places: PlaceOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  func run() throws { try show(places.openKeyStore().retire(kid, at: currentSeconds()), json: json) }
}

struct KeyCompromise: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compromise", abstract: "Mark a key as stolen.",
    discussion: """
      A thief writes what date he likes, so of what the key signed only those reports count that stood in the log before: \
      give the log's last checkpoint that is known to be from before (xinbao log checkpoint, as it was kept). Without it, \
      none counts.
      """)

  @Argument(help: "The key's id, 8 hexadecimal digits (xinbao key list).")
  var kid: KeyID

  @Option(help: "Since when somebody else may have had the key: a day or a time.")
  var at: String

  @Option(help: "A file with the log's last checkpoint from before.")
  var soundLog: String?

  @OptionGroup var places: PlaceOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  func validate() throws { _ = try seconds(at, "--at") }

  func run() throws {
    let store = try places.openKeyStore()
    let sound = try soundLog.map { path in
      let keys = try store.keySet().logKeys(at: currentSeconds())
      let signed = SignedCheckpoint(text: String(decoding: try readBytes(path), as: UTF8.self))
      do throws(TrustRefusal) { return try signed.verified(by: keys) } catch {
        throw InputError("\(path): is no checkpoint of this issuer's log: \(error)")
      }
    }
    try show(store.compromise(kid, at: try seconds(at, "--at"), soundLog: sound), json: json)
  }
}
