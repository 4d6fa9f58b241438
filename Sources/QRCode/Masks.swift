/// A symbol whose mask is not chosen yet (ISO/IEC 18004, 7.8). libqrencode tries all eight masks module by module,
/// which takes ten times as long as the rest of its work; here they are tried line by line, with each line as an
/// integer.
struct UnmaskedSymbol<Line: FixedWidthInteger & UnsignedInteger> {
  private let size: Int
  /// The five format bits without the three of the mask: those of the level.
  private let level: Int
  /// The modules without mask and format, and which modules are masked.
  private var rows: [Line] = [], columns: [Line] = []
  private var maskedRows: [Line] = [], maskedColumns: [Line] = []

  /// - Parameters:
  ///   - modules: of a symbol under mask 0, with libqrencode's bits: 0x01 dark, 0x04 format, 0x80 never masked.
  ///   - size: modules on a side, at most the number of bits of `Line`.
  init(underMask0 modules: UnsafeBufferPointer<UInt8>, size: Int, level: QRSymbol.Level) {
    self.size = size
    self.level = level == .q ? 0b11 : 0b00
    for index in 0..<size {
      let row = Self.line((0..<size).lazy.map { modules[index * size + $0] })
      let column = Self.line((0..<size).lazy.map { modules[$0 * size + index] })
      rows.append(row.dark)
      columns.append(column.dark)
      maskedRows.append(row.masked)
      maskedColumns.append(column.masked)
    }
    (rows, columns) = masked(0)
  }

  @inline(__always)
  private static func line(_ modules: some Sequence<UInt8>) -> (dark: Line, masked: Line) {
    var (dark, masked, bit): (Line, Line, Line) = (0, 0, 1)
    for module in modules {
      if module & 0x05 == 0x01 { dark |= bit }
      if module & 0x80 == 0 { masked |= bit }
      bit &<<= 1
    }
    return (dark, masked)
  }

  /// The rows under the mask with the lowest penalty, the first if several have it; the first module of a row is the
  /// lowest bit.
  var best: [Line] {
    let penalty = Penalty<Line>(size: size)
    var best: (rows: [Line], sum: Int) = ([], .max)
    for mask in 0..<8 {
      var (rows, columns) = masked(mask)
      writeFormat(mask) { x, y in
        rows[y] |= 1 << Line(x)
        columns[x] |= 1 << Line(y)
      }
      let sum = penalty.sum(rows: rows, columns: columns)
      if sum < best.sum { best = (rows, sum) }
    }
    return best.rows
  }

  private func masked(_ mask: Int) -> (rows: [Line], columns: [Line]) {
    let rowPatterns = Self.patterns { inverts(mask, $1, $0) }
    let columnPatterns = Self.patterns { inverts(mask, $0, $1) }
    return (
      (0..<size).map { rows[$0] ^ rowPatterns[$0 % 12] & maskedRows[$0] },
      (0..<size).map { columns[$0] ^ columnPatterns[$0 % 12] & maskedColumns[$0] }
    )
  }

  /// The modules that a mask inverts: 12 lines, because every mask repeats after 12, within a line too.
  /// - Parameter inverts: called with the line's number and the index in the line.
  private static func patterns(_ inverts: (Int, Int) -> Bool) -> [Line] {
    (0..<12).map { line in
      let pattern: Line = (0..<12).reduce(0) { inverts(line, $1) ? $0 | 1 << Line($1) : $0 }
      return stride(from: 12, to: Line.bitWidth, by: 12).reduce(pattern) { $0 | pattern << $1 }
    }
  }

  /// Table 10; `i` is the row.
  private func inverts(_ mask: Int, _ j: Int, _ i: Int) -> Bool {
    switch mask {
    case 0: (i + j) % 2 == 0
    case 1: i % 2 == 0
    case 2: j % 3 == 0
    case 3: (i + j) % 3 == 0
    case 4: (i / 2 + j / 3) % 2 == 0
    case 5: i * j % 2 + i * j % 3 == 0
    case 6: (i * j % 2 + i * j % 3) % 2 == 0
    default: ((i + j) % 2 + i * j % 3) % 2 == 0
    }
  }

  // MARK: Format

  /// Level and mask with their error correction bits (7.9.1), written twice: around the finder pattern at the top left,
  /// and beside the other two.
  private func writeFormat(_ mask: Int, _ darken: (Int, Int) -> Void) {
    let data = level << 3 | mask
    var remainder = data << 10
    for bit in stride(from: 14, through: 10, by: -1) where remainder >> bit & 1 == 1 {
      remainder ^= 0x537 << (bit - 10)
    }
    let format = (data << 10 | remainder) ^ 0x5412
    for bit in 0..<15 where format >> bit & 1 == 1 {
      switch bit {
      case 0..<6: darken(8, bit)
      case 6, 7: darken(8, bit + 1)
      case 8: darken(7, 8)
      default: darken(14 - bit, 8)
      }
      if bit < 8 { darken(size - 1 - bit, 8) } else { darken(8, size - 15 + bit) }
    }
  }
}
