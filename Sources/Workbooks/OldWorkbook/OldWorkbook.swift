import Tables

/// A workbook of the old kind (`.xls`): BIFF8, as Excel 97 to 2003 and WPS write it ([MS-XLS]).
struct OldWorkbook {
  struct Sheet {
    var name: String
    /// Where its substream begins.
    var offset: Int
    var isHidden: Bool
  }

  let bytes: [UInt8]
  private(set) var sheets: [Sheet] = []
  private(set) var strings: [String] = []
  /// By index of the cell format: whether it shows dates.
  private(set) var isDate: [Bool] = []
  private(set) var since1904 = false

  enum Limit {
    static let bytes = 256 << 20
    static let sheets = WorkbookReply.maximumSheets
    static let stringBytes = 512 << 20
    static let strings = 8_000_000
  }

  init(_ input: InputFile) throws(WorkbookFault) {
    guard input.size <= Limit.bytes else { throw .init("has more than \(Limit.bytes) bytes; hand in .xlsx or CSV") }
    let container = try CompoundFile(try input.bytes())
    guard container.has("Workbook") else {
      if container.has("Book") { throw .init("is of Excel 95 or older; save it as .xlsx or CSV") }
      if container.has("EncryptedPackage") { throw .init("is encrypted; save it without a password") }
      if container.has("WordDocument") { throw .init("is a Word document; hand in a table") }
      throw .init("is a compound file, but no workbook; hand in .xlsx or CSV")
    }
    bytes = try container.stream("Workbook")
    try readGlobals()
  }

  private mutating func readGlobals() throws(WorkbookFault) {
    var stream = BIFFStream(bytes)
    guard let first = try stream.next(), first.kind == BIFFStream.Kind.beginning, first.first.uint16(0) == 0x0600 else {
      throw .init("is no workbook of Excel 97 to 2003; save it as .xlsx or CSV")
    }
    var formats: [UInt16] = []
    var codes: [UInt16: String] = [:]
    while let record = try stream.next(), record.kind != BIFFStream.Kind.endOfSubstream {
      switch record.kind {
      case BIFFStream.Kind.filePassword: throw .init("is encrypted; save it without a password")
      case BIFFStream.Kind.date1904: since1904 = record.first.uint16(0) == 1
      case BIFFStream.Kind.extendedFormat: formats.append(record.first.uint16(2))
      case BIFFStream.Kind.format:
        var text = BIFFText(record.parts, skipping: 2)
        codes[record.first.uint16(0)] = try text.text()
      case BIFFStream.Kind.boundSheet: try addSheet(record)
      case BIFFStream.Kind.sharedStrings: try readStrings(record)
      default: continue
      }
    }
    isDate = formats.map { CellNumber.isDate(format: Int($0), code: codes[$0]) }
  }

  /// [MS-XLS] 2.4.28. Only worksheets hold rows; charts and macros do not.
  private mutating func addSheet(_ record: BIFFStream.Record) throws(WorkbookFault) {
    let numbers = record.first
    guard numbers.uint8(5) == 0 else { return }
    var text = BIFFText(record.parts, skipping: 6)
    sheets.append(
      Sheet(
        name: try text.text(hasLongLength: false), offset: Int(numbers.uint32(0)),
        isHidden: numbers.uint8(4) & 3 != 0))
    if sheets.count > Limit.sheets { throw .init("has more than \(Limit.sheets) sheets") }
    if sheets.dropLast().contains(where: { $0.offset == sheets[sheets.count - 1].offset }) {
      throw .init("has two sheets in one place")
    }
  }

  /// Where the next sheet begins: none is read further, so that all of them together are read once.
  func end(of sheet: Sheet) -> Int { sheets.map(\.offset).filter { $0 > sheet.offset }.min() ?? bytes.count }

  private mutating func readStrings(_ record: BIFFStream.Record) throws(WorkbookFault) {
    let count = Int(record.first.uint32(4))
    var text = BIFFText(record.parts, skipping: 8)
    var bytes = 0
    guard count <= Limit.strings else { throw .init("has more than \(Limit.strings) texts") }
    for _ in 0..<count {
      let next = try text.text()
      bytes += next.utf8.count
      if bytes > Limit.stringBytes { throw .init("has more than \(Limit.stringBytes) bytes of texts") }
      strings.append(next)
    }
  }
}
