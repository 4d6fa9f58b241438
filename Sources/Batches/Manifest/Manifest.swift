import Crypto
public import ErrorCauses
import FileReading
import Foundation
import Hexadecimal
public import Issuing
import JSON
import Records
import Reports
import Tables

/// What a batch is to make, row by row: from a table (CSV in UTF-8 or GB18030, XLSX), from JSON lines, from a folder of
/// credit files, or from the results of an earlier batch.
///
/// A problem of the manifest as a whole is an error; a problem of one row is stored with that row, and the others
/// continue.
public struct Manifest: Sendable {
  public struct Row: Sendable {
    public var order: BatchOrder
    /// Why no report can be made from it.
    public var problem: Wording?
  }
  /// As the user gave it.
  public let path: String
  public private(set) var rows: [Row]
  /// SHA-256 of the rows' content.
  public private(set) var digest: String
  /// For a renewed batch: whether it was to end with a summary of its group.
  public internal(set) var isGroup = false
  /// The number of that summary, if there was one.
  public internal(set) var renewedSummary: String?

  /// A list of a million rows takes some 100 MB.
  private static let fileLimit = 512 << 20
  private static let lineLimit = 1 << 20
  private static let rowLimit = 2_000_000

  /// - Parameter defaults: the command's options, for rows that do not set them.
  /// - Throws: `ManifestError`, `TableError`.
  public init(path: String, defaults: BatchOrder) throws {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    var rows: [Row]
    let base: String
    if exists, isFolder.boolValue {
      rows = try Self.creditFiles(in: path)
      base = path
    } else {
      base = (absolute(path) as NSString).deletingLastPathComponent
      rows = path.hasSuffix(".jsonl") ? try Self.jsonLines(path) : try Self.table(path)
    }
    for index in rows.indices { rows[index].order.fill(from: defaults) }
    try self.init(path: path, rows: rows, base: base)
  }

  /// Changes the rows in place: copying a province's rows at each step would take most of a batch's memory.
  /// - Parameter base: the base folder of relative paths.
  init(path: String, rows: consuming [Row], base: String) throws(ManifestError) {
    guard !rows.isEmpty else { throw ManifestError(path, "asks for nothing: it has no rows") }
    guard rows.count <= Self.rowLimit else {
      throw ManifestError(path, "has \(rows.count) rows; at most \(Self.rowLimit) are taken; split it")
    }
    (self.path, self.rows, self.digest) = (path, rows, "")
    var seen = Seen()
    var digest = SHA256()
    for index in self.rows.indices {
      let file = self.rows[index].order.file
      if !file.isEmpty { self.rows[index].order.file = absolute(file, from: base) }
      if let template = self.rows[index].order.template {
        self.rows[index].order.template = absolute(template, from: base)
      }
      if self.rows[index].problem == nil { self.rows[index].problem = problem(ofRow: index, &seen) }
      digest.update(data: Data(self.rows[index].task.task.utf8))
    }
    self.digest = hexadecimal(digest.finalize())
  }

  /// Finds rows that only the catalogue shows to be impossible: it lacks their edition or a domain.
  /// - Throws: `ManifestError` if no usable row is left.
  public mutating func check(_ check: (ReportOrder) throws -> Void) throws(ManifestError) {
    for index in rows.indices where rows[index].problem == nil {
      do { try check(try rows[index].order.reportOrder()) } catch {
        rows[index].problem = oneLine(error)
      }
    }
    guard let first = rows.first?.problem, rows.allSatisfy({ $0.problem != nil }) else { return }
    throw ManifestError(path, "nothing can be made of any of its \(rows.count) rows; row 1: \(first.english)")
  }

  /// What earlier rows asked for: their indices by the hash of the order, and by the names of their PDFs.
  private struct Seen {
    var asked: [Int: [Int]] = [:]
    var outputs: [String: Int] = [:]
  }

  private func problem(ofRow index: Int, _ seen: inout Seen) -> Wording? {
    let order = rows[index].order
    do {
      _ = try order.reportOrder()
      if let role = order.role { _ = try GroupSummary.Role(name: role) }
      if let output = order.output {
        try OutputName.check(output, row: index + 1)
        try OutputName.checkOnWindows(output)
      }
    } catch { return error.wording }
    let asked = order.asked
    let hash = asked.hashValue
    if let first = seen.asked[hash]?.first(where: { rows[$0].order.asked == asked }) {
      return Wording("asks for the same as row \(first + 1)", "与第 \(first + 1) 行申请的报告相同")
    }
    seen.asked[hash, default: []].append(index)
    if let output = order.output.map(OutputName.folded) {
      if let first = seen.outputs[output] {
        return Wording(
          "output: `\(output)` is the name of row \(first + 1), too", "输出文件（output）：“\(output)”与第 \(first + 1) 行重名")
      }
      seen.outputs[output] = index
    }
    return nil
  }

  // MARK: Forms

