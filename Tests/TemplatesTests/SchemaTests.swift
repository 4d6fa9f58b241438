import Foundation
import Testing

@testable import Templates

/// docs/schema/template.schema.json, which editors complete and check by, says what the compiler says.
struct SchemaTests {
  private let schema: DataValue

  init() throws {
    let file = repository.appending(path: "docs/schema/template.schema.json")
    schema = Self.value(try JSONSerialization.jsonObject(with: Data(contentsOf: file)))
  }

  /// Of numbers and flags, which no test looks at, nothing.
  private static func value(_ json: Any) -> DataValue {
    switch json {
    case let object as [String: Any]: .object(DataObject(object.mapValues(value)))
    case let list as [Any]: .list(list.map(value))
    case let text as String: .text(text)
    default: .none
    }
  }

  private func at(_ path: String...) -> DataValue {
    path.reduce(schema) { value, key in
      guard case .object(let object) = value else { return .none }
      return object[key] ?? .none
    }
  }

  /// Keys of an object's schema, or of the alternative that is an object with this key.
  private func keys(_ value: DataValue) -> [String] {
    guard case .object(let object) = value else { return [] }
    if case .object(let properties)? = object["properties"] { return properties.keys.sorted() }
    guard case .list(let alternatives)? = object["anyOf"] else { return [] }
    return alternatives.lazy.map(keys).first { !$0.isEmpty } ?? []
  }

  @Test func blocksAndTheirKeysAreTheSame() {
    var found: Set<String> = []
    guard case .list(let alternatives) = at("$defs", "block", "anyOf") else {
      Issue.record("the schema has no blocks")
      return
    }
    for case .object(let alternative) in alternatives {
      guard case .object(let properties)? = alternative["properties"],
        let block = properties.keys.lazy.compactMap(Grammar.Block.init).first
      else { continue }
      found.insert(block.rawValue)
      #expect(properties.keys.sorted() == ([block.rawValue] + block.companions).sorted())
      #expect(keys(properties[block.rawValue] ?? .none) == block.keys.sorted(), "\(block.rawValue)")
    }
    #expect(found == Set(Grammar.Block.allCases.map(\.rawValue)))
  }

  @Test func theRestHasTheSameKeys() {
    #expect(keys(schema) == Grammar.template.sorted())
    #expect(keys(at("properties", "information")) == Grammar.information.sorted())
    #expect(keys(at("properties", "page")) == Grammar.page.sorted())
    #expect(keys(at("properties", "page", "properties", "header")) == Grammar.furniture.sorted())
    #expect(keys(at("properties", "page", "properties", "watermark")) == Grammar.watermark.sorted())
    #expect(keys(at("$defs", "style")) == Grammar.style.sorted())
    #expect(keys(at("$defs", "stroke")) == Grammar.stroke.sorted())
    #expect(keys(at("$defs", "insets")) == Grammar.insets.sorted())
    #expect(keys(at("$defs", "pair")) == Grammar.pair.sorted())
    #expect(keys(at("$defs", "cells", "items")) == Grammar.cell.sorted())
  }
}
