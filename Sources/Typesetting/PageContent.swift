import Blocks
import Typeface

/// The marks of a page being made, separated by layer: fills lie under lines, lines under text.
struct PageContent {
  var glyphs: [PlacedGlyph] = []
  var fills: [Mark] = []
  var strokes: [Mark] = []
  /// Text and pictures.
  var texts: [Mark] = []

  init() {
    glyphs.reserveCapacity(1 << 11)
    texts.reserveCapacity(1 << 7)
  }

  consuming func finished() -> Page {
    var page = Page()
    page.glyphs = glyphs
    page.marks.reserveCapacity(fills.count + strokes.count + texts.count)
    page.marks.append(contentsOf: fills)
    page.marks.append(contentsOf: strokes)
    page.marks.append(contentsOf: texts)
    return page
  }
}

extension Point {
  init(_ x: Double, _ y: Double) { self.init(x: Length(points: x), y: Length(points: y)) }
}

extension Rect {
  init(_ x: Double, _ y: Double, _ width: Double, _ height: Double) {
    self.init(
      x: Length(points: x), y: Length(points: y), width: Length(points: width), height: Length(points: height))
  }
}
