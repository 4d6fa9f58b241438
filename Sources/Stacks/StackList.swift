import ErrorCauses
import Tables

/// A list of reports to be verified: each by its number and check code, by its link or digits, or by a file.
public enum StackList {
  /// What a row of a list asks for.
  public enum Question: Sendable, Equatable {
    /// - `ending`: of the code on the paper; nil: not given.
    case number(String, checkCode: String, ending: String? = nil)
    /// - `ending`: of the code on the paper; nil: not given.
    case code(String, ending: String?)
    /// - `path`: as written in the list.
    case file(path: String, ending: String? = nil)
    /// Nothing that can be verified; one sentence, in Chinese.
    case unclear(String)
    /// Several of these about one report.
    /// - `number`: that the report must have; nil: none was given.
    indirect case together([Question], number: String?)
  }

  public struct Row: Sendable, Equatable {
    /// From 1, as spreadsheet programs number rows.
    public let number: Int
    public let question: Question
  }

  private enum Column: CaseIterable {
    case number, checkCode, code, ending, file

    /// As people head such columns.
    var labels: [String] {
      switch self {
      case .number: ["报告编号", "编号", "number"]
      case .checkCode: ["核验码", "校验码", "check code", "checkcode"]
      case .code: ["核验网址", "网址", "链接", "二维码", "数字", "link", "digits", "code"]
      case .ending: ["末四位", "ending"]
      case .file: ["文件", "文件名", "file"]
      }
    }
  }

  /// Endings of files that are lists and no reports.
  public static let extensions: Set = ["csv", "xlsx", "xls"]

  /// - Parameter path: of a CSV, XLSX or XLS with a head.
  /// - Throws: `TableError` for what is no table, one without any of the columns, or one in which something stands where no
  ///   row would ask for it.
  public static func read(_ path: String) throws -> [Row] {
    let file = try TableFile(path: path, encoding: nil)
    var table = try onlyTable(of: file)
    var head: (row: TableRow, places: [Column: Int])?
    var rows: [Row] = []
    while let row = try table.next() {
      if row.isBlank { continue }
      guard let head else {
        head = (row, try columns(of: row, path))
        continue
      }
      let used = Set(head.places.values)
      try checkThatNothingIsLost(row, head: head.row, used: used, isText: file.encoding != nil, path)
      func cell(_ column: Column) -> String? {
        guard let index = head.places[column], index < row.cells.count else { return nil }
        let text = row.cells[index].trimmed
        return text.isEmpty ? nil : text
      }
      // What is wrong in a column of notes is no fault of the report.
      let fault = row.faults.first { fault in fault.column.map { used.contains($0 - 1) } ?? true }
      rows.append(Row(number: row.number, question: question(cell, fault: fault?.wording.chinese)))
    }
    guard !rows.isEmpty else { throw TableError(path, "has no rows below its head", hint: hint) }
    return rows
  }

  /// The table of a file, or the only sheet of a workbook on which something stands: whoever sees one sheet must get all that
  /// it says, and nothing that he does not see.
  private static func onlyTable(of file: TableFile) throws(TableError) -> any Table {
    var filled: [any Table] = []
    for table in file.tables {
      var reading = table
      var isFilled = false
      while !isFilled, let row = try reading.next() { isFilled = !row.isBlank }
      if isFilled { filled.append(table) }
    }
    if let hidden = filled.first(where: \.isHidden) {
      throw TableError(hidden.name, "is a hidden sheet", hint: "show it and save it as a list of its own, or delete it")
    }
    if filled.count > 1 {
      throw TableError(
        filled[1].name, "is a second sheet with content; one is read", hint: "save each as a list of its own")
    }
    guard let table = filled.first else { throw TableError(file.name, "is empty", hint: hint) }
    return table
  }

