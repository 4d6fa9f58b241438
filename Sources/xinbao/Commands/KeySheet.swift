import ArgumentParser
import Attestation
import Installation
import Issuing
import Rendering

struct TrustSheetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sheet", abstract: "Print the installed list as a sheet with a QR code, to hang at a counter.",
    discussion: "The code holds the whole signed list; the fingerprint on the sheet is compared by eye.")

  @Option(name: .shortAndLong, help: "The PDF to write.")
  var output: String

  @OptionGroup var installation: InstallationOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  struct Outcome: Encodable {
    var file: String, pages: Int, sequence: UInt64, root: String
  }

  func run() throws {
    let home = try installation.openHome()
    let store = KeyStore(directory: home.keys)
    guard let list = try store.trustList(), let signed = try store.signedTrustList(), let root = try store.pinnedRoot()
    else { throw InputError("\(home.keys): there is no trust list to print; install one (xinbao key install)") }
    let fonts = try installation.openFonts(try installation.findResources(), home)
    let sheet = TrustSheet(issuer: home.configuration.issuer, list: list, signed: signed, root: root)
    let format = DocumentFormats.known.format(ofFileNamed: output) ?? DocumentFormats.known.standard
    let (file, pages) = try sheet.file(fonts, in: format)
    try writeNewFile(file, to: output)
    if json {
      return try Console.json(Outcome(file: output, pages: pages, sequence: list.sequence, root: "\(root)"))
    }
    print("\(output): list number \(list.sequence), \(pages) page\(pages == 1 ? "" : "s")")
  }
}
