import Testing

@testable import Typeface

@Suite struct FontConfigurationTests {
  private static let good = """
    version: 1
    faces:
      Song: {files: [/a.otf, b.otf], postScriptName: Song-Regular, package: fonts-song, sha256: ab, licence: OFL, note: n}
      Rare: {files: [/c.ttf]}
    roles:
      song: [Song, Rare]
    """

  @Test func facesAndRolesAreRead() throws {
    let configuration = try FontConfiguration(yaml: Self.good, path: "etc/fonts.yaml")
    #expect(configuration.faces.map(\.name) == ["Song", "Rare"])
    // Relative files start from the configuration's folder.
    #expect(configuration.faces[0].files == ["/a.otf", "etc/b.otf"])
    #expect(configuration.faces[0].postScriptName == "Song-Regular")
    #expect(configuration.roles.map(\.faces) == [[0, 1]])
  }

  @Test(arguments: [
    ("version: 1", "version: 2", "fonts.yaml:1:10: the version is not 1"),
    ("roles:", "rôles:", "fonts.yaml:5:1: fonts.yaml knows no key rôles"),
    ("[Song, Rare]", "[Song, Bare]", "fonts.yaml:6:16: there is no face Bare; take one of Song, Rare"),
    ("[Song, Rare]", "[]", "fonts.yaml:6:9: role song lists no faces"),
    ("[Song, Rare]", "Song", "fonts.yaml:6:9: role song lists no faces"),
    ("Rare: {files: [/c.ttf]}", "Rare: {file: [/c.ttf]}", "fonts.yaml:4:10: face Rare knows no key file"),
    ("Rare: {files: [/c.ttf]}", "Rare: {files: []}", "fonts.yaml:4:9: face Rare has no files"),
    ("Rare: {files: [/c.ttf]}", "Rare: [/c.ttf]", "fonts.yaml:4:9: face Rare is not a mapping"),
    ("Rare: {", "../Rare: {", "fonts.yaml:4:3: ../Rare does not name a face"),
    ("Rare: {files: [/c.ttf]}", "Rare: {files: [/c.ttf]", "fonts.yaml:"),
    ("Rare: {", "Song: {", "fonts.yaml: "),
  ])
  func mistakesNameTheirPlace(right: String, wrong: String, message: String) {
    #expect(Self.good.contains(right))
    let yaml = Self.good.replacing(right, with: wrong)
    do {
      _ = try FontConfiguration(yaml: yaml, path: "fonts.yaml")
      Issue.record("no error for \(wrong)")
    } catch {
      #expect(error.description.hasPrefix(message), "\(error)")
      #expect(!error.description.contains("\n"))
    }
  }

  @Test func anEmptyFileIsAMistake() {
    #expect(throws: TypefaceError.self) { try FontConfiguration(yaml: "", path: "fonts.yaml") }
  }
}
