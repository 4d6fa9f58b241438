/// How hard a symbol is to read (ISO/IEC 18004, 7.8.3): the mask with the lowest penalty of the eight is used.
///
/// It handles whole lines at once: a row or column is an integer with a bit per module, the first lowest, 1 = dark. The
/// sums equal those of libqrencode.
struct Penalty<Line: FixedWidthInteger & UnsignedInteger> {
  let size: Int
  /// The modules that have a next module.
  private let joints: Line

  /// - Parameter size: modules of a line, at most the number of bits of `Line`.
  init(size: Int) {
    self.size = size
    joints = Line.max >> (Line.bitWidth - size + 1)
  }

  /// - Parameters:
  ///   - rows: of the symbol.
  ///   - columns: the same modules, column by column.
  func sum(rows: [Line], columns: [Line]) -> Int {
    var (sum, dark) = (0, 0)
    var (rowAbove, alikeAbove): (Line, Line) = (0, 0)
    for row in rows {
      let alike = alike(row)
      // Feature 2: 3 for each block of 2 × 2 modules of one colour. Nothing matches above the first row.
      let blocks: Line = alike & alikeAbove & ~(row ^ rowAbove)
      sum += 3 * blocks.nonzeroBitCount
      sum += runs(alike) + finders(row)
      dark += row.nonzeroBitCount
      (rowAbove, alikeAbove) = (row, alike)
    }
    for column in columns { sum += runs(alike(column)) + finders(column) }
    // Feature 4: 10 for each 5 % by which the share of dark modules differs from one half.
    let share = (200 * dark + size * size) / (size * size) / 2
    return sum + abs(share - 50) / 5 * 10
  }

  /// The modules that have the same colour as the next one.
  @inline(__always)
  private func alike(_ line: Line) -> Line { ~(line ^ (line &>> 1)) & joints }

  /// Feature 1: 3 for five modules of one colour in a row, 1 more for each further module.
  @inline(__always)
  private func runs(_ alike: Line) -> Int {
    let three: Line = alike & (alike &>> 1)
    // In a run of n modules, n − 4 begin five of one colour.
    let five: Line = three & (three &>> 2)
    return five.nonzeroBitCount + 2 * (five & ~(five &<< 1)).nonzeroBitCount
  }

  /// Feature 3: 40 for what looks like a finder pattern, runs of 1 : 1 : 3 : 1 : 1 with 4 light ones on one side, at
  /// any size. Everything outside the symbol is light.
  @inline(__always)
  private func finders(_ line: Line) -> Int {
    // Where three dark modules, the centre's width, begin.
    var dark: Line = line & (line &>> 1) & (line &>> 2)
    // A pattern is found by its first module. Before it, between its runs and after it there is light, so that every
    // run has exactly its width.
    let outside: Line = (line &<< 1) | (line &>> 7)
    let within: Line = (line &>> 1) | (line &>> 5)
    let found: Line = line & (dark &>> 2) & (line &>> 6) & ~(outside | within)
    var sum = 0
    if found != 0 { sum += 40 * withLightSide(found, line, width: 1) }
    var width = 2
    dark = next(dark, line, end: 3)
    while dark != 0 {
      sum += 40 * wideFinders(line, width: width, centres: dark)
      dark = next(dark, line, end: 3 * width)
      width += 1
    }
    return sum
  }

  /// Where a run of `end` dark modules is followed by three more.
  @inline(__always)
  private func next(_ dark: Line, _ line: Line, end: Int) -> Line {
    let (one, two, three) = (line >> end, line >> (end + 1), line >> (end + 2))
    return dark & one & two & three
  }

  /// - Parameters:
  ///   - width: modules of the narrow runs.
  ///   - centres: where three times as many dark modules begin.
  private func wideFinders(_ line: Line, width: Int, centres: Line) -> Int {
    let outside: Line = (line << 1) | (line >> (7 * width))
    var found: Line = (centres >> (2 * width)) & ~outside
    for offset in 0..<width where found != 0 {
      let within: Line = (line >> (width + offset)) | (line >> (5 * width + offset))
      let ends: Line = (line >> offset) & (line >> (6 * width + offset))
      found = found & ends & ~within
    }
    return found == 0 ? 0 : withLightSide(found, line, width: width)
  }

  /// How many patterns have light modules of four times the width before or after them.
  private func withLightSide(_ patterns: Line, _ line: Line, width: Int) -> Int {
    var (isAfter, isBefore) = (patterns, patterns)
    for offset in 0..<4 * width {
      isAfter &= ~(line >> (7 * width + offset))
      isBefore &= ~(line << (offset + 1))
    }
    return (isAfter | isBefore).nonzeroBitCount
  }
}
