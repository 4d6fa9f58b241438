import Blocks
import Typeface
import Typesetting

/// Turns the marks of pages into content streams, one after the other. Only here is the y axis flipped: PDF's origin is
/// the bottom left corner.
///
/// It tracks the page's graphics state (ISO 32000-1, 8.4), so that nothing is set twice, and keeps a text object or
/// path open while marks of its kind follow each other.
struct PageContent: ~Copyable {
  /// A page's content stream, deflated, and the elements of its marked-content sequences in the order of their
  /// identifiers.
  typealias Written = (stream: [UInt8], sequences: [ElementID])

  /// The glyphs of all pages so far.
  private var usage = GlyphUsage()
  private var marked: MarkedContent
  private var stream = ContentStream()
  /// The background is a form, which is an artifact as a whole.
  private var isForm = false
  /// A mark lies where no reader would show it.
  private var isOutOfRange = false
  private let hasBackground: Bool
  private let height: Int
  private var open = Open.nothing
  private var fillColor = Color.black
  private var strokeColor = Color.black
  private var lineWidth = 100
  private var pattern = Stroke.Pattern.solid
  private var font: (id: FontID, size: Int)?
  /// In 1/100 000 point, which is exact for this font size.
  private var characterSpacing = 0
  /// The start of the line that `Td` moves from.
  private var lineStart = (x: 0, y: 0)

  private enum Open { case nothing, text, fill, stroke }

  init(height: Length, hasBackground: Bool, structure: Structure) {
    self.height = Coordinate.hundredths(height) ?? 0
    self.hasBackground = hasBackground
    marked = MarkedContent(structure)
  }

  /// - Parameter number: from 1.
  mutating func write(
    _ page: Page, number: Int, pictures: PictureNames, _ deflater: borrowing Deflater
  ) throws(PDFError) -> Written {
    begin(isForm: false)
    if hasBackground {
      belong(to: .artifact)
      stream.append(.background)
      stream.append("Do")
    }
    try draw(page, number: number, pictures: pictures)
    return (deflater.deflate(stream.bytes), marked.sequences)
  }

  /// The form that is drawn under every page, deflated.
  mutating func write(
    background: Page, pictures: PictureNames, _ deflater: borrowing Deflater
  ) throws(PDFError) -> [UInt8] {
    begin(isForm: true)
    // A watermark's text is empty (ISO 32000-1, 14.9.4): copying or searching a page's text must not find its
    // characters between the lines.
    stream.append("/Span<</ActualText()>>BDC")
    try draw(background, number: 0, pictures: pictures)
    stream.append("EMC")
    return deflater.deflate(stream.bytes)
  }

  /// The glyphs of all pages and the background, once there will be no more.
  consuming func glyphs() -> GlyphUsage { usage }

  private mutating func draw(_ page: Page, number: Int, pictures: PictureNames) throws(PDFError) {
    for mark in page.marks { try draw(mark, glyphs: page.glyphs, pictures: pictures) }
    close()
    marked.end(in: &stream)
    if isOutOfRange { throw .coordinateOutOfRange(page: number) }
  }

  /// Resets the state for a new page.
  private mutating func begin(isForm: Bool) {
    stream.removeAll()
    marked.begin()
    self.isForm = isForm
    (open, isOutOfRange) = (.nothing, false)
    (fillColor, strokeColor) = (.black, .black)
    (lineWidth, pattern) = (100, .solid)
    (font, characterSpacing) = (nil, 0)
  }

  private mutating func draw(_ mark: Mark, glyphs: [PlacedGlyph], pictures: PictureNames) throws(PDFError) {
    switch mark {
    case .text(let run): draw(run, glyphs[run.glyphs])
    case .fill(let rect, let color):
      open(.fill, continuing: fillColor == color)
      setFill(color)
      append(rect)
      stream.append("re")
    case .line(let start, let end, let stroke):
      open(.stroke, continuing: isCurrent(stroke))
      set(stroke)
      append(start)
      stream.append("m")
      append(end)
      stream.append("l")
    case .frame(let rect, let stroke):
      open(.stroke, continuing: isCurrent(stroke))
      set(stroke)
      append(rect)
      stream.append("re")
    case .picture(let id, let rect, let element):
      close()
      belong(to: element)
      draw(try pictures.picture(id), in: rect)
    }
  }

