public import ErrorCauses
import FileReading
import Foundation
import Records
public import Registry

/// Credit files that the database carries, for workers that cannot read them at their paths.
public enum CarriedFiles {
  /// Reads the credit files of failed rows again: they may have been corrected.
  public static func readAgain(_ queue: BatchQueue, batch: String) throws {
    var last = 0
    while true {
      let rows = try queue.rows(batch, after: last)
      guard let end = rows.last?.number else { return }
      for row in rows where (row.state == .failed || row.state == .setAside) && row.attempts > 0 {
        let order = try JSONDecoder().decode(BatchOrder.self, from: Data(row.task.utf8))
        guard order.isCarried == true else { continue }
        try queue.replace(batch, row: row.number, task: Manifest.Row(order: order).carryingTask.task)
      }
      last = end
    }
  }
}

extension Manifest.Row {
  /// The task for the queue, including the credit file. If the file cannot be read now, it is left out and the row
  /// fails when it is worked on, so that it can be tried again once the file is corrected.
  public var carryingTask: (task: String, problem: Wording?) {
    // Workers find a subject that was gathered where they are.
    if order.subject != nil { return task }
    var row = self
    row.order.isCarried = true
    if problem == nil, order.template != nil {
      row.problem = Wording(
        "template: is not carried to the workers; leave it out, or have the batch's files not carried",
        "模板（template）：不会传给各处理程序；请不写模板，或不用数据库传送文件")
    } else if let bytes = try? readFile(order.file, limit: CreditFileReader.Limits.standard.fileBytes) {
      row.order.body = String(validating: bytes, as: UTF8.self)
    }
    return row.task
  }
}
