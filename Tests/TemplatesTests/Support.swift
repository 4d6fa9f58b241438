import Blocks
import Foundation
import Records
import Testing

@testable import Templates

/// The repository's root, from where this file was when it was compiled.
let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

/// A template whose body is given, compiled.
func template(
  _ body: String, styles: String = "{}", shape: DataShape = .any, parts: [String: String] = [:]
) throws -> Template {
  try Template(
    text: """
      information: {title: 标题}
      page: {margins: 25 mm}
      styles: \(styles)
      body:
      \(indented(body))
      """, name: "t.yaml", shape: shape
  ) { path throws(TemplateError) in
    guard let text = parts[path] else { return try Template.noParts(path) }
    return text
  }
}

/// A template that is shipped, checked against the catalogue that is shipped.
func shipped(_ name: String) throws -> Template {
  let catalogue = try Catalogue.load(directory: repository.appending(path: "templates/catalogue").path)
  return try Template(path: repository.appending(path: "templates/\(name).yaml").path, catalogue: catalogue)
}

private func indented(_ text: String) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }.joined(separator: "\n")
}

/// The mistakes of a template's body, without the file's name, lines counted within the body.
func mistakes(_ body: String, styles: String = "{}", shape: DataShape = .any) -> [String] {
  do {
    _ = try template(body, styles: styles, shape: shape)
    return []
  } catch let error as TemplateError {
    return error.mistakes.map { "\($0.location.line - 4):\($0.location.column - 2): \($0.message)" }
  } catch {
    return ["\(error)"]
  }
}

extension Document {
  /// Every text of the body in order, a line for each paragraph.
  var text: String { blocks.flatMap(\.texts).joined(separator: "\n") }
}

extension Block {
  var texts: [String] {
    switch self {
    case .paragraph(let paragraph): [paragraph.text]
    case .table(let table): (table.head + table.rows).flatMap { $0.cells.flatMap { $0.blocks.flatMap(\.texts) } }
    case .group(let group): group.blocks.flatMap(\.texts)
    case .picture, .rule, .space, .spring, .pageBreak: []
    }
  }

  var table: Table? { if case .table(let table) = self { table } else { nil } }
  var group: Group? { if case .group(let group) = self { group } else { nil } }
  var paragraph: Paragraph? { if case .paragraph(let paragraph) = self { paragraph } else { nil } }
}

extension Paragraph {
  var text: String { runs.map(\.words).joined() }
}

extension TextRun {
  var words: String {
    switch content {
    case .text(let text): text
    case .pageNumber: "#"
    case .pageCount: "##"
    }
  }
}