  private static func creditFiles(in folder: String) throws(ManifestError) -> [Row] {
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
      throw ManifestError(folder, "cannot be read: \(error.localizedDescription)")
    }
    let files = names.filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.sorted()
    guard !files.isEmpty else { throw ManifestError(folder, "holds no credit file (*.json)") }
    return files.map { Row(order: BatchOrder(file: $0)) }
  }

  private static func table(_ path: String) throws -> [Row] {
    let file = try TableFile(path: path, encoding: nil, limit: fileLimit)
    var columns: [ManifestColumn]?
    var rows: [Row] = []
    try file.forEachRow { row in
      guard let head = columns else {
        columns = try head(row, path)
        return
      }
      var read = Row(
        order: BatchOrder(file: ""),
        problem: row.fault.map { fault in
          fault.column.map { column in
            Wording("column \(column): \(fault.message)", "第 \(column) 列：\(fault.wording.chinese)")
          } ?? fault.wording
        })
      if row.cells.count > head.count {
        read.problem =
          read.problem
          ?? Wording(
            "has \(row.cells.count) cells, and there are \(head.count) columns",
            "本行有 \(row.cells.count) 个单元格，而表头只有 \(head.count) 列")
      }
      for (column, cell) in zip(head, row.cells) {
        // A cell as long as this is not stored: otherwise the database and the results would hold it, too.
        guard cell.utf8.count <= lineLimit else {
          read.problem = Wording(
            "column \(column.rawValue): is longer than \(lineLimit) bytes",
            "\(column.wording.chinese)：超过 \(lineLimit) 字节")
          continue
        }
        column.set(cell, in: &read.order)
      }
      read.problem = read.problem ?? read.order.inputProblem
      rows.append(read)
    }
    return rows
  }

  private static func head(_ row: TableRow, _ path: String) throws(ManifestError) -> [ManifestColumn] {
    var columns: [ManifestColumn] = []
    for cell in row.cells {
      do throws(BatchOrderError) {
        let column = try ManifestColumn.named(cell)
        guard !columns.contains(column) else {
          throw BatchOrderError(Wording("column `\(cell)`", "列“\(cell)”"), Wording("stands there twice", "出现了两次"))
        }
        columns.append(column)
      } catch { throw ManifestError("\(path):\(row.number):\(columns.count + 1)", "\(error)") }
    }
    guard columns.contains(.file) || columns.contains(.subject) else {
      throw ManifestError(
        "\(path):\(row.number)",
        "has no column `file` (文件), which names the credit files, and none `subject` (代码), which names who was gathered"
      )
    }
    return columns
  }

  private static func jsonLines(_ path: String) throws -> [Row] {
    let bytes: [UInt8]
    do { bytes = try readFile(path, limit: fileLimit) } catch {
      throw ManifestError(path, error.message + (error.hint.map { "; \($0)" } ?? ""))
    }
    var rows: [Row] = []
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      // Blank lines count as invalid rows, so that a row's number is its line number.
      guard !line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) else {
        rows.append(Row(order: BatchOrder(file: ""), problem: blank))
        continue
      }
      rows.append(jsonRow(line))
    }
    while rows.last?.problem == blank { rows.removeLast() }
    return rows
  }

  private static let blank = Wording("is blank", "本行是空的")

  private static func jsonRow(_ line: ArraySlice<UInt8>) -> Row {
    var row = Row(order: BatchOrder(file: ""))
    guard line.count <= lineLimit else {
      row.problem = Wording(
        "has \(line.count) bytes; a line may have \(lineLimit)", "本行有 \(line.count) 字节，最多允许 \(lineLimit) 字节")
      return row
    }
    guard String(validating: line, as: UTF8.self) != nil else {
      row.problem = Wording("is not UTF-8", "本行不是 UTF-8 编码")
      return row
    }
    let document: JSONDocument
    do throws(JSONFault) {
      document = try JSONParser.parse(
        Array(line), limits: JSONLimits(valueBytes: lineLimit, nesting: 8), shown: { ShownPerson.text($0) })
    } catch {
      let column = textPosition(of: error.offset, in: Array(line)).column
      row.problem = Wording(
        "is no JSON object: column \(column): \(error.message)", "本行不是 JSON 对象：第 \(column) 列：\(error.problem.chinese)")
      return row
    }
    guard document.nodes[0].kind == .object else {
      row.problem = Wording("is no JSON object", "本行不是 JSON 对象")
      return row
    }
    let members = document.children(of: 0).map { (name: document.text(of: $0), value: $0 + 1) }
    for (name, value) in members.sorted(by: { $0.name < $1.name }) {
      do {
        let column = try ManifestColumn.named(name)
        switch document.nodes[value].kind {
        case .string: column.set(document.text(of: value), in: &row.order)
        case .array where column == .domains:
          column.set(try texts(of: value, in: document, name).joined(separator: ","), in: &row.order)
        case .null: break
        default: throw BatchOrderError(Wording(name, name), Self.mustBeText)
        }
      } catch { row.problem = row.problem ?? error.wording }
    }
    row.problem = row.problem ?? row.order.inputProblem
    return row
  }

  private static let mustBeText = Wording("must be text", "须为文本")

  private static func texts(
    of array: Int, in document: JSONDocument, _ name: String
  ) throws(BatchOrderError) -> [String] {
    var texts: [String] = []
    for element in document.children(of: array) {
      guard document.nodes[element].kind == .string else {
        throw BatchOrderError(Wording(name, name), mustBeText)
      }
      texts.append(document.text(of: element))
    }
    return texts
  }
}

/// An error of a manifest as a whole.
public struct ManifestError: ClassifiedError, Sendable, Equatable, CustomStringConvertible {
  public var cause: ErrorCause { .input }

  public let description: String
  init(_ location: String, _ problem: String) { description = "\(location): \(problem)" }
}

func absolute(_ path: String, from base: String = FileManager.default.currentDirectoryPath) -> String {
  URL(fileURLWithPath: path, relativeTo: URL(fileURLWithPath: base, isDirectory: true)).standardizedFileURL.path
}
