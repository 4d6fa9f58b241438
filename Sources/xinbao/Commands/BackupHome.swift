import ArgumentParser
import Backups
import CivilTime
import Installation
import Registry

struct BackupHome: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copy a home into a new folder, databases and all, while services go on.",
    discussion: """
      Settings, databases and data files; keys and secrets only with --with-keys. A database of PostgreSQL is copied by \
      pg_dump. Prepared fonts and marks are left out. `xinbao restore` makes a home from it.
      """)

  @Argument(help: "A new folder, which appears when everything is in it.")
  var folder: String

  @Flag(help: "Keys and secrets, too: whoever has the folder can then issue as you do. Keep it encrypted.")
  var withKeys = false

  @OptionGroup var registry: RegistryOptions
  @OptionGroup var installation: InstallationOptions

  @Flag(help: "Answer as JSON: the backup's manifest.")
  var json = false

  func run() throws {
    let backup = try Backup(
      of: installation.openHome(), in: folder, registry: registry.registry, withKeys: withKeys, at: currentSeconds())
    guard !json else { return try Console.json(backup.manifest) }
    Console.result("\(folder): \(backup.manifest.words)")
  }
}

struct RestoreHome: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Make a home from a backup.",
    discussion: """
      Stop all services first. Everything is checked before anything is put in place, and nothing that is there is replaced. \
      If the backup has no keys, copy `keys` into the home before you use it. Afterwards: `xinbao registry audit`. What was \
      issued since the backup is not in it: marks on another disk know that, and nothing is issued then until two persons \
      have accepted it.
      """)

  @Argument(help: "The folder of a backup.")
  var folder: String

  @Option(help: "A new folder for the home.")
  var home: String

  @Option(help: "Where the registry comes to: a file, or postgres://… of an empty database; by default as before.")
  var registry: String?

  @Option(help: "The same for what was gathered.")
  var gathering: String?

  @Flag(help: "Answer as JSON: the backup's manifest.")
  var json = false

  func run() throws {
    let restoration = try Restoration(of: folder)
    let environment = InstallationOptions.environment
    try restoration.make(home, registry: registry, gathering: gathering, environment: environment)
    if restoration.manifest.hasKeys {
      let made = try Home(path: home, environment: environment, makes: false)
      if let rollback = try made.findRegistry(registry)?.rollback() {
        Console.error("note: the registry \(rollback). If there is no newer one: xinbao registry accept-rollback")
      }
    }
    guard !json else { return try Console.json(restoration.manifest) }
    Console.result("\(home): \(restoration.manifest.words)")
  }
}

extension BackupManifest {
  fileprivate var words: String {
    let keys = hasKeys ? "with keys and secrets" : "without keys and secrets"
    return
      "\(files.count) files of \(BeijingTime(secondsSince1970: madeAt)), \(keys), with the registry of \(log?.size ?? 0) reports"
  }
}
