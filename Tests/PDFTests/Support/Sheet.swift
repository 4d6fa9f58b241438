import Blocks
import Foundation
import Testing
import Typeface
import Typesetting

@testable import PDF
@testable import PDFReading

/// The fonts of these tests, prepared once: by the finished command if it ran before (scripts/test), which is faster than a debug build.
enum TestFonts {
  static let set = Result { try FontSet(configuration: fixture("fonts.yaml"), cache: cache) }

  private static var cache: String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../../.build/checks/home/fonts")
      .path
  }
}

func fixture(_ name: String) throws -> String {
  try #require(Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Fixtures")).path
}

/// Puts text on a page without any typesetting: one run for each stretch of one font.
struct Sheet {
  let fonts: FontSet
  var page = Page()

  init() throws { fonts = try TestFonts.set.get() }

  mutating func write(
    _ text: String, x: Length, y: Length, size: Length = 12, role: String = "song", color: Color = .black,
    rotation: Double = 0, adjustments: [Int16] = []
  ) throws {
    let chain = try #require(fonts.chain(role: role))
    var origin = Point(x: x, y: y)
    var current: (font: FontID, start: Int)?
    func run(_ current: (font: FontID, start: Int)) -> Mark {
      .text(
        GlyphRun(
          font: current.font, size: size, color: color, origin: origin, rotation: rotation,
          glyphs: current.start..<page.glyphs.count))
    }
    var width = 0
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      if (0xFE00...0xFE0F).contains(scalar.value) || (0xE0100...0xE01EF).contains(scalar.value) { continue }
      let next = index + 1 < scalars.count ? scalars[index + 1] : nil
      let selector = next.flatMap { $0.properties.isVariationSelector ? $0 : nil }
      let (font, glyph) = try #require(chain.glyph(for: scalar, selector: selector))
      if let open = current, open.font != font {
        page.marks.append(run(open))
        origin.x = origin.x + size * Double(width) / 1000
        (current, width) = (nil, 0)
      }
      current = current ?? (font, page.glyphs.count)
      let adjustment = adjustments.isEmpty ? 0 : adjustments[index % adjustments.count]
      page.glyphs.append(PlacedGlyph(id: glyph, adjustment: adjustment))
      width += fonts[font].advance(of: glyph) + Int(adjustment)
    }
    if let current { page.marks.append(run(current)) }
  }
}

extension PDFProperties {
  static func sample(attachments: [PDFAttachment] = []) -> PDFProperties {
    PDFProperties(
      information: Document.Information(
        title: "法人和非法人组织公共信用信息报告", author: "示例市信用中心", subject: "示例有限公司 <91&>",
        keywords: ["信用", "report"]),
      creator: "xinbao 1.0", createdAt: 1_795_000_000, identifier: Array(1...16), attachments: attachments)
  }
}

func render(
  _ pages: [Page], background: Page? = nil, outline: [OutlineEntry] = [], pictures: [PictureID: Bitmap] = [:],
  properties: PDFProperties = .sample()
) throws -> [UInt8] {
  try renderPDF(
    Pages(size: .a4, pages: pages, background: background, outline: outline), fonts: try TestFonts.set.get(),
    pictures: pictures, properties: properties)
}
