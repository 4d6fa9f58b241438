public import ArgumentParser
public import Attestation
import Foundation
import Issuing
import Records

struct KeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key", abstract: "Keep the keys: the offline root, what signs, and whom verifiers believe.",
    discussion: """
      Keys are made and changed in the operator's list, which nobody believes before the root has signed it: export, \
      sign (on the root's machine), install. See docs/keys.md.
      """,
    subcommands: [
      KeyCreateRoot.self, KeyCreate.self, KeyRotate.self, KeyRetire.self, KeyCompromise.self, KeyList.self,
      KeyExport.self, KeySign.self, KeyInstall.self, KeySheet.self,
    ])
}

extension KeyUse: ExpressibleByArgument {}

extension KeyID: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

/// Algorithms of keys that are not the log's.
enum KeyAlgorithm: String, ExpressibleByArgument, CaseIterable {
  case es256, sm2

  var algorithm: SignatureAlgorithm { self == .es256 ? .es256 : .sm2 }
}

extension PlaceOptions {
  func openKeyStore() throws(IssuingError) -> KeyStore { KeyStore(directory: try openHome().keys) }
}

/// A day (its beginning in Beijing) or a time: seconds since 1970.
func seconds(_ text: String, _ option: String) throws -> Int64 {
  let full = text.contains("T") ? text : text + "T00:00:00+08:00"
  guard let time = BeijingTime(text: full) else {
    throw ValidationError("\(option) takes a day such as 2026-12-01 or a time such as 2026-12-01T09:00:00+08:00")
  }
  return time.secondsSince1970
}

/// When a new key signs, and how long its signatures count.
struct TermOptions: ParsableArguments {
  @Option(help: "From when on it signs: a day or a time; by default now.")
  var from: String?

  @Option(help: "Until when it signs; by default a year.")
  var until: String?

  @Option(help: "How long its signatures count; by default two years longer.")
  var verifyUntil: String?

  private static let year: Int64 = 365 * 86_400

  func terms() throws -> KeyStore.Terms {
    let start = try from.map { try seconds($0, "--from") } ?? currentSeconds()
    let end = try until.map { try seconds($0, "--until") } ?? start + Self.year
    let last = try verifyUntil.map { try seconds($0, "--verify-until") } ?? end + 2 * Self.year
    guard start < end, end <= last else {
      throw ValidationError("a key signs from --from until --until, and counts until --verify-until: in this order")
    }
    return KeyStore.Terms(signing: start...end, verifyUntil: last)
  }
}

/// A key as people and machines are told of it.
struct KeyLine: Encodable {
  var kid: String, uses: [String], algorithm: String
  var logName: String?
  var signFrom: String, signUntil: String, verifyUntil: String
  var compromisedAt: String?
  /// The log's size up to which a compromised key's tokens count.
  var soundLogSize: UInt64?
  /// signs, waits, ended, or compromised
  var state: String
  var development: Bool
  /// In just this form in the list that the root signed; nil where none is installed.
  var isTrusted: Bool?

  init(_ entry: KeySet.Entry, now: Int64, in list: TrustList?) {
    kid = entry.kid.description
    uses = entry.uses.sorted().map(\.rawValue)
    (algorithm, logName) = (entry.algorithm.name, entry.logName)
    (signFrom, signUntil) = (timeText(entry.signing.lowerBound), timeText(entry.signing.upperBound))
    (verifyUntil, compromisedAt) = (timeText(entry.verifyUntil), entry.compromisedAt.map(timeText))
    soundLogSize = entry.soundLog?.size
    state =
      if entry.compromisedAt != nil { "compromised" } else if now < entry.signing.lowerBound {
        "waits"
      } else if now
        > entry.signing.upperBound
      { "ended" } else { "signs" }
    development = entry.isDevelopment
    isTrusted = list.map { $0.keys[entry.kid] == entry }
  }

  var text: String {
    let name = logName.map { " \($0)" } ?? ""
    var line =
      "\(kid)  \(uses.joined(separator: ","))\(name)  \(algorithm)  \(state)  signs \(signFrom) to \(signUntil), "
      + "counts until \(verifyUntil)"
    if let compromisedAt {
      line += ", compromised \(compromisedAt)" + (soundLogSize.map { ", log sound up to \($0)" } ?? "")
    }
    if development { line += ", for trying out" }
    if isTrusted == false { line += ", not so in the list that the root signed" }
    return line
  }
}

/// What a change of a key tells.
func show(_ entry: KeySet.Entry, json: Bool) throws {
  let line = KeyLine(entry, now: currentSeconds(), in: nil)
  if json { return try Console.json(line) }
  print(line.text)
  Console.error("not believed by anybody yet: export the list, have the root sign it, install it")
}
