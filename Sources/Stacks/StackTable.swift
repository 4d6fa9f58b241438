public import JSON
import Records
public import Tables
public import Verifying

/// The answers about many reports, a row for each, in the order in which they were given.
public struct StackTable: Sendable, Equatable {
  public let rows: [StackRow]

  /// Rows about the same report are remarked as such: somebody who counts rows must not count a report twice. Only one of the
  /// others is named: thousands of copies would fill each other's remarks.
  public init(_ rows: [StackRow]) {
    let places = Dictionary(grouping: rows.indices.filter { rows[$0].identity != nil }) { rows[$0].identity }
    var rows = rows
    for (_, same) in places where same.count > 1 {
      for index in same {
        let other = index == same[0] ? same[1] : same[0]
        let all = same.count > 2 ? "等共\(same.count)行" : ""
        rows[index].remarks.append("同一份报告重复提交，另见第\(other + 1)行\(all)。")
      }
    }
    self.rows = rows
  }

  /// Bad ones first, then those to be looked at; in each group in the order in which they were given.
  public var problemsFirst: [(number: Int, row: StackRow)] {
    let order: [Verdict.Tone] = [.bad, .caution, .limited, .good]
    let numbered = rows.enumerated().map { (number: $0.offset + 1, row: $0.element) }
    return order.flatMap { tone in numbered.filter { $0.row.tone == tone } }
  }

  /// How many rows look how.
  public func count(_ tone: Verdict.Tone) -> Int { rows.count { $0.tone == tone } }

  /// How many different reports there are, as far as rows have one.
  public var reportCount: Int { Set(rows.compactMap(\.identity)).count }

  /// Names of the domains that any report answers for, in order of appearance. Lists of different versions share a column
  /// where their names are the same.
  var domains: [String] {
    var names: [String] = []
    var seen: Set<String> = []
    for row in rows {
      for domain in row.report?.domains ?? [] where seen.insert(domain.name).inserted { names.append(domain.name) }
    }
    return names
  }

  /// The labels of the columns.
  public var head: [String] { columns.map(\.label) }

  private var columns: [WrittenSheet.Column] {
    [
      .init("序号", width: 6), .init("文件", width: 28), .init("报告编号", width: 26), .init("主体名称", width: 28),
      .init("是否真实有效", width: 24), .init("报告结论", width: 34), .init("结论范围", width: 34),
    ] + domains.map { .init($0, width: 12) } + [
      .init("有效期至", width: 24), .init("报告接收方", width: 22), .init("报告用途", width: 18), .init("结果代码", width: 24),
      .init("备注", width: 50),
    ] + (hasReceipts ? [.init("核验回执", width: 22)] : [])
  }

  private var hasReceipts: Bool { rows.contains { $0.receipt != nil } }

  /// The cells of all rows. No cell shows an identity number, whatever a file is called.
  public var cells: [[String]] {
    let (names, hasReceipts) = (domains, hasReceipts)
    return rows.enumerated().map { index, row in
      let report = row.report
      let found = Dictionary(report?.domains ?? [], uniquingKeysWith: { "\($0)、\($1)" })
      // A domain that a report does not answer for must not pass for one in which nothing was found.
      let findings = names.map { name in found.isEmpty ? "" : found[name] ?? "未查" }
      let cells: [String?] =
        [
          String(index + 1), row.given, report?.number, report?.subject, row.authenticity, report?.conclusionText,
          report?.conclusion?.scope,
        ] + findings + [
          report?.expiryText, report?.recipient, report?.purpose, row.code, row.remarks.joined(separator: " "),
        ] + (hasReceipts ? [row.receipt] : [])
      return cells.map { ShownPerson.text($0 ?? "") }
    }
  }

  /// In which form a table is written.
  public enum Form: String, Sendable, CaseIterable {
    case csv, xlsx, json

    /// By the ending of a file's name.
    public init?(path: String) {
      guard let dot = path.lastIndex(of: "."), let form = Form(rawValue: path[path.index(after: dot)...].lowercased())
      else { return nil }
      self = form
    }

    public var mediaType: String {
      switch self {
      case .csv: "text/csv; charset=utf-8"
      case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
      case .json: "application/json"
      }
    }
  }

  /// The table as a file.
  /// - Throws: `TableError` if a workbook cannot be made.
  public func bytes(as form: Form) throws(TableError) -> [UInt8] {
    switch form {
    case .csv: return csv
    case .xlsx: return try sheet.workbook()
    case .json: return Array(json.text.utf8) + [UInt8(ascii: "\n")]
    }
  }

  private var csv: [UInt8] {
    var bytes = CSVWriter.byteOrderMark
    for row in [head] + cells { CSVWriter.append(row.map(CSVWriter.harmless), to: &bytes) }
    return bytes
  }

  private var sheet: WrittenSheet {
    let first = head.firstIndex(of: "是否真实有效") ?? 0
    let cells = zip(rows, cells).map { row, cells in
      cells.enumerated().map { index, text in
        WrittenSheet.Cell(text, shade: index == first || index == first + 1 ? row.tone.shade : nil)
      }
    }
    return WrittenSheet(name: "核验结果", columns: columns, rows: cells)
  }

  /// A list with a member `answer` for each row, which is what a single report's answer is, or `error`.
  public var json: JSONValue {
    .array(
      rows.map { row in
        .object([
          ("given", .string(ShownPerson.text(row.given))), ("tone", .string(row.tone.rawValue)),
          ("headline", .string(row.authenticity)), ("code", .string(row.code)),
          ("remarks", .array(row.remarks.map { .string(ShownPerson.text($0)) })),
          (row.isAnswered ? "answer" : "error", row.document),
        ])
      })
  }
}

extension Verdict.Tone {
  fileprivate var shade: WrittenSheet.Shade {
    switch self {
    case .good: .green
    case .limited: .blue
    case .caution: .amber
    case .bad: .red
    }
  }

  /// What the colour of a row says, for people.
  public var meaning: String {
    switch self {
    case .good: "真实有效，目录全部领域均未发现"
    case .limited: "签发数据真实，请看结论和范围；只核验编码的，须与报告逐项比对"
    case .caution: "请注意：有记录、不能作出结论、已失效、是复制件或者未能核验"
    case .bad: "未通过，请勿采信"
    }
  }
}
