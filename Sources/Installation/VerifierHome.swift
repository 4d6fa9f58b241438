public import Attestation
import DurableFiles
import Foundation

extension Home {
  /// What a verifier is told; what the seal, its time stamps and deliveries need is the issuer's alone.
  private func sharedSettings() throws -> String {
    let settings = configuration
    let shared: [(String, String?)] = [
      ("issuer", settings.issuer), ("host", settings.host), ("edition", settings.edition),
      ("validityDays", "\(settings.validityDays)"), ("catalogue", settings.catalogue), ("profile", settings.profile),
      ("trustDeclaredCoverage", "\(settings.trustDeclaredCoverage)"),
      ("registry", registryPlace),
      ("marks", settings.marks.map(resolved)),
    ]
    // A text of JSON is one of YAML.
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return try shared.compactMap { name, value in
      try value.map { "\(name): \(String(decoding: try encoder.encode($0), as: UTF8.self))\n" }
    }.joined()
  }

  /// However it was named here, a service in another folder finds it.
  private var registryPlace: String {
    let location = registryLocation(nil)
    return Self.isServer(location) ? location : URL(fileURLWithPath: location).standardizedFileURL.path
  }

  /// Makes, or brings up to date, the home of a service that verifies and issues nothing: settings, the list of keys, the key
  /// for publications and the registry's secret. Neither the keys for reports and log nor the seal are in it.
  /// - Returns: the keys for publications.
  /// - Throws: `InstallationError`, `AttestationError`; `FileError.write`.
  @discardableResult
  public func makeVerifierHome(at other: String) throws -> [KeyID] {
    guard URL(fileURLWithPath: other).standardizedFileURL.path != URL(fileURLWithPath: path).standardizedFileURL.path
    else { throw InstallationError.home(path: other, problem: "is the home that issues") }
    try makePrivateFolder(other)
    let keys = try KeyStore(directory: self.keys).handPublishing(to: other + "/keys")
    try writeAtomically(try registrySecret(), to: other + "/keys/registry.secret", mode: 0o600)
    try writeAtomically(Array(try sharedSettings().utf8), to: other + "/config.yaml", mode: 0o600)
    // What is shared again stays the service's.
    for file in try ["config.yaml", "keys"]
      + FileManager.default.contentsOfDirectory(atPath: other + "/keys").map({ "keys/\($0)" })
    {
      giveToOwner(ofFolderOf: other + "/config.yaml", "\(other)/\(file)")
    }
    return keys
  }
}
