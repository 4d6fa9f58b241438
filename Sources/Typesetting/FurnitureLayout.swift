import Blocks
import Typeface

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Headers, footers and the watermark. They are set when the number of pages is known.
struct FurnitureLayout {
  var composer: Composer
  let setup: PageSetup

  /// A line of furniture after setting: its parts with their offsets from the left of the body.
  struct SetLine {
    var parts: [(items: Range<Int>, x: Double)] = []
    var size = 0.0
  }

  /// Sets the three parts of a line in a width; all are scaled down if they would overlap.
  mutating func line(_ furniture: Furniture, width: Double) throws(TypesettingError) -> SetLine {
    let runs = [furniture.left, furniture.center, furniture.right]
    let size = runs.joined().map(\.style.size.points).max() ?? 0
    let gap = size
    var parts: [(items: Range<Int>, width: Double)] = []
    for runs in runs {
      let items = try composer.itemize(runs)
      parts.append((items, composer.naturalWidth(of: items)))
    }
    let (left, center, right) = (parts[0].width, parts[1].width, parts[2].width)
    let needed =
      center > 0
      ? center + 2 * max(left > 0 ? left + gap : 0, right > 0 ? right + gap : 0)
      : left + right + (left > 0 && right > 0 ? gap : 0)
    let scale = needed > width ? width / needed : 1
    if scale < 1 { for part in parts { composer.scale(part.items, by: scale) } }
    var line = SetLine()
    line.size = size * scale
    let alignments: [ParagraphStyle.Alignment] = [.left, .center, .right]
    for (part, alignment) in zip(parts, alignments) where !part.items.isEmpty {
      line.parts.append((part.items, alignment.offset(of: part.width * scale, in: width)))
    }
    return line
  }

  /// Text in a grid over the whole page, each copy rotated about its own centre.
  mutating func background(_ watermark: Watermark) throws(TypesettingError) -> Page? {
    guard watermark.across > 0, watermark.down > 0 else { return nil }
    guard watermark.angle.isFinite else {
      throw TypesettingError(.badValue(name: "a watermark's angle", value: watermark.angle))
    }
    guard max(watermark.across, watermark.down) <= 100 else {
      let number = max(watermark.across, watermark.down)
      throw TypesettingError(.badValue(name: "a watermark's number", value: Double(number)))
    }
    let items = try composer.itemize([TextRun(watermark.text, style: watermark.style)])
    var builder = PageBuilder(galley: composer.galley, setup: setup, tables: composer.tables)
    builder.place(items, x: 0, baseline: 0)
    let width = composer.naturalWidth(of: items)
    let (size, pageSize) = (watermark.style.size.points, setup.size)
    let radians = watermark.angle * .pi / 180
    let (cosine, sine) = (cos(radians), sin(radians))
    var page = Page()
    page.glyphs = builder.content.glyphs
    for row in 0..<watermark.down {
      for column in 0..<watermark.across {
        let centerX = pageSize.width.points * (Double(column) + 0.5) / Double(watermark.across)
        let centerY = pageSize.height.points * (Double(row) + 0.5) / Double(watermark.down)
        for case .text(var run) in builder.content.texts {
          // From the centre of the text: along the baseline, and from the middle of the em box down to it.
          let along = run.origin.x.points - width / 2
          let down = (HanBox.ascent - HanBox.descent) / 2 * size
          run.origin = Point(centerX + along * cosine + down * sine, centerY - along * sine + down * cosine)
          run.rotation = watermark.angle
          page.marks.append(.text(run))
        }
      }
    }
    return page
  }
}

extension PageBuilder {
  /// Adds header and footer to the pages that should have them.
  mutating func place(_ furniture: inout FurnitureLayout) throws(TypesettingError) {
    guard setup.header != nil || setup.footer != nil else { return }
    let pages = contents
    contents = []
    for page in pages {
      content = page
      if !contents.isEmpty || setup.furnitureOnFirstPage {
        if let header = setup.header { try place(header, isHeader: true, &furniture) }
        if let footer = setup.footer { try place(footer, isHeader: false, &furniture) }
      }
      contents.append(content)
    }
  }

  private mutating func place(
    _ line: Furniture, isHeader: Bool, _ furniture: inout FurnitureLayout
  ) throws(TypesettingError) {
    let (left, width) = (body.origin.x.points, body.size.width.points)
    let distance = line.distance.points
    furniture.composer.galley.items.removeAll(keepingCapacity: true)
    furniture.composer.pageNumber = pageIndex + 1
    let set = try furniture.line(line, width: width)
    swap(&galley, &furniture.composer.galley)
    defer { swap(&galley, &furniture.composer.galley) }
    let top = isHeader ? distance : setup.size.height.points - distance - set.size
    element = .artifact
    for part in set.parts { place(part.items, x: left + part.x, baseline: top + HanBox.ascent * set.size) }
    if let stroke = line.rule {
      let y = isHeader ? top + 1.35 * set.size : top - 0.35 * set.size
      content.strokes.append(.line(from: Point(left, y), to: Point(left + width, y), stroke))
    }
  }

  consuming func finishedPages() -> [Page] { contents.map { $0.finished() } }
}
