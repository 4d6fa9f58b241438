import ErrorCauses

/// The cells of a sheet of an old workbook. They may come in any order, so the whole sheet is read at once: it has 65,536
/// rows and 256 columns at most.
struct OldSheet {
  /// Rows and columns from 0.
  struct Merge {
    var rows: ClosedRange<Int>
    var columns: ClosedRange<Int>
  }
  enum Value {
    case text(String)
    case number(Double, format: Int)
    case fault(shown: String, Wording)
  }

  private(set) var rows: [Int: [Int: Value]] = [:]
  private(set) var merges: [Merge] = []
  private(set) var hiddenRows: Set<Int> = []
  private(set) var hiddenColumns: Set<Int> = []

  private static let maximumMerges = 100_000
  private static let lastColumn = 255

  init(_ sheet: OldWorkbook.Sheet, of workbook: OldWorkbook) throws(WorkbookFault) {
    guard sheet.offset < workbook.bytes.count else { throw .init("is cut off") }
    var stream = BIFFStream(workbook.bytes, from: sheet.offset)
    guard let first = try stream.next(), first.kind == BIFFStream.Kind.beginning else {
      throw .init("has a sheet where there is none")
    }
    /// Charts and other objects within the sheet are substreams of their own.
    var depth = 1
    /// The cell of a formula whose text comes in a record of its own.
    var waiting: (row: Int, column: Int)?
    let end = workbook.end(of: sheet)
    while depth > 0, let record = try stream.next() {
      guard stream.position <= end else { break }
      switch record.kind {
      case BIFFStream.Kind.beginning: depth += 1
      case BIFFStream.Kind.endOfSubstream: depth -= 1
      case _ where depth > 1: continue
      case BIFFStream.Kind.string:
        guard let cell = waiting else { continue }
        var text = BIFFText(record.parts, skipping: 0)
        put(.text(try text.text()), cell.row, cell.column)
        waiting = nil
      // [MS-XLS] 2.1.7.20.5: what a formula shares with others stands between it and its text.
      case BIFFStream.Kind.sharedFormula, BIFFStream.Kind.array, BIFFStream.Kind.dataTable: continue
      default:
        if let cell = waiting { put(Self.lostText, cell.row, cell.column) }
        waiting = try read(record, workbook)
      }
    }
    if let cell = waiting { put(Self.lostText, cell.row, cell.column) }
    guard depth == 0 else { throw .init("has a sheet without its end") }
    try checkNothingFollows(&stream, until: end)
  }

  /// Spreadsheet programs show one of two values that a file has for a cell, and nobody can tell which was meant.
  private mutating func put(_ value: Value, _ row: Int, _ column: Int) {
    let isKnown = rows[row]?[column] != nil
    rows[row, default: [:]][column] =
      isKnown ? .fault(shown: "", Wording("has two values in the file", "在文件中有两个值")) : value
  }

  private static let lostText = Value.fault(
    shown: "",
    Wording(
      "holds a formula without its result; open the workbook in a spreadsheet program and save it",
      "是没有结果的公式；请用电子表格软件打开工作簿并保存"))

  /// Cells behind the end of a sheet would be lost.
  private func checkNothingFollows(_ stream: inout BIFFStream, until end: Int) throws(WorkbookFault) {
    while stream.position < end, let record = try? stream.next(), record.kind != BIFFStream.Kind.beginning {
      switch record.kind {
      case BIFFStream.Kind.sharedStringIndex, BIFFStream.Kind.label, BIFFStream.Kind.richString, BIFFStream.Kind.number,
        BIFFStream.Kind.rk, BIFFStream.Kind.multipleRK, BIFFStream.Kind.booleanOrError, BIFFStream.Kind.formula:
        throw .init("has cells behind the end of a sheet")
      default: continue
      }
    }
  }

