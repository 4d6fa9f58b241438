import Gathering
import Installation
import Registry

/// Every look of an operator at what was gathered is written into the journal, where a registry exists, before anything is
/// shown.
struct LookOptions {
  let gathering: GatheringOptions
  let registry: RegistryOptions

  /// - Parameter subject: whose data are shown; nil: nobody knows.
  func note(_ door: RegistryLook.Door, at subject: String?) throws {
    let home = try gathering.installation.openHome()
    guard let registry = try home.findRegistry(registry.registry) else { return }
    let person = try Operator.ofThisSystem(needing: home.personsForActions(in: registry))
    try registry.record(RegistryLook(door, by: person, at: subject, currentSeconds()))
  }
}
