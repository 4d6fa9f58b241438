import ArgumentParser
import Attestation
import ConfinedFormats
import DurableFiles
import FileFormats
import Foundation
import Installation
import Issuing
import OfflineVerification
import Registry
import Rendering
import Typeface
import VerifierSetup
import VerifyCommand
import Verifying

/// The trust with which a report is checked: the home's, or a bundle's.
struct VerifierOptions: ParsableArguments {
  @Option(help: "An offline bundle (xinbao bundle) instead of the home's keys and registry.")
  var bundle: String?

  @Option(
    help: ArgumentHelp(
      "Root by whose fingerprint the bundle is checked (also XINBAO_ROOT); by default the one pinned in the home.",
      valueName: "hex"))
  var root: String?

  @OptionGroup var registry: RegistryOptions

  func validate() throws {
    _ = try askedRoot(root)
    if bundle != nil, registry.registry != nil {
      throw ValidationError("--bundle brings its own statuses; leave --registry out")
    }
  }

  /// - Parameters:
  ///   - readsFiles: whether files are to be verified, for which `xinbao-parse` must be at hand.
  ///   - now: seconds since 1970; nil: the machine's clock, which must not be behind the newest signed time that it has
  ///     seen.
  func verifier(_ installation: InstallationOptions, readsFiles: Bool, now moment: Int64?) throws -> (
    verifier: Verifier, names: TokenNames
  ) {
    let home = try installation.openHome()
    let now = moment ?? Int64(Date().timeIntervalSince1970)
    let resources = try installation.findResources()
    let fonts = try installation.openFonts(resources, home)
    var trust: Trust
    let statuses: any StatusSource
    let shelf: TemplateShelf
    let root: RootFingerprint?
    let seen: SeenPublications
    if let bundle {
      let verified: VerifiedBundle
      (verified, root) = try open(bundle, home, now)
      seen = SeenPublications(verified)
      (trust, statuses) = (Trust(verified), BundledStatuses(verified))
      let folder = try verified.unpack(in: home)
      shelf = try TemplateShelf(templates: folder + "/templates", fonts: fonts)
    } else {
      (trust, statuses) = (try Trust(of: home), RegistryStatuses(try registry.open(home)))
      shelf = try TemplateShelf(resources, fonts: fonts)
      root = try KeyStore(directory: home.keys).pinnedRoot()
      // A home's own list is the one that it has: here it is not for the memory to refuse.
      seen = SeenPublications(newest: trust.clockFloor)
    }
    if moment == nil, let root {
      let memory = VerifierMemory(environment: ProcessInfo.processInfo.environment)
      let note = try trust.raiseFloor(by: memory, taking: seen, of: root, from: bundle ?? home.path)
      if let note { Console.error(note) }
    } else {
      // If another time is given, neither the clock nor what was seen since matters.
      trust.clockFloor = 0
    }
    let verifier = Verifier(
      trust: trust, statuses: statuses,
      formats: readsFiles ? shelf.formats.readable.confined(by: try .besideThisProgram()) : ReadableFormats([]),
      now: now, reproduce: shelf.reproduce)
    return (verifier, shelf.tokenNames)
  }

  private func open(
    _ path: String, _ home: Home, _ now: Int64
  ) throws -> (VerifiedBundle, root: RootFingerprint) {
    let bytes = try readBytes(path)
    let given = try askedRoot(root) ?? rootOfEnvironment(ProcessInfo.processInfo.environment)
    guard let root = try given ?? KeyStore(directory: home.keys).pinnedRoot() else {
      throw InputError("\(path): no root is pinned here to check it by; give its fingerprint with --root")
    }
    return (try VerifiedBundle(file: bytes, path: path, byRoot: root, at: now), root)
  }
}