  /// - Parameters:
  ///   - used: indices of the columns that ask for something.
  ///   - isText: CSV, in which a forgotten quote makes rows into lines of one cell.
  private static func checkThatNothingIsLost(
    _ row: TableRow, head: TableRow, used: Set<Int>, isText: Bool, _ path: String
  ) throws(TableError) {
    for (index, cell) in row.cells.enumerated() {
      let text = cell.trimmed
      guard !text.isEmpty else { continue }
      guard index < head.cells.count, !head.cells[index].trimmed.isEmpty else {
        throw TableError(
          path, row: row.number, column: index + 1, "stands in a column that the head does not name",
          hint: "one row asks for one report; name the column, or remove the cell")
      }
      if isText || used.contains(index), text.contains(where: \.isNewline) {
        throw TableError(
          path, row: row.number, column: index + 1, "holds a line break",
          hint: "one row asks for one report; check the quotes of this row")
      }
    }
  }

  private static let hint =
    "its first row names the columns: 报告编号 and 核验码, 核验网址 (with 末四位), or 文件; `docs/stacks.md` shows them"

  private static func columns(of head: TableRow, _ path: String) throws(TableError) -> [Column: Int] {
    let labels = head.cells.map { $0.trimmed.lowercased() }
    var places: [Column: Int] = [:]
    for column in Column.allCases {
      let found = labels.indices.filter { column.labels.contains(labels[$0]) }
      guard found.count < 2 else {
        throw TableError(
          path, row: head.number, column: found[1] + 1, "is a second column of `\(head.cells[found[0]])`")
      }
      places[column] = found.first
    }
    guard places[.code] != nil || places[.file] != nil || places[.number] != nil && places[.checkCode] != nil else {
      throw TableError(path, row: head.number, "is no head of a list of reports", hint: hint)
    }
    return places
  }

  /// Whatever a row gives is asked: a genuine number must not hide a forged file beside it.
  private static func question(_ cell: (Column) -> String?, fault: String?) -> Question {
    let (number, checkCode, ending) = (cell(.number), cell(.checkCode), cell(.ending))
    var parts: [Question] = []
    if let path = cell(.file) { parts.append(.file(path: path, ending: ending)) }
    if let code = cell(.code) { parts.append(.code(code, ending: ending)) }
    if let number, let checkCode { parts.append(.number(number, checkCode: checkCode, ending: ending)) }
    if number == nil, checkCode != nil, !parts.isEmpty { parts.append(.unclear("清单的这一行有核验码，没有报告编号。")) }
    if let fault { parts.append(.unclear("清单的这一行无法读取：\(fault)")) }
    guard let first = parts.first else {
      return .unclear(number == nil ? "清单的这一行没有报告编号、核验网址或者文件。" : "清单的这一行缺少核验码。")
    }
    let isNumberAsked = number == nil || checkCode != nil
    return parts.count == 1 && isNumberAsked ? first : .together(parts, number: number)
  }

  /// The lines that somebody typed or pasted: a link or digits, or a number and its check code, each with what belongs to it
  /// after a blank, a tab or a comma. Blank lines count as lines and ask nothing.
  /// - Returns: with the number of its line, from 1.
  public static func lines(_ text: String) -> [Row] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().compactMap { index, line in
      let words = line.split { $0.isWhitespace || ",，;；、".contains($0) }.map(String.init)
      guard let first = words.first else { return nil }
      return Row(number: index + 1, question: question(first, Array(words.dropFirst())))
    }
  }

  /// A report number has 22 characters or so; the digits of a code are hundreds.
  private static func question(_ first: String, _ rest: [String]) -> Question {
    let isCode = first.contains("://") || first.count { $0.isNumber } >= 100
    switch (isCode, rest.count) {
    case (true, 0): return .code(first, ending: nil)
    case (true, 1): return .code(first, ending: rest[0])
    case (false, 1): return .number(first, checkCode: rest[0])
    // A check code may be typed with a blank within: ABCD EFGH.
    case (false, 2): return .number(first, checkCode: rest[0] + rest[1])
    default:
      return .unclear("每行请填写报告编号和核验码，或者核验网址和末四位，中间用空格分开。")
    }
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = self[...]
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
