import ScratchFolders
import Testing

@testable import Typeface

/// HarfBuzz reads what the encoder wrote.
@Suite(.scratchFolders) struct CharstringTests {
  @Test func randomOutlinesComeBackAsTheyWere() throws {
    var generator = SeededGenerator(seed: 2021)
    let outlines = (0..<400).map { _ in randomOutline(using: &generator) }
    var encoder = CharstringEncoder()
    let charstrings = outlines.map { encoder.charstring($0, width: 1000) }
    for charstring in charstrings {
      for (opcode, operands) in try operators(of: charstring) {
        #expect(operands.count <= 48, "operator \(opcode) overflows the stack")
      }
    }
    let glyphs = (1..<outlines.count).map { GlyphID($0) }
    let cff =
      CompactFont.tables(
        name: "Test", boundingBox: GlyphBox(left: 0, bottom: 0, right: 1000, top: 1000), glyphs: glyphs,
        lengths: charstrings.map(\.count)) + charstrings.flatMap { $0 }
    let read = try TypefaceTests.outlines(ofCFF: cff, glyphCount: outlines.count)
    for (one, other) in zip(outlines, read) { #expect(one == other) }
  }

  @Test func operatorsAreTheShortestOnes() throws {
    func opcodes(_ draw: (inout Outline) -> Void) throws -> [UInt8] {
      var outline = Outline()
      draw(&outline)
      var encoder = CharstringEncoder()
      return try operators(of: encoder.charstring(outline, width: 1000)).map(\.opcode)
    }
    // A staircase is one hlineto, an ellipse one hvcurveto, a slanting line at the end of curves one rcurveline.
    let staircase = try opcodes {
      $0.move(to: 0, 0)
      for step in 1...10 {
        $0.line(to: Float(step) * 10, Float(step - 1) * 10)
        $0.line(to: Float(step) * 10, Float(step) * 10)
      }
    }
    #expect(staircase == [22, 6, 14])
    let ellipse = try opcodes {
      $0.move(to: 100, 0)
      $0.curve(150, 0, 200, 50, to: 200, 100)
      $0.curve(200, 150, 150, 200, to: 100, 200)
      $0.curve(50, 200, 0, 150, to: 0, 100)
      $0.curve(0, 50, 50, 0, to: 100, 0)
    }
    #expect(ellipse == [22, 31, 14])
    let tail = try opcodes {
      $0.move(to: 3, 5)
      $0.curve(10, 11, 20, 22, to: 31, 33)
      $0.curve(40, 41, 52, 53, to: 61, 62)
      $0.line(to: 70, 1)
    }
    #expect(tail == [21, 24, 14])
  }

  @Test(arguments: [(1000, nil), (500, 0), (554, 54), (0, -500), (1631, 1131), (1632, 1132), (16000, 15500)])
  func widthStandsBeforeTheFirstOperatorUnlessItIsTheDefault(width: Int, operand: Int?) throws {
    var encoder = CharstringEncoder()
    let empty = try operators(of: encoder.charstring(Outline(), width: width))
    #expect(empty.count == 1)
    #expect(empty[0].opcode == 14)
    #expect(empty[0].operands == (operand.map { [$0] } ?? []))
  }

  /// Contours of all kinds of steps; many run along an axis, as strokes do, and some runs are longer than the stack.
  private func randomOutline(using generator: inout SeededGenerator) -> Outline {
    var outline = Outline()
    for _ in 0..<Int.random(in: 0...4, using: &generator) {
      let reach = [20, 200, 1500].randomElement(using: &generator) ?? 20
      func step() -> Int {
        Int.random(in: 0..<3, using: &generator) == 0 ? 0 : Int.random(in: -reach...reach, using: &generator)
      }
      let start = (x: step(), y: step())
      var (x, y) = start
      func advance() -> (Float, Float) {
        (x, y) = (max(-4000, min(4000, x + step())), max(-4000, min(4000, y + step())))
        return (Float(x), Float(y))
      }
      outline.move(to: Float(x), Float(y))
      let favour = Int.random(in: 0...2, using: &generator)
      for _ in 0..<Int.random(in: 1...40, using: &generator) {
        if Int.random(in: 0...2, using: &generator) < favour {
          let (one, two, three) = (advance(), advance(), advance())
          outline.curve(one.0, one.1, two.0, two.1, to: three.0, three.1)
        } else {
          let end = advance()
          outline.line(to: end.0, end.1)
        }
      }
      outline.line(to: Float(start.x), Float(start.y))
      outline.close()
    }
    return outline
  }
}
