import FileReading
import Yams

/// By when an objection is answered: templates/self-print/objections.yaml.
public struct ObjectionRules: Sendable, Equatable, Codable {
  /// Working days after the day of the objection.
  public var decideWithin: Int
  /// Who says so, as shown.
  public var basis: String

  public init(decideWithin: Int, basis: String) { (self.decideWithin, self.basis) = (decideWithin, basis) }

  public static func load(file: String) throws(CatalogueError) -> ObjectionRules {
    let bytes: [UInt8]
    do throws(FileFault) { bytes = try readFile(file, limit: 100_000) } catch {
      throw CatalogueError(file: file, message: error.message, hint: error.hint)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CatalogueError(file: file, message: "is not UTF-8", hint: "save it as UTF-8")
    }
    return try ObjectionRules(text, file: file)
  }

  init(_ text: String, file: String) throws(CatalogueError) {
    guard let root = try yamlRoot(text, file: file) else { throw CatalogueError(file: file, message: "is empty") }
    let map = try YAMLMapping(root, in: file, what: "the rules of objections", keys: ["decideWithin", "basis"])
    guard let days = try map.integer("decideWithin", in: 1...365) else {
      throw map.location.error("the rules of objections lack the key decideWithin")
    }
    (decideWithin, basis) = (days, try map.text("basis"))
  }
}
