import Blocks
import Testing
import Typeface
import Typesetting

@testable import PDF
@testable import PDFReading

/// The content stream of one page, without fonts: every glyph is one em wide.
private func content(
  of page: Page, structure: Structure = Structure(), pictures: PictureNames? = nil
) throws -> [UInt8] {
  var content = PageContent(height: 800, hasBackground: false, structure: structure)
  let names = try pictures ?? PictureNames(shownOn: [], from: [:])
  let written = try content.write(page, number: 1, pictures: names, try Deflater(level: 1))
  return try inflate(written.stream[...], limit: UnpackingLimit("a page", total: 1 << 24))
}

private func text(
  _ marks: [Mark], _ glyphs: [PlacedGlyph] = [], structure: Structure = Structure(), pictures: PictureNames? = nil
) throws -> String {
  var page = Page()
  (page.marks, page.glyphs) = (marks, glyphs)
  return String(decoding: try content(of: page, structure: structure, pictures: pictures), as: UTF8.self)
}

private func run(
  _ glyphs: Range<Int>, x: Length = 0, y: Length = 800, rotation: Double = 0, font: UInt8 = 0,
  element: ElementID = .artifact
) -> Mark {
  .text(
    GlyphRun(
      font: FontID(index: font), size: 10, color: .black, element: element, origin: Point(x: x, y: y),
      rotation: rotation, glyphs: glyphs))
}

struct PageContentTests {
  private let letters = "ABCDEF".utf8.map { PlacedGlyph(id: 0x4100 | UInt16($0)) }

