import ArgumentParser
import Attestation
import Foundation
import Issuing
import Templates
import Typeface

struct KeySheet: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sheet", abstract: "Print the installed trust list as a sheet with a QR code, to post or hand over.")

  @Option(name: .shortAndLong, help: "The PDF to write.")
  var output = "trust-list.pdf"

  @OptionGroup var places: PlaceOptions

  func run() throws {
    let home = try places.openHome()
    let store = KeyStore(directory: home.keys)
    guard let signed = try store.signedTrustList(), let list = try store.trustList(), let root = try store.pinnedRoot()
    else { throw InputError("\(home.keys): no trust list is installed; see xinbao key install") }
    let resources = try places.findResources()
    let template = try Template(path: resources.path + "/templates/sheets/trust-list.yaml", shape: Self.shape)
    let fonts = try places.openFonts(resources, home)
    let sheet = try printedSheet(
      of: template, data: data(list, root, issuer: home.configuration.issuer), code: signed.text, codeSide: 70,
      madeAt: list.issuedAt,
      fonts: fonts)
    try writeAtomically(sheet.pdf, to: output)
    print("\(output): list \(list.sequence), \(sheet.pages) pages, code of version \(sheet.codeVersion)")
  }

  private static let shape = DataShape.object([
    "issuer": .text, "sequence": .text, "issuedAt": .text, "refreshBy": .text, "fingerprint": .text,
    "keys": .list(
      .object([
        "kid": .text, "use": .text, "algorithm": .text, "signFrom": .text, "signUntil": .text, "verifyUntil": .text,
        "state": .text,
      ])),
    "hasRoots": .flag, "roots": .list(.text),
  ])

  private func data(_ list: TrustList, _ root: RootFingerprint, issuer: String) -> DataValue {
    .object(
      DataObject([
        "issuer": .text(issuer), "sequence": .text("\(list.sequence)"), "issuedAt": .text(timeText(list.issuedAt)),
        "refreshBy": .text(timeText(list.refreshBy)), "fingerprint": .text(root.description),
        "keys": .list(list.keys.entries.map(Self.row)), "hasRoots": .flag(!list.certificateRoots.isEmpty),
        "roots": .list(list.certificateRoots.map { .text(Self.groups($0)) }),
      ]))
  }

  private static func row(_ entry: KeySet.Entry) -> DataValue {
    let uses = entry.uses.sorted().map { use in
      switch use {
      case .reports: "签发报告"
      case .publications: "签发状态清单、核验包和回执"
      case .log: "签发日志 \(entry.logName ?? "")"
      }
    }
    var state = entry.compromisedAt.map { "已于 \(timeText($0)) 报告泄露" } ?? "有效"
    if entry.isDevelopment { state += "（试用，不具证明效力）" }
    return .object(
      DataObject([
        "kid": .text(entry.kid.description), "use": .text(uses.joined(separator: "；")),
        "algorithm": .text(entry.algorithm.name),
        "signFrom": .text(timeText(entry.signing.lowerBound)), "signUntil": .text(timeText(entry.signing.upperBound)),
        "verifyUntil": .text(timeText(entry.verifyUntil)), "state": .text(state),
      ]))
  }

  private static func groups(_ digest: [UInt8]) -> String {
    let text = Hexadecimal.text(digest)
    return stride(from: 0, to: text.count, by: 4).map { String(text.dropFirst($0).prefix(4)) }.joined(separator: " ")
  }
}
