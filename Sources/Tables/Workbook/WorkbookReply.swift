import ErrorCauses
package import ReplyBytes

/// What `xinbao-workbook` says of a workbook on its standard output. The side that reads it takes the writer for hostile: any
/// other form is no reply.
///
/// It says first which sheets there are. It is asked for one by its index, and answers with its rows and their end; a
/// further question ends the answer before it. In place of each of these it may say why it cannot.
///
/// ```
/// message     length (4 bytes, big endian)  content
/// content     0  count × ( sheet's name text, hidden )                             the sheets
///             1  number of the question, from 1                                    what follows is the answer to it
///             2  number, hidden, cells, faults, hidden columns, merged, spread     a row
///             3                                                                    the end of the sheet
///             4  row or 0, why text                                                a fault
/// fault       column or 0, English text, Chinese text
/// merged      column, first row, last row
/// ```
///
/// The parts of a content are those of `ReplyWriter`.
package enum WorkbookReply: Sendable, Equatable {
  case sheets([Sheet])
  case answer(Int)
  case row(TableRow)
  case end
  case fault(row: Int?, message: String)

  package struct Sheet: Sendable, Equatable {
    package var name: String
    package var isHidden: Bool
    package init(name: String, isHidden: Bool) { (self.name, self.isHidden) = (name, isHidden) }
  }

  /// Of a content, in bytes. A row has at most 1,000 cells of at most 1 MB.
  package static let maximumBytes = 64 << 20
  package static let maximumSheets = 1_000
  private static let maximumColumns = 1_000
  private static let maximumRows = 1 << 20

  /// What a file of so many bytes may cost: all its sheets, each a few times.
  package static func processorSeconds(_ bytes: Int) -> Double { 30 + Double(bytes) / Double(1 << 16) }

  /// Its content.
  package var bytes: [UInt8] {
    var writer = ReplyWriter()
    switch self {
    case .sheets(let sheets):
      writer.put(0)
      writer.put(sheets) {
        $0.put($1.name)
        $0.put($1.isHidden ? 1 : 0)
      }
    case .answer(let question):
      writer.put(1)
      writer.put(question)
    case .row(let row):
      writer.put(2)
      writer.put(row)
    case .end: writer.put(3)
    case .fault(let row, let message):
      writer.put(4)
      writer.put(row ?? 0)
      writer.put(message)
    }
    return writer.bytes
  }

  /// - Parameter bytes: a content.
  package init(_ bytes: ArraySlice<UInt8>) throws(NoReply) {
    var reader = ReplyReader(bytes)
    switch try reader.number() {
    case 0:
      let sheets = try reader.list { (reader) throws(NoReply) in
        Sheet(name: try reader.text(), isHidden: try reader.number(upTo: 1) == 1)
      }
      guard sheets.count <= Self.maximumSheets else { throw NoReply() }
      self = .sheets(sheets)
    case 1: self = .answer(try reader.number())
    case 2: self = .row(try reader.row(columns: Self.maximumColumns, rows: Self.maximumRows))
    case 3: self = .end
    case 4:
      let row = try reader.number(upTo: Self.maximumRows)
      self = .fault(row: row > 0 ? row : nil, message: try reader.text())
    default: throw NoReply()
    }
    try reader.end()
  }
}

extension ReplyWriter {
  fileprivate mutating func put(_ row: TableRow) {
    put(row.number)
    put(row.isHidden ? 1 : 0)
    put(row.cells) { $0.put($1) }
    put(row.faults) {
      $0.put($1.column ?? 0)
      $0.put($1.wording.english)
      $0.put($1.wording.chinese)
    }
    put(row.hiddenColumns) { $0.put($1) }
    put(row.mergedRows) {
      $0.put($1.key)
      $0.put($1.value.lowerBound)
      $0.put($1.value.upperBound)
    }
    put(row.spreadColumns) { $0.put($1) }
  }
}

extension ReplyReader {
  fileprivate mutating func number(_ least: Int = 0, upTo most: Int) throws(NoReply) -> Int {
    let number = try number()
    guard number >= least, number <= most else { throw NoReply() }
    return number
  }

  fileprivate mutating func row(columns: Int, rows: Int) throws(NoReply) -> TableRow {
    var row = TableRow(number: try number(1, upTo: rows), cells: [])
    row.isHidden = try number(upTo: 1) == 1
    row.cells = try list { (reader) throws(NoReply) in try reader.text() }
    guard row.cells.count <= columns else { throw NoReply() }
    row.faults = try list { (reader) throws(NoReply) in
      let column = try reader.number(upTo: columns)
      return .init(column: column > 0 ? column : nil, Wording(try reader.text(), try reader.text()))
    }
    let width = columns - 1
    row.hiddenColumns = Set(try list { (reader) throws(NoReply) in try reader.number(upTo: width) })
    for (column, merged) in try list({ (reader) throws(NoReply) in
      let column = try reader.number(upTo: width)
      let first = try reader.number(1, upTo: .max)
      return (column, first...(try reader.number(first, upTo: .max)))
    }) {
      row.mergedRows[column] = merged
    }
    row.spreadColumns = Set(try list { (reader) throws(NoReply) in try reader.number(upTo: width) })
    return row
  }
}
