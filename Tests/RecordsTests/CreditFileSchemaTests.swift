import Foundation
import Testing

@testable import Records

/// The schema for editors names the members that the reader knows, in docs/schema/credit-file.schema.json.
@Suite struct CreditFileSchemaTests {
  private static func members(at path: [String]) throws -> Set<String> {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    var node: Any = try JSONSerialization.jsonObject(
      with: Data(contentsOf: root.appending(path: "docs/schema/credit-file.schema.json")))
    for name in path { node = try #require((node as? [String: Any])?[name], "\(name)") }
    return Set(try #require(node as? [String: Any]).keys)
  }

  @Test(arguments: [
    ([String](), FileInterpreter.parts), (["coverage", "items"], FileInterpreter.coverageParts),
    (["unattributed", "items"], FileInterpreter.unattributedParts),
    (["excluded", "items"], FileInterpreter.excludedParts), (["request"], FileInterpreter.requestParts),
  ])
  func itNamesEveryMemberThatIsRead(_ path: [String], _ known: Vocabulary) throws {
    let described = try Self.members(at: path.isEmpty ? ["properties"] : ["properties"] + path + ["properties"])
    for naming in known.namings { #expect(described.contains(naming.key), "\(path): \(naming.key)") }
    for name in described { #expect(known.index(of: name) != nil, "\(path): \(name) is not read") }
  }
}
