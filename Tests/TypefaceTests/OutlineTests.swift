import Testing

@testable import Typeface

@Test func closingLineIsLeftToTheRasterizer() {
  var outline = Outline()
  outline.move(to: 0, 0)
  outline.line(to: 100, 0)
  outline.line(to: 100, 100)
  outline.line(to: 0, 0)
  outline.close()
  #expect(outline.steps.count == 3)
}
