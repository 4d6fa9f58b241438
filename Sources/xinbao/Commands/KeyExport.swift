import ArgumentParser
import Attestation
import Foundation
import Hexadecimal
import Installation
import Signatures

struct ExportTrustList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write what the root is to sign, as JSON.",
    discussion: """
      Carry the file to the root's machine and sign it there. Roots and seals that the installed list has stay in it; to \
      take one out, delete its line.
      """)

  @Option(name: .shortAndLong, help: "The file to write.")
  var output: String

  @Option(
    help: ArgumentHelp("Root certificates, PEM, to which signatures on PDFs lead. May be repeated.", valueName: "file"))
  var certificateRoot: [String] = []

  @Option(
    help: ArgumentHelp(
      "A seal: the certificate that signs PDFs, PEM, first in its file. Once a list names seals, nothing else seals. May be "
        + "repeated.", valueName: "file"))
  var seal: [String] = []

  @Option(
    help: ArgumentHelp(
      "From when on reports need one of the seals; what was issued before goes by the roots alone. By default as the "
        + "installed list says, else now, and in a fresh home from ever.", valueName: "date"))
  var sealsSince: String?

  @Option(help: "After how many days verifiers should look for a newer list.")
  var refreshDays = 90

  @OptionGroup var installation: InstallationOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  func validate() throws {
    guard (1...3660).contains(refreshDays) else {
      throw ValidationError("--refresh-days takes 1 to 3660, not \(refreshDays)")
    }
    if let sealsSince { _ = try seconds(sealsSince, endOfDay: false, "--seals-since") }
  }

  func run() throws {
    let store = try installation.openKeyStore()
    var roots: Set<[UInt8]> = []
    for path in certificateRoot {
      let pem = String(decoding: try readBytes(path), as: UTF8.self)
      do { roots.formUnion(try CertificateRoots(pem: pem, file: path).fingerprints) } catch {
        throw InputError("\(error)")
      }
    }
    let seals = try seal.map { path in
      let pem = String(decoding: try readBytes(path), as: UTF8.self)
      do { return try CertificateRoots.sealFingerprint(pem: pem, file: path) } catch { throw InputError("\(error)") }
    }
    let now = currentSeconds()
    let list = try store.draftTrustList(
      certificateRoots: roots.sorted { $0.lexicographicallyPrecedes($1) }, seals: seals,
      sealsSince: try sealsSince.map { try seconds($0, endOfDay: false, "--seals-since") }, now: now,
      refreshBy: now + Int64(refreshDays) * 86_400)
    try writeNewFile(try list.json(), to: output)
    if json { return try Console.json(TrustListSummary(list, file: output)) }
    print("\(output): to be signed by the root (xinbao key sign)")
    print(TrustListSummary(list, file: output).lines.joined(separator: "\n"))
  }
}

/// The contents of a list, for people and machines.
struct TrustListSummary: Encodable {
  var file: String
  var sequence: UInt64, issuedAt: String, refreshBy: String
  var keys: [KeyLine], certificateRoots: [String]
  /// For a list that names seals: the certificates that may seal, and the time from which only they may.
  var seals: [String]?, sealsSince: String?

  init(_ list: TrustList, file: String) {
    (self.file, sequence) = (file, list.sequence)
    (issuedAt, refreshBy) = (timeText(list.issuedAt), timeText(list.refreshBy))
    keys = list.keys.entries.map { KeyLine($0, now: list.issuedAt) }
    certificateRoots = list.certificateRoots.map { hexadecimal($0) }
    (seals, sealsSince) = (list.seals?.digests.map { hexadecimal($0) }, list.seals.map { timeText($0.since) })
  }

  var lines: [String] {
    ["  list         number \(sequence), issued \(issuedAt), to be renewed by \(refreshBy)"]
      + keys.map { "  key          \($0.text)" } + certificateRoots.map { "  certificate  \($0)" } + sealLines
  }

  private var sealLines: [String] {
    guard let seals, let sealsSince else {
      return certificateRoots.isEmpty
        ? [] : ["  seal         none is named: any certificate under these may seal (give --seal)"]
    }
    return seals.map { "  seal         \($0)" } + ["  seals since  \(sealsSince)"]
  }
}