  // MARK: Text

  private mutating func draw(_ run: GlyphRun, _ glyphs: ArraySlice<PlacedGlyph>) {
    guard !glyphs.isEmpty else { return }
    usage.insert(glyphs, of: run.font)
    let (x, y) = (hundredths(run.origin.x), height - hundredths(run.origin.y))
    if run.rotation != 0 { close() }
    open(.text)
    belong(to: run.element)
    setFill(run.color)
    set(run.font, size: run.size)
    if run.rotation == 0 {
      append(x - lineStart.x, y - lineStart.y)
      stream.append("Td")
      lineStart = (x, y)
    } else {
      appendRotation(run.rotation)
      append(x, y)
      stream.append("Tm")
    }
    show(glyphs)
    if run.rotation != 0 { close() }
  }

  private mutating func set(_ id: FontID, size: Length) {
    let size = hundredths(size)
    if let font, font == (id, size) { return }
    font = (id, size)
    stream.append(.font(Int(id.index)))
    stream.append(size)
    stream.append("Tf")
  }

  private mutating func appendRotation(_ degrees: Double) {
    let (sine, cosine) = sineAndCosine(degrees: degrees)
    let (s, c) = (Int((sine * 100_000).rounded()), Int((cosine * 100_000).rounded()))
    for value in [c, s, -s, c] { stream.append(value, decimals: 5) }
  }

  /// Most glyphs of a justified line have the same adjustment. It becomes the character spacing; only deviations from
  /// it become numbers between the glyphs.
  private mutating func show(_ glyphs: ArraySlice<PlacedGlyph>) {
    let size = font?.size ?? 0
    // An adjustment after the last glyph moves nothing.
    let inner = glyphs.dropLast()
    let first = inner.first?.adjustment ?? 0
    let isUniform = inner.allSatisfy { $0.adjustment == first }
    let common = isUniform ? Int(first) : spacing(for: inner, size: size)
    // A single glyph has no inner spacing to set.
    if common * size != characterSpacing, !inner.isEmpty {
      characterSpacing = common * size
      stream.append(characterSpacing, decimals: 5)
      stream.append("Tc")
    }
    guard !isUniform else {
      stream.append(delimiter: "(")
      stream.append(glyphs)
      stream.append(delimiter: ")")
      stream.append("Tj")
      return
    }
    stream.append(delimiter: "[(")
    var shown = glyphs.startIndex
    for index in inner.indices where Int(glyphs[index].adjustment) != common {
      stream.append(glyphs[shown...index])
      stream.append(delimiter: ")")
      // TJ subtracts its numbers (9.4.3).
      stream.append(common - Int(glyphs[index].adjustment), decimals: 0)
      stream.append(delimiter: "(")
      shown = index + 1
    }
    stream.append(glyphs[shown...])
    stream.append(delimiter: ")]")
    stream.append("TJ")
  }

  /// The adjustment to set as character spacing, in 1/1000 em: that of most glyphs, unless keeping the current one is
  /// shorter.
  private func spacing(for glyphs: ArraySlice<PlacedGlyph>, size: Int) -> Int {
    let current = size > 0 && characterSpacing % size == 0 ? characterSpacing / size : nil
    // The majority candidate (Boyer and Moore): what survives when unequal neighbours cancel each other out.
    var (candidate, weight) = (current ?? 0, 0)
    for glyph in glyphs {
      let adjustment = Int(glyph.adjustment)
      if weight == 0 { candidate = adjustment }
      weight += adjustment == candidate ? 1 : -1
    }
    guard let current, current != candidate else { return candidate }
    // Tc is about as long as two numbers in a TJ array.
    func exceptions(_ value: Int) -> Int { glyphs.reduce(0) { Int($1.adjustment) == value ? $0 : $0 + 1 } }
    return exceptions(candidate) + 2 < exceptions(current) ? candidate : current
  }

