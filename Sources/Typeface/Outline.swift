/// A glyph's contours in 1000 units per em, as steps from point to point. Contours are closed implicitly and filled by
/// the nonzero winding rule, as in glyf and CFF outlines.
struct Outline: Equatable {
  /// A line uses only `dx3, dy3`.
  enum Kind: UInt8 { case move, line, curve }

  /// One step. `move` and `line` move by (`dx3`, `dy3`); a `curve` moves by the three steps of its control polygon.
  struct Step: Equatable {
    var kind: Kind
    var dx1: Int32 = 0
    var dy1: Int32 = 0
    var dx2: Int32 = 0
    var dy2: Int32 = 0
    var dx3: Int32 = 0
    var dy3: Int32 = 0
  }

  var steps: [Step] = []
  /// The bounds of all points, control points included; nil if there are none.
  private(set) var bounds: GlyphBox?

  private var x: Int32 = 0
  private var y: Int32 = 0
  private var start: (x: Int32, y: Int32) = (0, 0)
  /// A contour's move is written with its first line or curve, so that empty contours leave no trace.
  private var isPending = false

  init() {}

  static func == (one: Outline, other: Outline) -> Bool { one.steps == other.steps }

  mutating func removeAll() {
    steps.removeAll(keepingCapacity: true)
    (x, y, start, isPending, bounds) = (0, 0, (0, 0), false, nil)
  }

  mutating func move(to x: Float, _ y: Float) {
    start = (Self.grid(x), Self.grid(y))
    isPending = true
  }

  mutating func line(to x: Float, _ y: Float) {
    beginContour()
    let step = Step(kind: .line, dx3: Self.grid(x) - self.x, dy3: Self.grid(y) - self.y)
    if step.dx3 != 0 || step.dy3 != 0 { append(step) }
  }

  mutating func curve(_ x1: Float, _ y1: Float, _ x2: Float, _ y2: Float, to x3: Float, _ y3: Float) {
    beginContour()
    let (x1, y1, x2, y2, x3, y3) = (
      Self.grid(x1), Self.grid(y1), Self.grid(x2), Self.grid(y2), Self.grid(x3), Self.grid(y3)
    )
    if x1 == x, y1 == y, x2 == x3, y2 == y3 {
      // Both handles have length zero: a line.
      if x3 != x || y3 != y { append(Step(kind: .line, dx3: x3 - x, dy3: y3 - y)) }
    } else {
      append(
        Step(kind: .curve, dx1: x1 - x, dy1: y1 - y, dx2: x2 - x1, dy2: y2 - y1, dx3: x3 - x2, dy3: y3 - y2))
    }
  }

  /// Ends a contour; must be called for every contour.
  mutating func close() {
    turn()
    // A contour without extent is dropped.
    if let move = steps.last, move.kind == .move {
      steps.removeLast()
      (x, y) = (x - move.dx3, y - move.dy3)
    }
  }

  /// Closing draws a final line back to the start anyway. So the contour is rotated until its longest line (in bytes)
  /// comes last, and that line is omitted.
  private mutating func turn() {
    guard !isPending, (x, y) == start, let move = steps.lastIndex(where: { $0.kind == .move }) else { return }
    var omitted: Int?
    var most = 0
    for index in (move + 1)..<steps.count where steps[index].kind == .line {
      let size = CharstringEncoder.size(steps[index].dx3) + CharstringEncoder.size(steps[index].dy3)
      if size >= most { (omitted, most) = (index, size) }
    }
    guard let omitted else { return }
    // From the old start to the new one, which is where the omitted line ends.
    var (dx, dy): (Int32, Int32) = (0, 0)
    for step in steps[(move + 1)...omitted] {
      dx += step.dx1 + step.dx2 + step.dx3
      dy += step.dy1 + step.dy2 + step.dy3
    }
    steps[move].dx3 += dx
    steps[move].dy3 += dy
    (x, y) = (x + dx - steps[omitted].dx3, y + dy - steps[omitted].dy3)
    steps.replaceSubrange((move + 1)..., with: steps[(omitted + 1)...] + steps[(move + 1)..<omitted])
  }

  private mutating func beginContour() {
    guard isPending else { return }
    isPending = false
    append(Step(kind: .move, dx3: start.x - x, dy3: start.y - y))
  }

  private mutating func append(_ step: Step) {
    steps.append(step)
    if step.kind == .curve {
      extend(step.dx1, step.dy1)
      extend(step.dx2, step.dy2)
    }
    extend(step.dx3, step.dy3)
  }

  private mutating func extend(_ dx: Int32, _ dy: Int32) {
    (x, y) = (x + dx, y + dy)
    bounds = bounds.map { $0.union(x: Int(x), y: Int(y)) } ?? GlyphBox(x: Int(x), y: Int(y))
  }

  /// Points come from the font program as floats; NaN becomes 0 and values beyond any em are clamped, so that the
  /// program does not trap.
  private static func grid(_ value: Float) -> Int32 {
    value.isNaN ? 0 : Int32(min(max(value, -16000), 16000).rounded())
  }
}

/// A box in 1/1000 em, y upwards from the baseline.
public struct GlyphBox: Sendable, Hashable, BitwiseCopyable {
  public var left: Int
  public var bottom: Int
  public var right: Int
  public var top: Int

  public init(left: Int, bottom: Int, right: Int, top: Int) {
    (self.left, self.bottom, self.right, self.top) = (left, bottom, right, top)
  }

  init(x: Int, y: Int) { self.init(left: x, bottom: y, right: x, top: y) }

  func union(x: Int, y: Int) -> GlyphBox {
    GlyphBox(left: min(left, x), bottom: min(bottom, y), right: max(right, x), top: max(top, y))
  }

  func union(_ other: GlyphBox) -> GlyphBox {
    union(x: other.left, y: other.bottom).union(x: other.right, y: other.top)
  }
}
