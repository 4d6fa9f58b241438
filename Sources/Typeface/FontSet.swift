import Crypto
import Dispatch
import DurableFiles
import FileReading
import Glibc
import Hexadecimal
import Synchronization

/// All fonts of `fonts.yaml`, ready for use, by role. A set is made once and shared by all documents.
public struct FontSet: Sendable {
  /// At most 255.
  public let fonts: [PreparedFont]
  /// By the name of the role.
  public let chains: [String: FontChain]
  /// What the operator should know: faces that are not installed, and files that differ from the tested ones.
  public let notes: [String]
  /// SHA-256 over the roles, with the faces and files of each in order: sets with the same digest set the same pages.
  public let digest: [UInt8]

  /// In bytes: more is another file.
  private static let largestConfiguration = 1 << 20

  /// Takes the prepared fonts from `cache` and prepares those that are not there, or whose source has changed.
  ///
  /// - Parameters:
  ///   - configuration: path of `fonts.yaml`.
  ///   - cache: folder of the prepared fonts, created if necessary. Several processes may share it.
  ///   - progress: called with a line for each font that is prepared, from any thread.
  public init(
    configuration path: String, cache: String, progress: @Sendable (String) -> Void = { _ in }
  ) throws(TypefaceError) {
    guard let yaml = try? readFile(path, limit: Self.largestConfiguration) else {
      throw TypefaceError(
        location: path, problem: "the font configuration cannot be read", remedy: "check that it exists and may be read"
      )
    }
    let configuration = try FontConfiguration(yaml: String(decoding: yaml, as: UTF8.self), path: path)
    var notes: [String] = []
    let faces = try Self.installedFaces(of: configuration, notes: &notes)
    let code = makeFolder(cache)
    guard code == 0 else {
      throw TypefaceError(
        location: cache, problem: "the folder for prepared fonts cannot be made: \(String(cString: strerror(code)))",
        remedy: "choose another or mend its rights")
    }

    let prepared = Mutex<[PreparedFont?]>(faces.map { $0.load(from: cache) })
    let failure = Mutex<TypefaceError?>(nil)
    let missing = prepared.withLock { fonts in fonts.indices.filter { fonts[$0] == nil } }
    if !missing.isEmpty {
      DispatchQueue.concurrentPerform(iterations: missing.count) { iteration in
        let index = missing[iteration]
        do throws(TypefaceError) {
          let font = try faces[index].prepare(in: cache, progress: progress)
          prepared.withLock { $0[index] = font }
        } catch {
          failure.withLock { $0 = $0 ?? error }
        }
      }
    }
    if let failure = failure.withLock({ $0 }) { throw failure }

    let fonts = prepared.withLock { $0.compactMap { $0 } }
    for (installed, font) in zip(faces, fonts) {
      if let expected = installed.face.sha256, expected.lowercased() != font.sourceDigest {
        notes.append(
          "\(installed.face.location): \(installed.file.path) is not the file that \(font.name) was tried with "
            + "(SHA-256 \(font.sourceDigest)); look at the pages and renew sha256")
      }
    }
    var chains: [String: FontChain] = [:]
    for role in configuration.roles {
      let members = role.faces.compactMap { index in
        faces.firstIndex { $0.index == index }.map { (id: FontID(index: UInt8($0)), font: fonts[$0]) }
      }
      chains[role.name] = FontChain(role: role.name, fonts: members)
    }
    (self.fonts, self.chains, self.notes) = (fonts, chains, notes)
    digest = Self.digest(of: chains)
  }

  private static func digest(of chains: [String: FontChain]) -> [UInt8] {
    var hash = SHA256()
    for (role, chain) in chains.sorted(by: { $0.key < $1.key }) {
      hash.update(data: Array("\(role):\n".utf8))
      for (_, font) in chain.fonts {
        hash.update(data: Array("\(font.name) \(font.postScriptName) \(font.sourceDigest)\n".utf8))
      }
    }
    return Array(hash.finalize())
  }

  public subscript(id: FontID) -> PreparedFont { fonts[Int(id.index)] }

  /// nil if `fonts.yaml` has no such role.
  public func chain(role: String) -> FontChain? { chains[role] }

  /// The faces that some role uses and whose file exists.
  private static func installedFaces(
    of configuration: FontConfiguration, notes: inout [String]
  ) throws(TypefaceError) -> [InstalledFace] {
    var faces: [InstalledFace] = []
    for (index, face) in configuration.faces.enumerated() {
      let roles = configuration.roles.filter { $0.faces.contains(index) }
      guard !roles.isEmpty else { continue }
      if let file = face.files.lazy.compactMap(FontFile.init).first {
        faces.append(InstalledFace(index: index, face: face, file: file))
        continue
      }
      let remedy = "run \(face.obtain ?? "apt-get install \(face.package ?? "the package that brings it")")"
      if let role = roles.first(where: { $0.faces.first == index }) {
        throw TypefaceError(
          location: face.location, problem: "the font \(face.name) of role \(role.name) is not installed",
          remedy: remedy)
      }
      notes.append("\(face.location): the fallback font \(face.name) is not installed and is left out; \(remedy)")
    }
    return faces
  }
}

/// A face whose file exists.
private struct InstalledFace: Sendable {
  /// Its index in the configuration.
  var index: Int
  var face: FontConfiguration.Face
  var file: FontFile

  private func path(in cache: String) -> String { "\(cache)/\(face.name).font" }
  private var stamp: String { file.stamp(postScriptName: face.postScriptName) }

  /// In bytes: the largest font of the world has a tenth of it.
  private static let largestFile = 1 << 29

  func load(from cache: String) -> PreparedFont? {
    PreparedFont(path: path(in: cache), name: face.name, stamp: stamp)
  }

  func prepare(in cache: String, progress: (String) -> Void) throws(TypefaceError) -> PreparedFont {
    let source = try SourceFont(path: file.path, postScriptName: face.postScriptName)
    guard let bytes = try? readFile(file.path, limit: Self.largestFile) else {
      throw TypefaceError(
        location: file.path, problem: "the font file cannot be read", remedy: "check that it may be read")
    }
    let preparation = try FontPreparation(
      source, name: face.name, stamp: stamp, digest: hexadecimal(SHA256.hash(data: bytes)), to: path(in: cache))
    progress("prepared \(face.name) from \(file.path): \(preparation.glyphCount) glyphs")
    guard let font = load(from: cache) else {
      throw TypefaceError(
        location: path(in: cache), problem: "the font just prepared cannot be read",
        remedy: "check the folder's disk, or choose another")
    }
    return font
  }
}
