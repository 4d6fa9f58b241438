/// Writes outlines as Type 2 charstrings (Adobe Technical Note #5177) without hints and subroutines.
///
/// Nearly every step can be written with several operators, and continuing an operator saves the byte of a new one.
/// Dynamic programming over "which operator is open" finds the shortest encoding of a contour.
struct CharstringEncoder {
  /// Glyphs of this width do not state it: CJK glyphs fill the em.
  static let defaultWidth = 1000
  /// Other widths are written relative to this one.
  static let nominalWidth = 500
  /// Technical Note #5177, appendix B.
  private static let stackLimit = 48

  /// How the operands of a step are written, named after the operator that begins with such a step. `opcodes` has the
  /// same order.
  private enum Form: UInt8 { case rline, hline, vline, rcurve, hh, vv, hv, vh }
  private static let opcodes: [UInt8] = [5, 6, 7, 8, 27, 26, 31, 30]
  private static let rcurveline: UInt8 = 24
  private static let rlinecurve: UInt8 = 25

  /// What can follow without a new operator.
  private enum State: Int {
    /// Open rlineto, rrcurveto, hhcurveto, vvcurveto.
    case rline, rcurve, hh, vv
    /// hlineto/vlineto whose next line must be horizontal, vertical.
    case horizontalLine, verticalLine
    /// hvcurveto/vhcurveto whose next curve must begin horizontally, vertically.
    case horizontalCurve, verticalCurve
    case closed
    static let count = 9
  }

  /// How the cheapest way to a state arrives there: from which state, in which form, with or without a new operator. It
  /// is packed into one byte, because there is one per state and step.
  private struct Arrival {
    var byte: UInt8
    init(byte: UInt8) { self.byte = byte }
    init(from: Int, form: Form, opens: Bool) { byte = UInt8(from) | form.rawValue << 4 | (opens ? 0x80 : 0) }
    var from: Int { Int(byte & 0xF) }
    var form: Form { Form(rawValue: byte >> 4 & 7) ?? .rline }
    var opens: Bool { byte & 0x80 != 0 }
  }

  /// `Arrival` bytes, `State.count` per step.
  private var arrivals: [UInt8] = []
  private var chosen: [(form: Form, opens: Bool)] = []
  private var operands: [Int32] = []
  private var bytes: [UInt8] = []

  /// - Parameter width: in 1/1000 em.
  mutating func charstring(_ outline: Outline, width: Int) -> [UInt8] {
    bytes.removeAll(keepingCapacity: true)
    if width != Self.defaultWidth { append(Int32(width - Self.nominalWidth)) }
    let steps = outline.steps
    var index = 0
    while index < steps.count {
      appendMove(steps[index])
      var end = index + 1
      while end < steps.count, steps[end].kind != .move { end += 1 }
      appendContour(steps[(index + 1)..<end])
      index = end
    }
    bytes.append(14)  // endchar
    return bytes
  }

  private mutating func appendMove(_ step: Outline.Step) {
    if step.dy3 == 0 {
      append(step.dx3)
      bytes.append(22)  // hmoveto
    } else if step.dx3 == 0 {
      append(step.dy3)
      bytes.append(4)  // vmoveto
    } else {
      append(step.dx3)
      append(step.dy3)
      bytes.append(21)  // rmoveto
    }
  }

  private mutating func appendContour(_ steps: ArraySlice<Outline.Step>) {
    guard !steps.isEmpty else { return }
    findWays(steps)
    operands.removeAll(keepingCapacity: true)
    var opcode: UInt8 = 0
    for (choice, step) in zip(chosen, steps) {
      let before = operands.count
      appendOperands(of: step, as: choice.form)
      let opensAnew = choice.opens || operands.count > Self.stackLimit
      if opensAnew, before > 0 { flush(opcode, count: before) }
      if opensAnew {
        opcode = Self.opcodes[Int(choice.form.rawValue)]
      } else if choice.form == .rline, opcode == Self.opcodes[Int(Form.rcurve.rawValue)] {
        opcode = Self.rcurveline
      } else if choice.form == .rcurve, opcode == Self.opcodes[Int(Form.rline.rawValue)] {
        opcode = Self.rlinecurve
      }
    }
    flush(opcode, count: operands.count)
  }

  private mutating func flush(_ opcode: UInt8, count: Int) {
    for index in 0..<count { append(operands[index]) }
    bytes.append(opcode)
    operands.removeFirst(count)
  }

  private mutating func appendOperands(of step: Outline.Step, as form: Form) {
    let (a, b, c, d, e, f) = (step.dx1, step.dy1, step.dx2, step.dy2, step.dx3, step.dy3)
    func append(_ values: Int32...) { operands.append(contentsOf: values) }
    switch form {
    case .rline: append(e, f)
    case .hline: append(e)
    case .vline: append(f)
    case .rcurve: append(a, b, c, d, e, f)
    case .hh: b == 0 ? append(a, c, d, e) : append(b, a, c, d, e)
    case .vv: a == 0 ? append(b, c, d, f) : append(a, b, c, d, f)
    case .hv: e == 0 ? append(a, c, d, f) : append(a, c, d, f, e)
    case .vh: f == 0 ? append(b, c, d, e) : append(b, c, d, e, f)
    }
  }

