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
enum GroupPartError: ClassifiedError, CustomStringConvertible {
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

  private static let anew =
    "; give this batch up, and begin the group anew in another folder"

  var cause: ErrorCause { .input }

  var description: String {
    switch self {
    case .repeated(let part, let first):
      "\(part.code) is in the group twice, in rows \(first.row) and \(part.row)\(Self.anew) without one of them"
    case .missing(let part, let path):
      "\(path): the PDF of report \(part.number) is not there; put it back"
    case .refused(let part, let error):
      "row \(part.row): \(error)\(error.isFinal ? Self.anew : "")"
    }
  }
}
