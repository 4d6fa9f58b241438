import Testing

@testable import Typeface

@Suite struct OutlineTests {
  @Test func theClosingLineIsLeftToTheRasterizer() {
    var outline = Outline()
    outline.move(to: 0, 0)
    outline.line(to: 100, 0)
    outline.line(to: 100, 50)
    outline.line(to: 0, 0)
    outline.close()
    // The slanting line is the longest to write, so it is the one that closing draws.
    #expect(
      outline.steps == [
        .init(kind: .move), .init(kind: .line, dx3: 100), .init(kind: .line, dy3: 50),
      ])
  }

  @Test func aContourIsTurnedUntilALineClosesIt() {
    var outline = Outline()
    outline.move(to: 10, 10)
    outline.line(to: 210, 20)
    outline.curve(200, 100, 100, 200, to: 10, 10)
    outline.close()
    outline.move(to: 0, 0)
    outline.curve(0, 10, 5, 20, to: 30, 30)
    outline.curve(40, 20, 5, 0, to: 0, 0)
    outline.close()
    #expect(outline.steps.map(\.kind) == [.move, .curve, .move, .curve, .curve])
    #expect((outline.steps[0].dx3, outline.steps[0].dy3) == (210, 20))
    // The second contour starts at 0, 0, and the first one stopped at 10, 10.
    #expect((outline.steps[2].dx3, outline.steps[2].dy3) == (-10, -10))
  }

  @Test func pointsAreRoundedNotSteps() {
    var outline = Outline()
    outline.move(to: 0.4, 0.4)
    for step in 1...10 { outline.line(to: 0.4 + 1.4 * Float(step), 0.4) }
    #expect(outline.steps.map(\.dx3) == [0, 2, 1, 2, 1, 1, 2, 1, 2, 1, 1])
  }

  @Test func emptyContoursAndStandstillsLeaveNothing() {
    var outline = Outline()
    outline.move(to: 5, 5)
    outline.close()
    outline.move(to: 7, 7)
    outline.line(to: 7.2, 6.9)
    outline.close()
    outline.move(to: 1, 2)
    outline.line(to: 11, 2)
    outline.line(to: 11, 12)
    outline.line(to: 1, 2)
    outline.close()
    #expect(
      outline.steps == [.init(kind: .move, dx3: 1, dy3: 2), .init(kind: .line, dx3: 10), .init(kind: .line, dy3: 10)])
  }

  @Test func numbersBeyondAnyEmDoNotStopTheProgram() {
    var outline = Outline()
    outline.move(to: .nan, .infinity)
    outline.line(to: -.infinity, 1e30)
    #expect(outline.bounds == GlyphBox(left: -16000, bottom: 16000, right: 0, top: 16000))
  }
}