  /// Fills `chosen` with the cheapest way through the steps.
  private mutating func findWays(_ steps: ArraySlice<Outline.Step>) {
    let unreachable = [Int](repeating: .max / 2, count: State.count)
    let nowhere = [UInt8](repeating: 0, count: State.count)
    arrivals.removeAll(keepingCapacity: true)
    var costs = unreachable
    var cheapest = State.closed.rawValue
    costs[cheapest] = 0
    for step in steps {
      let row = arrivals.count
      arrivals.append(contentsOf: nowhere)
      var next = unreachable
      var cheapestNext = 0

      func reach(_ state: State, from: Int, _ form: Form, opens: Bool, _ size: Int) {
        let cost = costs[from] + size + (opens ? 1 : 0)
        let state = state.rawValue
        guard cost < next[state] else { return }
        next[state] = cost
        arrivals[row + state] = Arrival(from: from, form: form, opens: opens).byte
        if cost < next[cheapestNext] { cheapestNext = state }
      }
      func open(_ state: State, _ form: Form, _ size: Int) {
        reach(state, from: cheapest, form, opens: true, size)
      }
      func go(on from: State, to state: State, _ form: Form, _ size: Int) {
        reach(state, from: from.rawValue, form, opens: false, size)
      }

      let (e, f) = (Self.size(step.dx3), Self.size(step.dy3))
      if step.kind == .line {
        open(.rline, .rline, e + f)
        go(on: .rline, to: .rline, .rline, e + f)
        go(on: .rcurve, to: .closed, .rline, e + f)
        if step.dy3 == 0 {
          open(.verticalLine, .hline, e)
          go(on: .horizontalLine, to: .verticalLine, .hline, e)
        }
        if step.dx3 == 0 {
          open(.horizontalLine, .vline, f)
          go(on: .verticalLine, to: .horizontalLine, .vline, f)
        }
      } else {
        let (a, b) = (Self.size(step.dx1), Self.size(step.dy1))
        let middle = Self.size(step.dx2) + Self.size(step.dy2)
        let all = a + b + middle + e + f
        open(.rcurve, .rcurve, all)
        go(on: .rcurve, to: .rcurve, .rcurve, all)
        go(on: .rline, to: .closed, .rcurve, all)
        if step.dy3 == 0 {
          open(.hh, .hh, a + (step.dy1 == 0 ? 0 : b) + middle + e)
          if step.dy1 == 0 { go(on: .hh, to: .hh, .hh, a + middle + e) }
        }
        if step.dx3 == 0 {
          open(.vv, .vv, b + (step.dx1 == 0 ? 0 : a) + middle + f)
          if step.dx1 == 0 { go(on: .vv, to: .vv, .vv, b + middle + f) }
        }
        if step.dy1 == 0 {
          // A last curve may end in any direction.
          let size = a + middle + f + (step.dx3 == 0 ? 0 : e)
          let next: State = step.dx3 == 0 ? .verticalCurve : .closed
          open(next, .hv, size)
          go(on: .horizontalCurve, to: next, .hv, size)
        }
        if step.dx1 == 0 {
          let size = b + middle + e + (step.dy3 == 0 ? 0 : f)
          let next: State = step.dy3 == 0 ? .horizontalCurve : .closed
          open(next, .vh, size)
          go(on: .verticalCurve, to: next, .vh, size)
        }
      }
      (costs, cheapest) = (next, cheapestNext)
    }

    var state = cheapest
    chosen.removeAll(keepingCapacity: true)
    for row in stride(from: arrivals.count - State.count, through: 0, by: -State.count) {
      let arrival = Arrival(byte: arrivals[row + state])
      chosen.append((arrival.form, arrival.opens))
      state = arrival.from
    }
    chosen.reverse()
  }

  /// The size of an operand in bytes.
  static func size(_ value: Int32) -> Int {
    switch value.magnitude {
    case 0...107: 1
    case 108...1131: 2
    default: 3
    }
  }

  /// Technical Note #5177, table 1.
  private mutating func append(_ value: Int32) {
    switch value {
    case -107...107:
      bytes.append(UInt8(value + 139))
    case 108...1131:
      let rest = value - 108
      bytes.append(UInt8(247 + (rest >> 8)))
      bytes.append(UInt8(truncatingIfNeeded: rest))
    case -1131 ... -108:
      let rest = -value - 108
      bytes.append(UInt8(251 + (rest >> 8)))
      bytes.append(UInt8(truncatingIfNeeded: rest))
    default:
      bytes.append(28)
      bytes.append(UInt8(truncatingIfNeeded: value >> 8))
      bytes.append(UInt8(truncatingIfNeeded: value))
    }
  }
}
