import ArgumentParser
import CivilTime
import Foundation
import Installation
import Issuing
import Records
import Registry
import Typeface

/// The locations of state and data.
struct InstallationOptions: ParsableArguments {
  @Option(help: "Folder of keys, prepared fonts and config.yaml (also XINBAO_HOME). Made by what issues or makes keys.")
  var home: String?

  @Option(help: "Folder that holds `templates` and `fonts`, if not found (also XINBAO_RESOURCES).")
  var resources: String?

  static var environment: [String: String] { ProcessInfo.processInfo.environment }

  /// An existing home.
  func openHome() throws -> Home { try home(makes: false) }

  /// A home, created on first use: for commands that issue reports or make keys.
  func makeHome() throws -> Home { try home(makes: true) }

  private func home(makes: Bool) throws -> Home {
    try Home(
      path: home ?? Self.environment["XINBAO_HOME"] ?? "xinbao-home", environment: Self.environment, makes: makes)
  }

  func findResources() throws(InstallationError) -> Resources {
    try Resources.ofThisProgram(given: resources ?? Self.environment["XINBAO_RESOURCES"])
  }

  func openFonts(_ resources: Resources, _ home: Home) throws(TypefaceError) -> FontSet {
    try FontSet(configuration: resources.fonts, cache: home.fonts) { Console.progress($0) }
  }
}

/// How a credit file is read.
struct ReadingOptions: ParsableArguments {
  @Flag(help: "Treat every warning as an error.")
  var strict = false

  @Flag(help: "Print fields that the catalogue does not know under their record, instead of refusing the file.")
  var keepUnknown = false

  func read(_ path: String, _ catalogue: Catalogue) throws(ReadingError) -> Reading {
    try CreditFileReader(catalogue: catalogue, options: options, now: { .now() }).read(path: path)
  }

  var options: CreditFileReader.Options { .init(strict: strict, keepUnknown: keepUnknown) }
}

/// Where reports are registered.
struct RegistryOptions: ParsableArguments {
  @Option(
    help: "Where reports are registered: a file, or postgres://… (also XINBAO_REGISTRY); by default in the home.")
  var registry: String?

  /// An existing registry.
  func open(_ home: Home) throws -> Registry { try home.openRegistry(registry, makes: false) }

  /// A registry, created on first use: for commands that issue reports.
  func make(_ home: Home) throws -> Registry { try home.openRegistry(registry, makes: true) }
}
