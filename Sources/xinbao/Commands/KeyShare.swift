import ArgumentParser
import Attestation
import Installation

struct ShareKeys: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "share", abstract: "Make a home for a service that verifies and issues nothing.",
    discussion: """
      The folder gets the settings, the list of keys, the keys for publications and the registry's secret, and no key that \
      signs reports, log or seal. Give it to the service's own user, and share again after every change of keys or list. \
      A registry in a file stays where it is: say where with --registry.
      """)

  @Argument(help: "The folder, made if there is none.")
  var folder: String

  @OptionGroup var installation: InstallationOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  struct Outcome: Encodable {
    var home: String
    var keys: [String]
  }

  func run() throws {
    let home = try installation.openHome()
    let keys = try home.makeVerifierHome(at: folder).map { "\($0)" }
    if json { return try Console.json(Outcome(home: folder, keys: keys)) }
    print("\(folder): a home for verification")
    for key in keys { print("  publications \(key)") }
    if keys.isEmpty { print("  note         no key for publications is here: such a service gives no receipts") }
  }
}
