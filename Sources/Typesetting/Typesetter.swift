public import Blocks
public import Typeface

/// Sets documents: turns blocks into pages of placed glyphs. A typesetter is made once for a set of fonts and shared by
/// all threads; the same document always gives the same pages.
public struct Typesetter: Sendable {
  private let tables: CharacterTables
  private let rules = BreakRules()

  public init(fonts: FontSet) { self.init(metrics: Metrics(fonts)) }

  init(metrics: Metrics) { tables = CharacterTables(metrics: metrics) }

  /// - Throws: for mistakes of the template: invalid lengths, columns without width, a role without a font. No text,
  ///   however long or strange, makes it fail.
  public func pages(of document: Document) throws(TypesettingError) -> Pages {
    let setup = document.page
    try check(setup)
    let bodyWidth = (setup.size.width - setup.margins.left - setup.margins.right).points
    // The page count is only known after setting. If the text shows it, the text is set again with the actual count.
    var pageCount = 1
    var attempts = 3
    while true {
      var composer = Composer(
        tables: tables, rules: rules, pageCount: pageCount, galley: Galley(characters: 1 << 14))
      let list = try composer.list(document.blocks, width: bodyWidth)
      var builder = PageBuilder(galley: composer.galley, setup: setup, tables: tables)
      composer.galley = Galley()  // The builder's galley is now the only one and can be changed in place.
      builder.fill(with: list)
      attempts -= 1
      if composer.usesPageCount && builder.contents.count != pageCount && attempts > 0 {
        pageCount = builder.contents.count
        continue
      }
      return try finish(&builder, composer.missing, setup)
    }
  }

  private func finish(
    _ builder: inout PageBuilder, _ missing: [UInt32: Int], _ setup: PageSetup
  ) throws(TypesettingError) -> Pages {
    var furniture = FurnitureLayout(
      composer: Composer(tables: tables, rules: rules, pageCount: builder.contents.count), setup: setup)
    try builder.place(&furniture)
    var background: Page?
    if let watermark = setup.watermark { background = try furniture.background(watermark) }
    var counts = missing
    counts.merge(furniture.composer.missing, uniquingKeysWith: +)
    return Pages(
      size: setup.size, pages: builder.finishedPages(), background: background, outline: builder.outline,
      structure: builder.galley.structure,
      missing: counts.sorted { $0.key < $1.key }.compactMap { value, count in
        guard count > 0 else { return nil }
        return Unicode.Scalar(value).map { MissingCharacter(scalar: $0, count: count) }
      })
  }

  private func check(_ setup: PageSetup) throws(TypesettingError) {
    for (name, length) in [
      ("the page's width", setup.size.width), ("the page's height", setup.size.height),
      ("the top margin", setup.margins.top), ("the right margin", setup.margins.right),
      ("the bottom margin", setup.margins.bottom), ("the left margin", setup.margins.left),
    ] where !(length.points.isFinite && length >= 0 && length.points <= 100_000) {
      throw TypesettingError(.badValue(name: name, value: length.points))
    }
    let width = setup.size.width - setup.margins.left - setup.margins.right
    let height = setup.size.height - setup.margins.top - setup.margins.bottom
    guard width > 0, height > 0 else { throw TypesettingError(.noRoomForBody(width: width, height: height)) }
  }
}

extension Metrics {
  init(_ fonts: FontSet) {
    self.init(
      glyph: { role, scalar, selector in fonts.chain(role: role.rawValue)?.glyph(for: scalar, selector: selector) },
      advance: { font, glyph in fonts[font].advance(of: glyph) },
      hasRole: { fonts.chain(role: $0.rawValue) != nil })
  }
}
