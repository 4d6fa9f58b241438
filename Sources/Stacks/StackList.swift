import Tables

/// A list of reports to be verified: each by its number and check code, by its link or digits, or by a file.
public enum StackList {
  /// What a row of a list asks for.
  public enum Question: Sendable, Equatable {
    case number(String, checkCode: String)
    /// - `ending`: of the code on the paper; nil: not given.
    case code(String, ending: String?)
    /// - `path`: as written in the list.
    case file(path: String)
    /// Nothing that can be verified; one sentence, in Chinese.
    case unclear(String)
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
  /// - Throws: `TableError` for what is no table, or one without any of the columns.
  public static func read(_ path: String) throws -> [Row] {
    var places: [Column: Int]?
    var rows: [Row] = []
    try TableFile(path: path, encoding: nil).forEachRow { row in
      guard let columns = places else {
        places = try self.columns(of: row, path)
        return
      }
      func cell(_ column: Column) -> String? {
        guard let index = columns[column], index < row.cells.count else { return nil }
        let text = row.cells[index].trimmed
        return text.isEmpty ? nil : text
      }
      rows.append(Row(number: row.number, question: question(cell, fault: row.fault?.message)))
    }
    guard !rows.isEmpty else { throw TableError(path, "has no rows below its head", hint: hint) }
    return rows
  }

  private static let hint =
    "its first row names the columns: 报告编号 and 核验码, 核验网址 (with 末四位), or 文件; `docs/batch.md` shows one"

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

  private static func question(_ cell: (Column) -> String?, fault: String?) -> Question {
    if let code = cell(.code) { return .code(code, ending: cell(.ending)) }
    if let number = cell(.number), let checkCode = cell(.checkCode) { return .number(number, checkCode: checkCode) }
    if let path = cell(.file) { return .file(path: path) }
    if let fault { return .unclear("清单的这一行无法读取：\(fault)") }
    return .unclear(cell(.number) == nil ? "清单的这一行没有报告编号、核验网址或者文件。" : "清单的这一行缺少核验码。")
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
