import Blocks
import Typeface

@testable import Typesetting

/// Fonts without files: every character of the first plane is its own glyph in font 0, Extension B in font 1. Wide
/// characters are an em wide, the others half. Private use and the third plane have no glyph.
extension Metrics {
  static let simple = Metrics(
    glyph: { _, scalar, selector in
      if selector != nil { return (FontID(index: 2), GlyphID(truncatingIfNeeded: scalar.value)) }
      switch scalar.value {
      case 0xE000...0xF8FF, 0x30000...: return nil
      case 0x20000...0x2FFFF: return (FontID(index: 1), GlyphID(truncatingIfNeeded: scalar.value))
      case 0x10000...: return nil
      default: return (FontID(index: 0), GlyphID(scalar.value))
      }
    },
    advance: { font, glyph in font.index > 0 || isWide(UInt32(glyph)) ? 1000 : 500 },
    hasRole: { $0 != .biaosong })

  private static func isWide(_ value: UInt32) -> Bool {
    value >= 0x2E80 || [0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026, 0x2460].contains(value)
  }
}

let typesetter = Typesetter(metrics: .simple)

/// A glyph as a reader sees it.
struct SeenGlyph {
  var scalar: Unicode.Scalar
  var x: Double
  var baseline: Double
  var size: Double
  var advance: Double
  var right: Double { x + advance }
}

extension Page {
  /// In drawing order.
  var seenGlyphs: [SeenGlyph] {
    var seen: [SeenGlyph] = []
    for case .text(let run) in marks {
      var x = run.origin.x.points
      let size = run.size.points
      for glyph in glyphs[run.glyphs] {
        let scalar = Unicode.Scalar(UInt32(glyph.id) + (run.font.index == 1 ? 0x20000 : 0))!
        let advance = Double(Metrics.simple.advance(run.font, glyph.id)) * size / 1000
        seen.append(
          SeenGlyph(scalar: scalar, x: x, baseline: run.origin.y.points, size: size, advance: advance))
        x += advance + Double(glyph.adjustment) * size / 1000
      }
    }
    return seen
  }

  /// Lines in drawing order: glyphs that follow each other on one baseline, no more than an em apart.
  var lines: [[SeenGlyph]] {
    seenGlyphs.reduce(into: []) { lines, glyph in
      if let last = lines.last?.last, last.baseline == glyph.baseline,
        (last.x...last.right + 10.02).contains(glyph.x)
      {
        lines[lines.count - 1].append(glyph)
      } else {
        lines.append([glyph])
      }
    }
  }

  var text: String { String(String.UnicodeScalarView(seenGlyphs.map(\.scalar))) }
  var lineTexts: [String] { lines.map { String(String.UnicodeScalarView($0.map(\.scalar))) } }
}

extension Pages {
  var text: String { pages.map(\.text).joined() }
}

extension String {
  var withoutSpaces: String {
    String(String.UnicodeScalarView(unicodeScalars.filter { !$0.properties.isWhitespace }))
  }
}

extension Document {
  /// On a page with a body of the given size and no furniture.
  init(_ blocks: [Block], width: Length = 400, height: Length = 600) {
    var setup = PageSetup(margins: Insets(all: 20))
    setup.size = Size(width: width + 40, height: height + 40)
    self.init(information: Information(title: "示例"), page: setup, blocks: blocks)
  }
}

extension Block {
  static func text(
    _ text: String, size: Length = 10, _ change: (inout ParagraphStyle) -> Void = { _ in }
  ) -> Block {
    var style = ParagraphStyle()
    style.lineHeight = 2
    change(&style)
    return .paragraph(Paragraph(runs: [TextRun(text, style: CharacterStyle(size: size))], style: style))
  }
}

/// SplitMix64: the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Text as it stands in reports: sentences of hanzi with marks in pairs and alone, numbers, dates, words and spaces.
func randomText(_ generator: inout SeededGenerator, pieces: Int) -> String {
  let hanzi = Array("国家税务总局广东省深圳市企业信用信息公示系统行政处罚决定书当事人违反有关规定一二三")
  let others = [
    "，", "。", "、", "；", "：", "？", "！", "（", "）", "《", "》", "“", "”", "【", "】", "——", "……", "·", "％",
    "12,345.67", "2024-05-01", "Ltd", "A", "COVID-19", "8", "95%", "（2021）", "〔2024〕", " ", " and ", "．", "～", "𠮷", "𬀩",
  ]
  var text = ""
  for _ in 0..<pieces {
    if Int.random(in: 0..<3, using: &generator) > 0 {
      for _ in 0...Int.random(in: 0..<6, using: &generator) {
        text.append(hanzi[Int.random(in: 0..<hanzi.count, using: &generator)])
      }
    } else {
      text += others[Int.random(in: 0..<others.count, using: &generator)]
    }
  }
  return text
}

/// Whether measures (points) agree but for rounding.
func near(_ a: [Double], _ b: [Double], within tolerance: Double = 1e-4) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance }
}
