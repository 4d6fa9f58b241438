public import ErrorCauses
import Foundation
import Records

extension Manifest {
  /// Orders the reports of an earlier batch again, no-violation ones up to a new day. Each supersedes the earlier one.
  /// A summary is not included, because it is made from the new reports.
  /// - Parameters:
  ///   - path: path of the earlier `results.json`.
  ///   - day: the new last day.
  public init(renewing path: String, to day: String) throws {
    let results = try ResultTable.read(path)
    let rows = results.filter { $0.order.summary == nil }.map { row in
      var order = row.order
      if order.isNoViolation { order.to = day }
      order.renews = row.report?.number
      let isKept = !order.file.contains("****") || FileManager.default.fileExists(atPath: order.file)
      return Row(order: order, problem: isKept ? nil : Self.nameNotKept)
    }
    try self.init(path: path, rows: rows, base: (absolute(path) as NSString).deletingLastPathComponent)
    isGroup = results.contains { $0.order.summary != nil }
    renewedSummary = results.last { $0.order.summary != nil }?.report?.number
  }
}

extension Manifest {
  private static let nameNotKept = Wording(
    "file: its name holds an identity number, which tables of results do not keep; name it in a manifest",
    "文件（file）：文件名含有证件号码，结果表不保存这种文件名；请在清单中写明")
}

extension Manifest.Row {
  /// The row as stored in the queue.
  public var task: (task: String, problem: Wording?) {
    guard let data = try? JSONEncoder.sorted.encode(order) else { preconditionFailure("strings are always JSON") }
    return (String(decoding: data, as: UTF8.self), problem)
  }
}
