import ArgumentParser
import Attestation
import CivilTime
import Foundation
import Installation
import Records

struct KeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key", abstract: "Keys, and the list of them that the root signs (docs/keys.md).",
    discussion: """
      The root is kept on a machine without a network: there run create-root and sign. All else runs where reports are \
      issued, or, install, where they are checked. Nothing that is there is overwritten.
      """,
    subcommands: [
      CreateRoot.self, CreateKey.self, RotateKey.self, RetireKey.self, CompromiseKey.self, ListKeys.self,
      ExportTrustList.self, SignTrustList.self, InstallTrustList.self, ShareKeys.self,
      TrustSheetCommand.self,
    ])
}

func keyUse(_ text: String) throws(ValidationError) -> KeyUse {
  guard let use = KeyUse(rawValue: text) else {
    throw ValidationError("--use takes reports, publications or log, not `\(text)`")
  }
  return use
}

/// For keys other than a log's.
enum AlgorithmName: String, CaseIterable, ExpressibleByArgument {
  case es256, sm2

  var algorithm: SignatureAlgorithm { self == .es256 ? .es256 : .sm2 }
}

/// The validity windows of a new key.
struct TermOptions: ParsableArguments {
  @Option(help: ArgumentHelp("When the key begins to sign; by default now.", valueName: "date"))
  var from: String?

  @Option(help: ArgumentHelp("The last day on which it signs; by default two years later.", valueName: "date"))
  var until: String?

  @Option(
    help: ArgumentHelp(
      "The last day on which what it signed is accepted; by default ten years after that.", valueName: "date"))
  var verifyUntil: String?

  func validate() throws {
    for (name, text) in [("--from", from), ("--until", until), ("--verify-until", verifyUntil)] {
      guard let text else { continue }
      _ = try seconds(text, endOfDay: false, name)
    }
  }

  private static let year: Int64 = 365 * 86_400

  func terms(now: Int64) throws -> KeyStore.Terms {
    let start = try from.map { try seconds($0, endOfDay: false, "--from") } ?? now
    let end = try until.map { try seconds($0, endOfDay: true, "--until") } ?? start + 2 * Self.year
    let last = try verifyUntil.map { try seconds($0, endOfDay: true, "--verify-until") } ?? end + 10 * Self.year
    return try KeyStore.Terms(from: start, until: end, verifyUntil: last)
  }
}

/// Seconds since 1970 of a date or a date with time, in Beijing time.
/// - Parameter endOfDay: whether a date without a time means its last second; otherwise it means its first.
func seconds(_ text: String, endOfDay: Bool, _ option: String) throws(ValidationError) -> Int64 {
  // Only after a date without a time may a time follow.
  let wholeDay = endOfDay ? BeijingTime(text: text + "T23:59:59+08:00") : nil
  guard let time = wholeDay ?? BeijingTime(text: text) else {
    throw ValidationError("\(option) takes a date such as 2026-12-01 or a time such as 2026-12-01T08:00:00+08:00")
  }
  return time.secondsSince1970
}

func keyID(_ text: String) throws(ValidationError) -> KeyID {
  guard let kid = KeyID(text) else {
    throw ValidationError("a key is named by the 8 hexadecimal digits that xinbao key list shows, not `\(text)`")
  }
  return kid
}

extension InstallationOptions {
  func openKeyStore() throws -> KeyStore { KeyStore(directory: try openHome().keys) }
  /// For commands that create the first keys or lists.
  func makeKeyStore() throws -> KeyStore { KeyStore(directory: try makeHome().keys) }
}

/// A key, for people and machines.
struct KeyLine: Encodable {
  var kid: String, uses: [String], algorithm: String, logName: String?
  var signFrom: String, signUntil: String, verifyUntil: String
  var compromisedAt: String?
  /// The number of log leaves from before the theft.
  var soundLog: UInt64?
  var development: Bool
  var state: String
  /// Whether the installed list names the key with the same terms: `same`, `other` (terms changed since), `missing`.
  var trustList: String?
  var privateKey: Bool?

  init(_ entry: KeySet.Entry, now: Int64) {
    kid = "\(entry.kid)"
    uses = entry.uses.sorted().map(\.rawValue)
    (algorithm, logName) = (entry.algorithm.name, entry.logName)
    (signFrom, signUntil) = (timeText(entry.signing.lowerBound), timeText(entry.signing.upperBound))
    verifyUntil = timeText(entry.verifyUntil)
    (compromisedAt, soundLog) = (entry.compromisedAt.map(timeText), entry.soundLog?.size)
    development = entry.isDevelopment
    state = entry.state(at: now)
  }

  var text: String {
    var words = [kid, uses.joined(separator: "+"), algorithm, "signs \(signFrom) to \(signUntil)"]
    words.append("verifies to \(verifyUntil)")
    if let logName { words.append("log \(logName)") }
    words.append(state)
    if let compromisedAt {
      words.append(
        "stolen \(compromisedAt), " + (soundLog.map { "sound up to leaf \($0)" } ?? "nothing of it is sound"))
    }
    if development { words.append("for trying out") }
    return words.joined(separator: "\t")
  }
}

extension KeySet.Entry {
  fileprivate func state(at now: Int64) -> String {
    if compromisedAt != nil { return "compromised" }
    if now > verifyUntil { return "expired" }
    if now > signing.upperBound { return "verifies" }
    return now < signing.lowerBound ? "waits" : "signs"
  }
}
