import ErrorCauses
import Foundation
import Issuing
public import Registry
import ReportKinds

/// The last row of a batch that makes reports on a group: its summary (汇总表).
public enum GroupRow {
  /// Adds the row once all of the manifest's rows are done: a summary that left somebody out would seem to cover
  /// everyone.
  /// - Parameter rows: the number of rows in the manifest.
  /// - Returns: whether the row exists, whether new or from before.
  public static func append(
    to queue: BatchQueue, batch: String, after rows: Int, renews: String?, at now: Int64
  ) throws -> Bool {
    if try !queue.rows(batch, after: rows, limit: 1).isEmpty { return true }
    var parts: [BatchOrder.Part] = []
    var last = 0
    while true {
      let read = try queue.rows(batch, after: last)
      guard let end = read.last?.number else { break }
      for row in read {
        let order = try JSONDecoder().decode(BatchOrder.self, from: Data(row.task.utf8))
        guard row.state == .done, let text = row.outcome, let role = order.role else { return false }
        let outcome = try JSONDecoder().decode(RowOutcome.self, from: Data(text.utf8))
        parts.append(
          .init(row: row.number, role: role, code: outcome.code, number: outcome.number, file: outcome.file))
      }
      last = end
    }
    var order = BatchOrder(file: "")
    (order.report, order.summary, order.renews) = (ReportKind.group.name, parts, renews)
    let task = String(decoding: try JSONEncoder.sorted.encode(order), as: UTF8.self)
    try queue.append(batch, row: rows + 1, task: task, at: now)
    return true
  }
}

/// Why a report cannot be part of its group's summary.
enum GroupPartError: BilingualError {
  case repeated(BatchOrder.Part, first: BatchOrder.Part)
  case missing(BatchOrder.Part, String)
  case refused(BatchOrder.Part, ReadBackError)

  /// Checked before the reports are read: the later one may have superseded the earlier.
  static func checkCodes(of parts: [BatchOrder.Part]) throws(GroupPartError) {
    var seen: [String: BatchOrder.Part] = [:]
    for part in parts where !part.code.isEmpty {
      if let first = seen.updateValue(part, forKey: part.code) { throw .repeated(part, first: first) }
    }
  }

  private static let anew = Wording(
    "give this batch up, and begin the group anew in another folder", "请放弃本批次，在另一文件夹中重新办理这组报告")

  var cause: ErrorCause { .input }

  var description: String { wording.english }

  var wording: Wording {
    switch self {
    case .repeated(let part, let first):
      Wording(
        "\(part.code) is in the group twice, in rows \(first.row) and \(part.row)",
        "\(part.code) 在这组报告中出现了两次，在第 \(first.row) 行和第 \(part.row) 行"
      ).with(hint: Wording("\(Self.anew.english) without one of them", "\(Self.anew.chinese)，并去掉其中一行"))
    case .missing(let part, let path):
      Wording(
        "\(path): the PDF of report \(part.number) is not there; put it back",
        "\(path)：报告 \(part.number) 的 PDF 文件不在此处；请放回")
    case .refused(let part, let error):
      Wording("row \(part.row): \(error.wording.english)", "第 \(part.row) 行：\(error.wording.chinese)")
        .with(hint: error.isFinal ? Self.anew : nil)
    }
  }
}
