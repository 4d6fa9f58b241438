import Testing

@testable import Installation

@Suite struct ConfigurationTests {
  private func read(_ yaml: String, _ environment: [String: String] = [:]) throws -> Configuration {
    try Configuration(yaml: yaml, file: "config.yaml", environment: environment)
  }

  @Test func theFileOfANewHomeHoldsTheDefaults() throws {
    #expect(try read(Configuration.initialText) == Configuration())
  }

  @Test func anEmptyFileMeansTheDefaults() throws {
    #expect(try read("") == Configuration())
    #expect(try read("# nothing\n") == Configuration())
  }

  @Test func theEnvironmentGoesBeforeTheFile() throws {
    let settings = try read(
      "issuer: 甲中心\nvalidityDays: 60", ["XINBAO_ISSUER": "乙中心", "XINBAO_HOST": "verify.example.cn"])
    #expect(settings.issuer == "乙中心")
    #expect(settings.validityDays == 60)
    #expect(settings.host == "verify.example.cn")
  }

  @Test(arguments: [
    ("isuer: x", "config.yaml:1:1", "issuer"),
    ("issuer: x\nvalidityDays: soon", "config.yaml:2:1", "validityDays"),
    ("validityDays: 0", "config.yaml:1:1", "1 to 3650"),
    ("trustDeclaredCoverage: maybe", "config.yaml:1:1", "true or false"),
    ("host: HTTPS://Example", "config.yaml:1:1", "lower-case"),
    ("issuer: [a, b]", "config.yaml:1:1", "key: value"),
    ("- issuer", "config.yaml", "key: value"),
    ("issuer: [", "config.yaml", "YAML"),
    ("issuer: \"\"", "config.yaml:1:1", "empty"),
  ])
  func aMistakeIsNamedWithItsPlace(yaml: String, place: String, piece: String) throws {
    let error = try #require(throws: InstallationError.self) { try read(yaml) }
    #expect(error.description.hasPrefix(place))
    #expect(error.description.contains(piece))
    #expect(!error.description.contains("\n"))
  }

  @Test func declaredCoverageIsTrustedOnlyWhereItIsSaid() throws {
    #expect(!(try read("").trustDeclaredCoverage))
    #expect(try read("trustDeclaredCoverage: true").trustDeclaredCoverage)
    #expect(try read("", ["XINBAO_TRUST_DECLARED_COVERAGE": "true"]).trustDeclaredCoverage)
  }

  @Test func aMistakeInTheEnvironmentNamesTheVariable() throws {
    let error = try #require(throws: InstallationError.self) { try read("", ["XINBAO_VALIDITY_DAYS": "x"]) }
    #expect(error.description.hasPrefix("XINBAO_VALIDITY_DAYS"))
  }
}
