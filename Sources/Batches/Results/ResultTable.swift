import DurableFiles
import ErrorCauses
import Foundation
import Issuing
import Records
public import Registry
import Reports
import Tables

/// The table of a batch's results: a row for each of the manifest, as CSV for people and as JSON for programs. A batch
/// can be renewed from the JSON.
public struct ResultTable: Sendable {
  /// One row of the JSON.
  public struct Row: Codable, Sendable, Equatable {
    public var row: Int
    /// done, failed or set-aside; waiting if the batch did not end.
    public var state: String
    public var error: String?
    /// The same; nil in results of earlier releases.
    public var errorInChinese: String?
    public var report: RowOutcome?
    public var order: BatchOrder
  }

  private let queue: BatchQueue
  private let batch: String

  public init(queue: BatchQueue, batch: String) { (self.queue, self.batch) = (queue, batch) }

  public static let csvName = "results.csv"
  public static let jsonName = "results.json"

  /// Writes both tables into a folder, row by row: a province's take gigabytes, too much for memory.
  public func write(to folder: String) throws {
    let labels = try domainLabels()
    let csv = try GrowingFile(path: folder + "/" + Self.csvName)
    let json = try GrowingFile(path: folder + "/" + Self.jsonName)
    var bytes = CSVWriter.byteOrderMark
    CSVWriter.append(
      [
        "行号", "状态", "角色", "信用档案", "主体名称", "代码", "报告名称", "报告编号", "签发时间", "文件", "SHA-256", "页数", "记录数",
      ] + labels + ["未归类", "取代的报告", "提示", "错误"], to: &bytes)
    try csv.append(bytes)
    try json.append(Array("[\n".utf8))
    var isFirst = true
    try forEach { row in
      var line: [UInt8] = []
      CSVWriter.append(cells(of: row, labels).map { CSVWriter.harmless(ShownPerson.text($0)) }, to: &line)
      try csv.append(line)
      try json.append(Array((isFirst ? "" : ",\n").utf8) + Array(try JSONEncoder.sorted.encode(row)))
      isFirst = false
    }
    try json.append(Array("\n]\n".utf8))
    try csv.publish()
    try json.publish()
  }

  private func forEach(_ body: (Row) throws -> Void) throws {
    var last = 0
    while true {
      let rows = try queue.rows(batch, after: last)
      for row in rows { try body(read(row)) }
      guard let end = rows.last?.number else { return }
      last = end
    }
  }

  private func read(_ row: BatchRow) throws -> Row {
    var order = try JSONDecoder().decode(BatchOrder.self, from: Data(row.task.utf8))
    (order.isCarried, order.body) = (nil, nil)
    let outcome = try row.outcome.map { try JSONDecoder().decode(RowOutcome.self, from: Data($0.utf8)) }
    // Names that people choose may hold identity numbers, so these are masked. A batch with a masked file cannot be
    // renewed.
    order.file = ShownPerson.text(order.file)
    order.subject = order.subject.map { ShownPerson.text($0) }
    order.output = order.output.map { ShownPerson.text($0) }
    order.recipient = order.recipient.map { ShownPerson.text($0) }
    let problem = row.problem?.map { ShownPerson.text($0) }
    return Row(
      row: row.number, state: Self.word(row.state), error: problem?.english, errorInChinese: problem?.chinese,
      report: outcome, order: order)
  }

  private static func word(_ state: BatchRow.State) -> String {
    switch state {
    case .waiting, .taken: "waiting"
    case .done: "done"
    case .failed: "failed"
    case .setAside: "set-aside"
    }
  }

  /// The labels of all domains that any row asked about, in order of first appearance.
  private func domainLabels() throws -> [String] {
    var labels: [String] = []
    var seen: Set<String> = []
    try forEach { row in
      for answer in row.report?.answers ?? [] where seen.insert(answer.label).inserted { labels.append(answer.label) }
    }
    return labels
  }

  private func cells(of row: Row, _ labels: [String]) -> [String] {
    let states = ["done": "已出具", "failed": "未能出具", "set-aside": "多次失败，已搁置", "waiting": "未完成"]
    let role = row.order.role.map { (try? GroupSummary.Role(name: $0).label) ?? $0 }
    let head = [String(row.row), states[row.state] ?? row.state, role ?? "", row.order.subject ?? row.order.file]
    guard let report = row.report else {
      return head + Array(repeating: "", count: 9 + labels.count + 3) + [row.errorInChinese ?? ""]
    }
    return head
      + [
        report.subject, report.code, report.title, report.number, report.issuedAt, report.file, report.sha256,
        String(report.pages), String(report.records),
      ]
      + labels.map { label in report.answers?.first { $0.label == label }.map(Self.shown) ?? "" }
      + [
        report.unclassified.map(String.init) ?? "", report.superseded.joined(separator: " "),
        (report.warningsInChinese ?? report.warnings).joined(separator: "；"), row.errorInChinese ?? "",
      ]
  }

  private static func shown(_ answer: RowOutcome.DomainAnswer) -> String {
    switch answer.outcome {
    case "clean": "未发现违法违规记录"
    case "records": "有记录（\(answer.records)）"
    case "no-data": "未归集"
    default: "存疑"
    }
  }

  /// Reads the rows of an existing table.
  public static func read(_ path: String) throws -> [Row] {
    do {
      return try JSONDecoder().decode([Row].self, from: try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch let error as DecodingError {
      throw ManifestError(path, "is no table of results (results.json) of a batch: \(oneLine(error).english)")
    } catch {
      throw ManifestError(path, "cannot be read: \(error.localizedDescription)")
    }
  }
}
