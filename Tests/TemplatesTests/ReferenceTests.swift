import Blocks
import Foundation
import ReportKinds
import Reports
import ScratchFolders
import Testing

@testable import Templates

/// docs/templates.md, the reference of template authors, is complete and its example works.
struct ReferenceTests {
  private let text: String

  init() throws {
    text = try String(contentsOf: repository.appending(path: "docs/templates.md"), encoding: .utf8)
  }

  @Test func everyWordOfTheLanguageIsExplained() {
    for block in Grammar.Block.allCases { #expect(text.contains("`\(block.rawValue)`"), "block \(block.rawValue)") }
    for filter in Filter.signatures { #expect(text.contains("`\(filter.name)"), "filter \(filter.name)") }
    let keys = Grammar.Block.allCases.flatMap { $0.keys + $0.companions } + Grammar.style + Grammar.page + Grammar.cell
    for key in Set(keys) { #expect(text.contains(key), "key \(key)") }
    for style in StyleChanges.builtIn.keys where !style.hasPrefix("heading-") {
      #expect(text.contains(style), "style \(style)")
    }
  }

  @Test func everyPathOfAReportIsExplained() {
    func names(_ shape: DataShape) -> [String] {
      switch shape {
      case .object(let members): members.flatMap { [$0] + names($1) }
      case .list(let shape), .optional(let shape): names(shape)
      default: []
      }
    }
    for name in Set(Report.Kind.allCases.flatMap { names(.report($0)) }) {
      #expect(text.contains("`\(name)`") || text.contains(".\(name)`"), "\(name)")
    }
  }

  @Test(.scratchFolders) func theExampleWorks() throws {
    let example = try #require(text.split(separator: "```yaml\n").dropFirst().first?.split(separator: "```").first)
    let folder = repository.appending(path: "templates").path
    let file = URL(filePath: try scratchFolder()).appending(path: "example.yaml")
    try example.replacing("parts/", with: "\(folder)/parts/").write(to: file, atomically: true, encoding: .utf8)
    let document = try Template(path: file.path).document(for: sampleReport().data)
    #expect(document.text == "基础信息")
    #expect(document.page.watermark?.text == "样张")
  }
}
