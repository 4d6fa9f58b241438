import ArgumentParser
import CivilTime
import Gathering
import Importing
import Installation
import Intake
import Records
import Registry

/// Where deliveries are gathered.
struct GatheringLocation: ParsableArguments {
  @Option(
    help:
      "Where deliveries are gathered: a file, or postgres://… (also XINBAO_GATHERING); by default in the home, or in the registry's PostgreSQL."
  )
  var gathering: String?
}

/// A store, and the home that it belongs to.
struct GatheringOptions: ParsableArguments {
  @OptionGroup var location: GatheringLocation
  @OptionGroup var installation: InstallationOptions

  private var gathering: String? { location.gathering }

  /// An existing store.
  func open() throws -> GatheringStore {
    let catalogue = try Catalogue.load(directory: try installation.findResources().catalogue)
    return try installation.openHome().openGathering(gathering, catalogue: catalogue, makes: false)
  }

  /// Whether the home's keys are for trying out, where one person is enough. Development keys are made if there are none.
  func isForTryingOut(now: BeijingTime) throws -> Bool {
    let home = try installation.makeHome()
    _ = try home.openKeys(now: now.secondsSince1970)
    return try home.personsForActions(in: home.openRegistry()) == .one
  }

  /// Where deliveries are handed in.
  /// - Parameter makes: whether the store is created if there is none.
  func desk(makes: Bool = true) throws -> DeliveryDesk {
    let resources = try installation.findResources()
    let catalogue = try Catalogue.load(directory: resources.catalogue)
    let rules = try ImportRules.load(file: resources.importRules)
    let store = try installation.makeHome().openGathering(gathering, catalogue: catalogue, makes: makes)
    return try DeliveryDesk(
      store: store, catalogue: catalogue, rules: rules, rulesFile: resources.importRules,
      person: try Operator.ofThisSystem(needing: .one).name, says: { GatheringWords.ofDelivery($0) })
  }
}

/// Up to which moment the store is asked.
struct MomentOptions: ParsableArguments {
  @Option(help: "What the store held at that time, such as 2026-11-20T18:00:00+08:00, instead of now.")
  var asOf: String?

  func validate() throws {
    if let asOf, BeijingTime(text: asOf) == nil {
      throw ValidationError("--as-of takes a time such as 2026-11-20T18:00:00+08:00, not `\(asOf)`")
    }
  }

  /// Nil: now.
  var time: BeijingTime? { asOf.flatMap { BeijingTime(text: $0) } }
}
