import ErrorCauses
import JSON

/// The rows of an interface's answer as a table: a list of objects, alone or within other objects
/// (`{"data": {"rows": [{"XK_WSH": …}, …]}}`). Its first row, number 1, is made of the objects' keys; objects within a
/// row are taken apart.
struct JSONTable: Table {
  let name: String
  let sheet = ""
  let mayRowsBeShort = true
  let isHidden = false
  private let document: JSONDocument
  /// Nodes of the rows.
  private let rows: [Int]
  private var keys: [String] = []
  private var columns: [String: Int] = [:]
  /// The number of the next row.
  private var number = 1

  enum Limit {
    static let bytes = 256 << 20
    static let value = 1 << 20
    static let nesting = 16
    static let columns = 1_000
    /// Rows times columns: a row without keys takes two bytes, and a cell for each column.
    static let cells = 100_000_000
  }

  init(_ bytes: [UInt8], name: String, cells: Int = Limit.cells) throws(TableError) {
    self.name = name
    do throws(JSONFault) {
      let limits = JSONLimits(valueBytes: Limit.value, nesting: Limit.nesting)
      document = try JSONParser.parse(bytes, limits: limits) { $0 }
    } catch {
      throw Self.fault(error, bytes, name)
    }
    let lists = JSONRowLists(document)
    if let problem = lists.problem { throw TableError(name, problem.message, hint: problem.hint) }
    rows = lists.rows
    for row in rows {
      forEachValue(of: row) { key, _ in
        if columns[key] == nil {
          columns[key] = keys.count
          keys.append(key)
        }
      }
      if keys.count > Limit.columns {
        throw TableError(name, "has rows with more than \(Limit.columns) different keys")
      }
    }
    guard rows.count <= cells / max(1, keys.count) else {
      throw TableError(name, "has more than \(cells) cells", hint: "hand in CSV")
    }
  }

  private static func fault(_ error: JSONFault, _ bytes: [UInt8], _ name: String) -> TableError {
    let rest = bytes[min(error.offset, bytes.count)...]
    let line = bytes.prefix(error.offset).count { $0 == UInt8(ascii: "\n") } + 1
    if error.pointer.isEmpty, rest.first == UInt8(ascii: "{") {
      return TableError(
        name, row: line, "is JSON with a second object after the first, as JSON Lines have one on each line",
        hint: "put the objects into one list, [{…}, {…}], or hand in CSV")
    }
    let place = error.pointer.isEmpty ? "in line \(line)" : "in line \(line), at \(error.pointer)"
    return TableError(name, "is JSON, but \(error.message) (\(place))", hint: error.hint)
  }

  private func forEachValue(of object: Int, _ body: (String, Int) -> Void) {
    for key in document.children(of: object) {
      if document.nodes[key + 1].kind == .object {
        forEachValue(of: key + 1, body)
      } else {
        body(document.text(of: key), key + 1)
      }
    }
  }

  mutating func next() throws(TableError) -> TableRow? {
    defer { number += 1 }
    if number == 1 { return TableRow(number: 1, cells: keys) }
    guard number - 2 < rows.count else { return nil }
    var row = TableRow(number: number, cells: Array(repeating: "", count: keys.count))
    forEachValue(of: rows[number - 2]) { key, value in
      guard let column = columns[key] else { return }
      switch document.nodes[value].kind {
      case .null: return
      case .array where document.children(of: value).contains { _ in true }:
        row.faults.append(.init(column: column + 1, Wording("holds a list", "是列表")))
        fallthrough
      default:
        if !row.cells[column].isEmpty {
          row.faults.append(.init(column: column + 1, Wording("stands in it twice", "在本行中出现了两次")))
        }
        row.cells[column] = texts(of: value).joined(separator: "\n")
      }
    }
    return row
  }

  /// The text of a value; of a list, all within it, so that whoever is named there is found.
  private func texts(of value: Int) -> [String] {
    switch document.nodes[value].kind {
    case .null: []
    case .array: document.children(of: value).flatMap(texts)
    case .object: document.children(of: value).flatMap { texts(of: $0 + 1) }
    default: [document.text(of: value)]
    }
  }
}
