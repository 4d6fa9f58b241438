import Foundation
public import Registry

/// The last row of a batch that makes reports on a group: its summary (汇总表).
public enum GroupRow {
  /// Adds the row when all of the manifest's rows are done: a summary that leaves somebody out would seem to be of all.
  /// - Parameter rows: of the manifest.
  /// - Returns: whether the row is there, now or from before.
  public static func append(
    to queue: BatchQueue, batch: String, after rows: Int, renews: String?, at now: Int64
  ) throws -> Bool {
    if try !queue.rows(batch, after: rows, limit: 1).isEmpty { return true }
    var parts: [BatchOrder.Part] = []
    var last = 0
    while true {
      let read = try queue.rows(batch, after: last)
      guard let end = read.last?.place else { break }
      for row in read {
        let order = try JSONDecoder().decode(BatchOrder.self, from: Data(row.task.utf8))
        guard row.state == .done, let text = row.outcome, let role = order.role else { return false }
        let outcome = try JSONDecoder().decode(RowOutcome.self, from: Data(text.utf8))
        parts.append(.init(place: row.place, role: role, number: outcome.number, file: outcome.file))
      }
      last = end
    }
    var order = BatchOrder(file: "")
    (order.report, order.summary, order.renews) = ("group", parts, renews)
    let task = String(decoding: try JSONEncoder.sorted.encode(order), as: UTF8.self)
    try queue.append(batch, place: rows + 1, task: task, at: now)
    return true
  }
}
