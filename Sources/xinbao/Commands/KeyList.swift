import ArgumentParser
import Attestation
import Foundation
import Hexadecimal
import Installation

struct ListKeys: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the keys of this home and of the installed list.")

  @OptionGroup var installation: InstallationOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  struct Outcome: Encodable {
    struct List: Encodable {
      var sequence: UInt64, issuedAt: String, refreshBy: String, certificateRoots: [String]
      var seals: [String]?, sealsSince: String?
    }
    var root: String?
    var trustList: List?
    var keys: [KeyLine]
  }

  func run() throws {
    let store = try installation.openKeyStore()
    let now = currentSeconds()
    let list = try store.trustList()
    let own = try FileManager.default.fileExists(atPath: store.directory + "/keyset.json") ? store.keySet() : KeySet()
    var keys = own.entries.map { line($0, list, store, now) }
    keys += (list?.keys.entries ?? []).filter { own[$0.kid] == nil }.map { line($0, list, store, now) }
    let outcome = Outcome(
      root: try store.pinnedRoot().map { "\($0)" },
      trustList: list.map {
        .init(
          sequence: $0.sequence, issuedAt: timeText($0.issuedAt), refreshBy: timeText($0.refreshBy),
          certificateRoots: $0.certificateRoots.map { hexadecimal($0) },
          seals: $0.seals?.digests.map { hexadecimal($0) }, sealsSince: $0.seals.map { timeText($0.since) })
      }, keys: keys)
    if json { return try Console.json(outcome) }
    print("root\t\(outcome.root ?? "none is pinned")")
    if let list = outcome.trustList {
      print("list\tnumber \(list.sequence), issued \(list.issuedAt), to be renewed by \(list.refreshBy)")
      for root in list.certificateRoots { print("certificate\t\(root)") }
      for seal in list.seals ?? [] { print("seal\t\(seal)\tsince \(list.sealsSince ?? "")") }
    } else {
      print("list\tnone is installed")
    }
    for key in keys { print("\(key.text)\t\(Self.words[key.trustList ?? ""] ?? "")") }
    if keys.isEmpty { print("no keys") }
  }

  private static let words = [
    "same": "in the list", "other": "the list has other terms: export, sign, install", "missing": "not in the list",
  ]

  private func line(_ entry: KeySet.Entry, _ list: TrustList?, _ store: KeyStore, _ now: Int64) -> KeyLine {
    var line = KeyLine(entry, now: now)
    line.trustList = list?.keys[entry.kid].map { $0 == entry ? "same" : "other" } ?? "missing"
    line.privateKey = FileManager.default.fileExists(atPath: "\(store.directory)/\(entry.kid).pem")
    return line
  }
}
