import Yams

/// `fonts.yaml`, validated: which faces exist and which of them a role uses.
struct FontConfiguration: Sendable {
  struct Face: Sendable {
    var name: String
    /// Candidates; the first that exists is used.
    var files: [String] = []
    var postScriptName: String?
    var package: String?
    /// The command that obtains the file.
    var obtain: String?
    var sha256: String?
    /// Its position in `fonts.yaml`.
    var location: String
  }

  struct Role: Sendable {
    var name: String
    /// Indices in `faces`.
    var faces: [Int]
    var location: String
  }

  var faces: [Face] = []
  var roles: [Role] = []

  /// - Parameter path: for messages; relative files are resolved against its folder.
  init(yaml: String, path: String) throws(TypefaceError) {
    let reader = ConfigurationReader(path: path)
    let root = try reader.compose(yaml)
    let entries = try reader.mapping(root, of: "fonts.yaml", keys: ["version", "faces", "roles"])
    guard let version = entries["version"], version.int == 1 else {
      throw reader.error(entries["version"] ?? root, "the version is not 1", "write version: 1")
    }
    for (key, node) in try reader.pairs(entries["faces"] ?? [:], of: "faces") {
      faces.append(try reader.face(named: key, node))
    }
    for (key, node) in try reader.pairs(entries["roles"] ?? [:], of: "roles") {
      let name = try reader.string(key, of: "a role")
      guard let names = node.sequence, !names.isEmpty else {
        throw reader.error(node, "role \(name) lists no faces", "write \(name): [FACE, …]")
      }
      var indices: [Int] = []
      for node in names {
        let wanted = try reader.string(node, of: "role \(name)")
        guard let index = faces.firstIndex(where: { $0.name == wanted }) else {
          throw reader.error(
            node, "there is no face \(wanted)", "take one of \(faces.map(\.name).joined(separator: ", "))")
        }
        indices.append(index)
      }
      roles.append(Role(name: name, faces: indices, location: reader.location(key)))
    }
    guard !roles.isEmpty else { throw reader.error(root, "there are no roles", "write roles: with at least song") }
    guard faces.count <= Int(UInt8.max) else {
      throw reader.error(root, "there are more than 255 faces", "leave out those that no role takes")
    }
  }
}

/// Reads nodes and reports errors with file, line and column.
private struct ConfigurationReader {
  let path: String

  func location(_ node: Node) -> String { node.mark.map { "\(path):\($0.line):\($0.column)" } ?? path }

  func error(_ node: Node, _ problem: String, _ remedy: String) -> TypefaceError {
    TypefaceError(location: location(node), problem: problem, remedy: remedy)
  }

  func compose(_ yaml: String) throws(TypefaceError) -> Node {
    do {
      guard let root = try Yams.compose(yaml: yaml, .basic) else {
        throw TypefaceError(location: path, problem: "the file is empty", remedy: "write faces and roles")
      }
      return root
    } catch let error as TypefaceError {
      throw error
    } catch YamlError.parser(_, let problem, let mark, _), YamlError.scanner(_, let problem, let mark, _),
      YamlError.composer(_, let problem, let mark, _)
    {
      throw TypefaceError(
        location: "\(path):\(mark.line):\(mark.column)", problem: problem, remedy: "mend the YAML there")
    } catch {
      let problem = "\(error)".split(whereSeparator: \.isNewline).joined(separator: " ")
      throw TypefaceError(location: path, problem: problem, remedy: "mend the YAML")
    }
  }

  func pairs(_ node: Node, of owner: String) throws(TypefaceError) -> [(key: Node, value: Node)] {
    guard let mapping = node.mapping else {
      throw error(node, "\(owner) is not a mapping", "write KEY: VALUE lines")
    }
    return mapping.map { ($0.key, $0.value) }
  }

  func mapping(_ node: Node, of owner: String, keys: [String]) throws(TypefaceError) -> [String: Node] {
    var entries: [String: Node] = [:]
    for (key, value) in try pairs(node, of: owner) {
      guard let name = key.string, keys.contains(name) else {
        throw error(
          key, "\(owner) knows no key \(key.string ?? "of this kind")", "use \(keys.joined(separator: ", "))")
      }
      entries[name] = value
    }
    return entries
  }

  func string(_ node: Node, of owner: String) throws(TypefaceError) -> String {
    guard let string = node.string, !string.isEmpty else {
      throw error(node, "\(owner) wants a text here", "write one")
    }
    return string
  }

  func face(named key: Node, _ node: Node) throws(TypefaceError) -> FontConfiguration.Face {
    let name = try string(key, of: "a face")
    // The file of the prepared font is named after it.
    guard name.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || Self.isLetter($0) || $0 == 0x2D })
    else {
      throw error(key, "\(name) does not name a face", "use Latin letters, digits and hyphens")
    }
    let entries = try mapping(
      node, of: "face \(name)",
      keys: ["files", "postScriptName", "package", "obtain", "licence", "note", "sha256"])
    var face = FontConfiguration.Face(name: name, location: location(key))
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    for file in (entries["files"]?.sequence).map(Array.init) ?? [] {
      let file = try string(file, of: "face \(name)")
      face.files.append(file.hasPrefix("/") ? file : folder + file)
    }
    guard !face.files.isEmpty else { throw error(node, "face \(name) has no files", "write files: [PATH, …]") }
    if let node = entries["postScriptName"] { face.postScriptName = try string(node, of: "face \(name)") }
    if let node = entries["package"] { face.package = try string(node, of: "face \(name)") }
    if let node = entries["obtain"] { face.obtain = try string(node, of: "face \(name)") }
    if let node = entries["sha256"] { face.sha256 = try string(node, of: "face \(name)") }
    return face
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
  }
}
