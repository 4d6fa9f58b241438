import Crypto
import Foundation
import Hexadecimal
import ScratchFolders
import Testing

@testable import Typeface

@Suite(.scratchFolders) struct FontSetTests {
  @Test func fontsArePreparedOnce() throws {
    let folder = try FontFolder(scratchFolder())
    #expect(try folder.load().progress.count == 2)
    #expect(try folder.load().progress == [])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.cache).sorted() == ["Hana.font", "Serif.font"])
  }

  @Test func anotherWayToTheSameFilesPreparesNothing() throws {
    let folder = try scratchFolder()
    let fonts = try FontFolder(folder)
    _ = try fonts.load()
    let detour = folder + "/cache/../fonts.yaml"
    _ = try FontSet(configuration: detour, cache: fonts.cache) { Issue.record("\($0)") }
  }

  @Test func aChangedSourceIsPreparedAnew() throws {
    let folder = try FontFolder(scratchFolder())
    _ = try folder.load()
    let source = folder.folder + "/glyf.ttf"
    try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: source)
    let progress = try folder.load().progress
    #expect(progress.count == 1)
    #expect(progress.first?.hasPrefix("prepared Hana from \(source)") == true)
  }

  @Test(arguments: [0, 15, 100, 4000, -1])
  func aPreparedFontCutShortOrOverwrittenIsPreparedAnew(length: Int) throws {
    let folder = try FontFolder(scratchFolder())
    _ = try folder.load()
    let path = URL(fileURLWithPath: folder.cache + "/Serif.font")
    var data = try Data(contentsOf: path)
    if length >= 0 { data = data.prefix(length) } else { data[6] ^= 1 }  // the format's version
    try data.write(to: path)
    #expect(try folder.load().progress.count == 1)
    #expect(try folder.load().progress == [])
  }

  @Test func twoMayPrepareAtOnce() async throws {
    let fonts = try FontFolder(scratchFolder())
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<4 { group.addTask { try fonts.load().fonts.fonts.reduce(0) { $0 + $1.glyphCount } } }
      var counts: Set<Int> = []
      for try await count in group { counts.insert(count) }
      #expect(counts.count == 1)
    }
    // No temporary files are left.
    #expect(try FileManager.default.contentsOfDirectory(atPath: fonts.cache).count == 2)
  }

  @Test func aMissingFirstFaceIsAnErrorThatSaysWhatToInstall() throws {
    let yaml = FontFolder.yaml.replacing("files: [cff.otf]", with: "files: [gone.otf]")
    let folder = try FontFolder(scratchFolder(), yaml: yaml)
    let error = #expect(throws: TypefaceError.self) { try folder.load() }
    #expect(error?.location == folder.configuration + ":3:3")
    #expect(error?.problem == "the font Serif of role song is not installed")
    #expect(error?.remedy == "run apt-get install fonts-noto-cjk")
  }

  @Test func aMissingFallbackIsNoted() throws {
    let yaml = FontFolder.yaml.replacing("missing.ttf, glyf.ttf", with: "missing.ttf").replacing(
      "  rare: [Hana]", with: "")
    let fonts = try FontFolder(scratchFolder(), yaml: yaml).load().fonts
    #expect(fonts.fonts.map(\.name) == ["Serif"])
    #expect(fonts.notes.count == 1)
    #expect(fonts.notes[0].hasSuffix("is left out; run apt-get install fonts-hanazono"))
    #expect(fonts.chain(role: "song")?.fonts.count == 1)
    #expect(fonts.chain(role: "rare") == nil)
  }

  @Test func anotherFileThanTheTriedOneIsNoted() throws {
    let right = hexadecimal(SHA256.hash(data: try Data(contentsOf: URL(fileURLWithPath: fixture("cff.otf")))))
    for (digest, count) in [(right, 0), (right.uppercased(), 0), (String(repeating: "0", count: 64), 1)] {
      let yaml = FontFolder.yaml.replacing(
        "package: fonts-noto-cjk", with: "package: fonts-noto-cjk, sha256: \"\(digest)\"")
      let folder = try FontFolder(scratchFolder(), yaml: yaml)
      // Said again when the font comes from the cache.
      for _ in 0..<2 { #expect(try folder.load().fonts.notes.count == count) }
    }
  }

  @Test func aWrongFaceNameIsAnErrorThatListsTheRightOnes() throws {
    let yaml = FontFolder.yaml.replacing("NotoSerifCJKsc-Regular", with: "Song")
    let folder = try FontFolder(scratchFolder(), yaml: yaml)
    let error = #expect(throws: TypefaceError.self) { try folder.load() }
    #expect(error?.remedy == "name one of its faces as postScriptName: NotoSerifCJKsc-Regular")
  }

  @Test func aFileThatIsNoFontIsAnError() throws {
    let folder = try FontFolder(scratchFolder())
    for bytes in [Data(), Data(repeating: 0x41, count: 5000)] {
      try bytes.write(to: URL(fileURLWithPath: folder.folder + "/cff.otf"))
      let error = #expect(throws: TypefaceError.self) { try folder.load() }
      #expect(error?.location == folder.folder + "/cff.otf")
    }
  }

  @Test func aCacheThatCannotBeMadeIsAnError() throws {
    let folder = try FontFolder(scratchFolder())
    try Data().write(to: URL(fileURLWithPath: folder.folder + "/cache"))
    let error = #expect(throws: TypefaceError.self) { try folder.load() }
    #expect(error?.location == folder.cache)
    #expect(error?.problem.contains("Not a directory") == true)
  }
}