  @Test func nothingIsSetTwice() throws {
    let marks = [run(0..<2, x: 50, y: 100), run(2..<4, x: 50, y: 115.5), run(4..<5, x: 50, y: 130, font: 1)]
    #expect(
      try text(marks, letters)
        == "BT/Artifact BMC/F0 10 Tf 50 700 Td(AAAB)Tj 0 -15.5 Td(ACAD)Tj/F1 10 Tf 0 -14.5 Td(AE)Tj EMC ET")
  }

  @Test func aLineOfOneAdjustmentNeedsNoArray() throws {
    let glyphs = letters.map { PlacedGlyph(id: $0.id, adjustment: 25) }
    #expect(try text([run(0..<6)], glyphs) == "BT/Artifact BMC/F0 10 Tf 0 0 Td .25 Tc(AAABACADAEAF)Tj EMC ET")
    // What the last glyph adds moves nothing.
    #expect(try text([run(0..<1)], glyphs) == "BT/Artifact BMC/F0 10 Tf 0 0 Td(AA)Tj EMC ET")
  }

  @Test func pathsOfOneStrokeArePaintedTogether() throws {
    let thin = Stroke(width: 0.5)
    let marks: [Mark] = [
      .line(from: Point(x: 0, y: 800), to: Point(x: 9, y: 800), thin),
      .frame(Rect(x: 1, y: 2, width: 3, height: 4), thin),
      .line(from: Point(x: 0, y: 790), to: Point(x: 9, y: 790), Stroke(width: 0.5, pattern: .dashed)),
      .fill(Rect(x: 0, y: 0, width: 10, height: 10), Color(hex: 0xFF0000)),
      .fill(Rect(x: 10, y: 0, width: 10, height: 10), Color(hex: 0xFF0000)),
      .fill(Rect(x: 20, y: 0, width: 10, height: 10), Color(hex: 0x808080)),
    ]
    #expect(
      try text(marks)
        == "/Artifact BMC .5 w 0 0 m 9 0 l 1 794 3 4 re S[3 2]0 d 0 10 m 9 10 l S "
        + "1 0 0 rg 0 790 10 10 re 10 790 10 10 re f .502 g 20 790 10 10 re f EMC")
  }

  @Test func rotatedTextTurnsAboutItsOrigin() throws {
    #expect(
      try text([run(0..<1, x: 100, y: 700, rotation: 45), run(1..<2, x: 5, y: 795)], letters)
        == "BT/Artifact BMC/F0 10 Tf .70711 .70711 -.70711 .70711 100 100 Tm(AA)Tj EMC ET "
        + "BT/Artifact BMC 5 5 Td(AB)Tj EMC ET")
  }

  @Test func textAndPicturesBelongToTheirElements() throws {
    var structure = Structure()
    let heading = structure.add(.heading1, to: .document)
    let paragraph = structure.add(.paragraph, to: .document)
    let box = structure.add(.span, text: "𠀀", to: paragraph)
    let figure = structure.add(.figure, text: "图", to: .document)
    var page = Page()
    page.marks = [.picture(.verificationCode, Rect(x: 0, y: 0, width: 8, height: 8), figure)]
    let picture = Bitmap(width: 8, height: 8, rows: [UInt8](repeating: 0, count: 8))
    let names = try PictureNames(shownOn: [page], from: [.verificationCode: picture])
    let marks =
      [.fill(Rect(x: 0, y: 0, width: 9, height: 9), .black), run(0..<1, element: heading)]
      + [run(1..<2, element: paragraph), run(2..<3, element: paragraph), run(3..<4, element: box)]
      + [run(4..<5, element: paragraph)] + page.marks + [run(5..<6)]
    #expect(
      try text(marks, letters, structure: structure, pictures: names)
        == "/Artifact BMC 0 791 9 9 re f EMC "
        + "BT/H1<</MCID 0>>BDC/F0 10 Tf 0 0 Td(AA)Tj EMC/P<</MCID 1>>BDC 0 0 Td(AB)Tj 0 0 Td(AC)Tj EMC"
        + "/Span<</MCID 2/ActualText<FEFFD840DC00>>>BDC 0 0 Td(AD)Tj EMC/P<</MCID 3>>BDC 0 0 Td(AE)Tj EMC ET"
        + "/Figure<</MCID 4>>BDC q 1 g 0 792 8 8 re f 0 g 8 0 0 8 0 792 cm/P0 Do Q EMC "
        + "BT/Artifact BMC 0 0 Td(AF)Tj EMC ET")
  }

  @Test func everyGlyphLandsWhereTheTypesetterPutIt() throws {
    var random = SeededGenerator(11)
    for _ in 0..<60 {
      var page = Page()
      var expected: [ContentInterpreter.Placed] = []
      for _ in 0..<12 {
        let start = page.glyphs.count
        let usual = Int16.random(in: -40...120, using: &random)
        let count = Int.random(in: 1...40, using: &random)
        let strays = Int.random(in: 1...4, using: &random)
        let (x, y) = (Double.random(in: 0...500, using: &random), Double.random(in: 0...800, using: &random))
        let size = Double(Int.random(in: 600...2200, using: &random)) / 100
        let font = UInt8.random(in: 0...2, using: &random)
        var offset = 0.0
        for _ in 0..<count {
          let isStray = Int.random(in: 0..<4, using: &random) < strays - 1
          let adjustment = isStray ? Int16.random(in: -500...500, using: &random) : usual
          let id = GlyphID.random(in: 1...65535, using: &random)
          page.glyphs.append(PlacedGlyph(id: id, adjustment: adjustment))
          expected.append(.init(code: id, font: "F\(font)", x: x + offset, y: 800 - y))
          offset += Double(1000 + Int(adjustment)) / 1000 * size
        }
        page.marks.append(
          .text(
            GlyphRun(
              font: FontID(index: font), size: Length(points: size), color: .black,
              origin: Point(x: Length(points: x), y: Length(points: y)), glyphs: start..<page.glyphs.count)))
      }
      let placed = try ContentInterpreter(try content(of: page)) { _, _ in 1000 }.placed
      #expect(placed.map(\.code) == expected.map(\.code))
      #expect(placed.map(\.font) == expected.map(\.font))
      for (found, wanted) in zip(placed, expected) {
        // A hundredth of a point is 1/280 mm.
        #expect(abs(found.x - wanted.x) < 0.011 && abs(found.y - wanted.y) < 0.011)
      }
    }
  }

  @Test(arguments: [Double.nan, .infinity, 40_000, -1e300])
  func marksOutsideOfAnyPaperAreRefused(coordinate: Double) {
    let length = Length(points: coordinate)
    for mark in [
      run(0..<1, x: length), .fill(Rect(x: 0, y: length, width: 1, height: 1), .black),
      .line(from: Point(x: 0, y: 0), to: Point(x: 0, y: 0), Stroke(width: length)),
    ] {
      #expect(throws: PDFError.coordinateOutOfRange(page: 1)) { try text([mark], letters) }
    }
  }
}