  // MARK: Graphics

  private mutating func draw(_ picture: PictureNames.Picture, in rect: Rect) {
    // The largest rectangle with the picture's aspect ratio, centred in the rectangle for it.
    let (width, height) = (rect.size.width, rect.size.height)
    let scale = min(width.points / Double(picture.width), height.points / Double(picture.height))
    let size = Size(
      width: Length(points: Double(picture.width) * scale), height: Length(points: Double(picture.height) * scale))
    let origin = Point(
      x: rect.origin.x + (width - size.width) / 2, y: rect.origin.y + (height - size.height) / 2)
    let box = Rect(origin: origin, size: size)
    // The light pixels of a mask are transparent: a white ground keeps the background out of the symbol.
    stream.append("q 1 g")
    append(box)
    stream.append("re f 0 g")
    append(hundredths(size.width), 0)
    append(0, hundredths(size.height))
    append(Point(x: box.origin.x, y: box.origin.y + size.height))
    stream.append("cm")
    stream.append(picture.name)
    stream.append("Do Q")
  }

  private func isCurrent(_ stroke: Stroke) -> Bool {
    strokeColor == stroke.color && pattern == stroke.pattern && lineWidth == Coordinate.hundredths(stroke.width)
  }

  private mutating func set(_ stroke: Stroke) {
    if strokeColor != stroke.color {
      strokeColor = stroke.color
      append(stroke.color, grey: "G", rgb: "RG")
    }
    let width = hundredths(stroke.width)
    if lineWidth != width {
      lineWidth = width
      stream.append(width)
      stream.append("w")
    }
    if pattern != stroke.pattern {
      pattern = stroke.pattern
      stream.append(delimiter: pattern == .dashed ? "[3 2]" : "[]")
      stream.append(0)
      stream.append("d")
    }
  }

  private mutating func setFill(_ color: Color) {
    guard fillColor != color else { return }
    fillColor = color
    append(color, grey: "g", rgb: "rg")
  }

  private mutating func append(_ color: Color, grey: StaticString, rgb: StaticString) {
    func channel(_ value: UInt8) -> Int { (Int(value) * 1000 + 127) / 255 }
    stream.append(channel(color.red), decimals: 3)
    if color.isGrey { return stream.append(grey) }
    stream.append(channel(color.green), decimals: 3)
    stream.append(channel(color.blue), decimals: 3)
    stream.append(rgb)
  }

  // MARK: What is open

  /// State may change between the operators of a text object, but not between a path's segments and its painting (ISO
  /// 32000-1, figure 9).
  private mutating func open(_ kind: Open, continuing sameState: Bool = true) {
    if open == kind && sameState { return }
    close()
    open = kind
    guard kind == .text else { return belong(to: .artifact) }
    marked.end(in: &stream)
    stream.append("BT")
    lineStart = (0, 0)
  }

  private mutating func close() {
    switch open {
    case .nothing: break
    case .text:
      marked.end(in: &stream)
      stream.append("ET")
    case .fill: stream.append("f")
    case .stroke: stream.append("S")
    }
    open = .nothing
  }

  private mutating func belong(to element: ElementID) {
    if !isForm { marked.mark(element, in: &stream) }
  }

  // MARK: Coordinates

  private mutating func hundredths(_ length: Length) -> Int {
    if let value = Coordinate.hundredths(length) { return value }
    isOutOfRange = true
    return 0
  }

  private mutating func append(_ x: Int, _ y: Int) {
    stream.append(x)
    stream.append(y)
  }

  private mutating func append(_ point: Point) {
    append(hundredths(point.x), height - hundredths(point.y))
  }

  /// The operands of `re`: the lower left corner and the size.
  private mutating func append(_ rect: Rect) {
    let (x, top) = (hundredths(rect.origin.x), hundredths(rect.origin.y))
    let (right, bottom) = (hundredths(rect.origin.x + rect.size.width), hundredths(rect.origin.y + rect.size.height))
    append(x, height - bottom)
    append(right - x, bottom - top)
  }
}