  /// - Returns: the cell whose text comes in the next record.
  private mutating func read(
    _ record: BIFFStream.Record, _ workbook: OldWorkbook
  ) throws(WorkbookFault) -> (row: Int, column: Int)? {
    let numbers = record.first
    let (row, column) = (Int(numbers.uint16(0)), Int(numbers.uint16(2)))
    func set(_ value: Value, _ column: Int) { put(value, row, column) }
    switch record.kind {
    // [MS-XLS] 2.4.221: fDyZero
    case BIFFStream.Kind.row where numbers.uint16(12) & 0x20 != 0: hiddenRows.insert(row)
    // [MS-XLS] 2.4.53: colFirst, colLast, fHidden
    case BIFFStream.Kind.columnInformation where numbers.uint16(8) & 1 != 0 && row <= min(column, Self.lastColumn):
      hiddenColumns.formUnion(row...min(column, Self.lastColumn))
    case BIFFStream.Kind.mergedCells: try readMerges(numbers)
    case BIFFStream.Kind.sharedStringIndex:
      let index = Int(numbers.uint32(6))
      guard workbook.strings.indices.contains(index) else {
        set(
          .fault(shown: "\(index)", Wording("refers to a text that the workbook lacks", "指向工作簿中没有的文本")),
          column)
        return nil
      }
      set(.text(workbook.strings[index]), column)
    case BIFFStream.Kind.label, BIFFStream.Kind.richString:
      var text = BIFFText(record.parts, skipping: 6)
      set(.text(try text.text()), column)
    case BIFFStream.Kind.number: set(.number(numbers.double(6), format: Int(numbers.uint16(4))), column)
    case BIFFStream.Kind.rk: set(.number(Self.rk(numbers.uint32(6)), format: Int(numbers.uint16(4))), column)
    case BIFFStream.Kind.multipleRK:
      for index in 0..<max(0, (numbers.count - 6) / 6) {
        let start = 4 + 6 * index
        set(.number(Self.rk(numbers.uint32(start + 2)), format: Int(numbers.uint16(start))), column + index)
      }
    case BIFFStream.Kind.booleanOrError: set(Self.booleanOrError(numbers.uint8(6), numbers.uint8(7)), column)
    case BIFFStream.Kind.formula: return formula(numbers, row, column)
    default: break
    }
    return nil
  }

  /// [MS-XLS] 2.5.133: a number, or, by the last two bytes, what else the result is.
  private mutating func formula(_ numbers: LittleEndian, _ row: Int, _ column: Int) -> (row: Int, column: Int)? {
    guard numbers.uint16(12) == 0xFFFF else {
      put(.number(numbers.double(6), format: Int(numbers.uint16(4))), row, column)
      return nil
    }
    switch numbers.uint8(6) {
    case 0: return (row, column)
    case 1: put(Self.booleanOrError(numbers.uint8(8), 0), row, column)
    case 2: put(Self.booleanOrError(numbers.uint8(8), 1), row, column)
    default: put(.text(""), row, column)
    }
    return nil
  }

  private mutating func readMerges(_ numbers: LittleEndian) throws(WorkbookFault) {
    for index in 0..<Int(numbers.uint16(0)) where 2 + 8 * index + 8 <= numbers.count {
      let start = 2 + 8 * index
      let (top, bottom) = (Int(numbers.uint16(start)), Int(numbers.uint16(start + 2)))
      let (left, right) = (Int(numbers.uint16(start + 4)), Int(numbers.uint16(start + 6)))
      guard top <= bottom, left <= min(right, Self.lastColumn) else { continue }
      merges.append(Merge(rows: top...bottom, columns: left...min(right, Self.lastColumn)))
    }
    if merges.count > Self.maximumMerges { throw .init("has more than \(Self.maximumMerges) merged cells") }
  }

  /// 30 bits of a number: an integer or the upper bits of a double, perhaps of a hundredth ([MS-XLS] 2.5.217).
  private static func rk(_ bits: UInt32) -> Double {
    let value =
      bits & 2 != 0
      ? Double(Int32(bitPattern: bits) >> 2) : Double(bitPattern: UInt64(bits & 0xFFFF_FFFC) << 32)
    return bits & 1 != 0 ? value / 100 : value
  }

  private static func booleanOrError(_ value: UInt8, _ isError: UInt8) -> Value {
    guard isError == 1 else { return .text(value == 1 ? "TRUE" : "FALSE") }
    let name = errors[value] ?? "#\(value)"
    return .fault(shown: name, Wording("holds the error \(name)", "是错误值 \(name)"))
  }

  private static let errors: [UInt8: String] = [
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
  ]
}
