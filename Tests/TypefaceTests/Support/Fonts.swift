import Foundation
import Synchronization

@testable import Typeface

/// A configuration with the two fixture fonts and a cache, in a folder of its own.
struct FontFolder {
  let folder: String
  var configuration: String { folder + "/fonts.yaml" }
  var cache: String { folder + "/cache/prepared" }
  static let yaml = """
    version: 1
    faces:
      Serif: {files: [cff.otf], postScriptName: NotoSerifCJKsc-Regular, package: fonts-noto-cjk}
      Hana: {files: [missing.ttf, glyf.ttf], package: fonts-hanazono}
    roles:
      song: [Serif, Hana]
      rare: [Hana]
    """

  init(_ folder: String, yaml: String = FontFolder.yaml) throws {
    self.folder = folder
    for name in ["cff.otf", "glyf.ttf"] {
      try FileManager.default.copyItem(atPath: fixture(name), toPath: "\(folder)/\(name)")
    }
    try yaml.write(toFile: configuration, atomically: true, encoding: .utf8)
  }

  /// The fonts, and the lines of progress that it took.
  func load() throws -> (fonts: FontSet, progress: [String]) {
    let lines = Mutex<[String]>([])
    let fonts = try FontSet(configuration: configuration, cache: cache) { line in lines.withLock { $0.append(line) } }
    return (fonts, lines.withLock { $0.sorted() })
  }
}
