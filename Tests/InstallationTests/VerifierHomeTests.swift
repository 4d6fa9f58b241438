import Attestation
import Foundation
import Installation
import ScratchFolders
import Testing

/// The home of a service that verifies has nothing that signs a report.
@Suite(.scratchFolders) struct VerifierHomeTests {
  private let now: Int64 = 1_795_100_000

  private func homes() throws -> (issuing: Home, verifying: String) {
    let folder = try scratchFolder()
    let home = try Home(path: folder + "/home", environment: [:])
    _ = try home.openKeys(now: now)
    _ = try home.openRegistry()
    return (home, folder + "/verifying")
  }

  private func files(_ folder: String) throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: folder))
  }

  @Test func itHasTheKeyForPublicationsAlone() throws {
    let (home, path) = try homes()
    let publications = try home.openKeys(now: now).publications.kid
    #expect(try home.makeVerifierHome(at: path) == [publications])
    #expect(try files(path) == ["config.yaml", "keys"])
    #expect(
      try files(path + "/keys") == [
        "\(publications).pem", "keyset.json", "registry.secret", "root.fingerprint", "trust.cose",
      ])
    let other = try Home(path: path, environment: [:], makes: false)
    let keys = try other.openPublishingKeys(now: now)
    #expect(keys.publications.kid == publications && keys.log == nil)
    #expect(throws: AttestationError.self) {
      try KeyStore(directory: other.keys).signingKey(home.openKeys(now: now).reports.kid)
    }
    // Asking made nothing.
    #expect(try files(path + "/keys").count == 5)
  }

  @Test func itKeepsTheIssuersSettingsButThoseOfTheSeal() throws {
    let (home, path) = try homes()
    try
      "issuer: 某中心\nhost: a.cn\ncertificate: seal.p12\ncertificatePassword: seal.password\r\n\"timeStamps\": http://u:pw@t.cn\n"
      .write(toFile: home.path + "/config.yaml", atomically: true, encoding: .utf8)
    try Home(path: home.path, environment: [:]).makeVerifierHome(at: path)
    let text = try String(contentsOfFile: path + "/config.yaml", encoding: .utf8)
    #expect(text.contains("issuer: \"某中心\"\nhost: \"a.cn\"\n"))
    #expect(!text.contains("seal") && !text.contains("http"))
    #expect(try Home(path: path, environment: [:], makes: false).configuration.issuer == "某中心")
    let modes = try [path, path + "/keys", path + "/config.yaml", path + "/keys/registry.secret"].map {
      try FileManager.default.attributesOfItem(atPath: $0)[.posixPermissions] as? Int
    }
    #expect(modes == [0o700, 0o700, 0o600, 0o600])
  }

  @Test func aHomeThatIssuesIsNotOverwritten() throws {
    let (home, _) = try homes()
    #expect(throws: InstallationError.self) { try home.makeVerifierHome(at: home.path + "/../home") }
    let copy = home.path + "2"
    try FileManager.default.copyItem(atPath: home.path, toPath: copy)
    let before = try files(copy + "/keys")
    #expect(throws: AttestationError.self) { try home.makeVerifierHome(at: copy) }
    #expect(try files(copy + "/keys") == before)
  }
}
