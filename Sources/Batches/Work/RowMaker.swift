import CivilTime
import DurableFiles
import ErrorCauses
import Foundation
public import Installation
public import Issuing
import Records
import Registry
import Rendering
import ReportKinds
import Reports
import Templates
import Typesetting

/// Makes the pages of the report that a row of a batch asks for.
public struct RowMaker: Sendable {
  let office: PrintingOffice
  let issuer: Issuer
  let reader: CreditFileReader
  let supersedes: Bool

  /// The result for a row before its report is registered.
  enum Made: Sendable {
    case prepared(BatchTask, Issuer.Prepared)
    /// Fails however often it is tried.
    case failed(BatchTask, Wording)
    /// Fails for a reason that may pass.
    case troubled(BatchTask, Wording)

    var task: BatchTask {
      switch self {
      case .prepared(let task, _), .failed(let task, _), .troubled(let task, _): task
      }
    }
  }

  /// - Parameter batch: the terms on which the batch was begun, whichever worker runs it, with whatever options.
  public init(office: PrintingOffice, issuer: Issuer, batch: SharedBatch) {
    var issuer = issuer
    if batch.trustsDeclaredCoverage == true { issuer.trustsDeclaredCoverage = true }
    (self.office, self.issuer) = (office, issuer)
    supersedes = batch.supersedes
    reader = CreditFileReader(catalogue: office.catalogue, options: batch.reading, now: { .now() })
  }

  /// Warnings about development keys.
  public var notes: [String] { issuer.notes }

  func make(_ taken: BatchQueue.Taken, to target: BatchTarget) -> Made {
    do {
      return try prepared(taken, to: target)
    } catch let error as ReadingError where error.kind == .access && mayComeBack(error.file) {
      return .troubled(taken.task, error.wording)
    } catch {
      switch error.cause {
      // The input stays the same, however often it is tried.
      case .input, .usage: return .failed(taken.task, oneLine(error))
      case .environment, .transient, .defect: return .troubled(taken.task, oneLine(error))
      }
    }
  }

  /// Whether a file that could not be read is there and is one: its disk or its permissions may be mended meanwhile.
  private func mayComeBack(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
  }

  private func prepared(_ taken: BatchQueue.Taken, to target: BatchTarget) throws -> Made {
    let order: BatchOrder
    do { order = try JSONDecoder().decode(BatchOrder.self, from: Data(taken.text.utf8)) } catch {
      throw BatchOrderError(
        Wording("row \(taken.task.row)", "第 \(taken.task.row) 行"),
        Wording("is no order that this version knows: \(error)", "本版本的程序不认识这条申请（原文：\(error)）"))
    }
    // Even from a queue that was tampered with, no file may be written outside the folder.
    if let output = order.output { try OutputName.check(output, row: taken.task.row) }
    let identity = Report.Identity.drawn(at: .now(), issuer: office.home.configuration.issuer)
    if let parts = order.summary {
      let (report, expiresAt) = try summary(of: parts, of: taken.task.batch, in: target, identity: identity)
      return .prepared(
        taken.task,
        try prepared(
          report, taken.task, order, to: target, subject: report.subject.code, judgeAgain: nil, warnings: [],
          expiringBy: expiresAt))
    }
    let reading =
      if let subject = order.subject {
        try reader.read(bytes: try gathered(subject), name: order.inputName)
      } else if let body = order.body {
        try reader.read(bytes: Array(body.utf8), name: order.file)
      } else if order.isCarried == true {
        throw BatchOrderError(
          .file,
          Wording(
            "\(order.file): could not be read as UTF-8 text where the batch was begun",
            "\(order.file)：在办理本批次的机器上不能作为 UTF-8 文本读取"))
      } else {
        try reader.read(path: order.file)
      }
    let report: Report
    do {
      report = try office.maker.report(try order.reportOrder(), on: reading.file, identity: identity)
    } catch let error as ReportError {
      return .failed(taken.task, oneLine(error).at(ShownPerson.text(order.inputName)))
    }
    return .prepared(
      taken.task,
      try prepared(
        report, taken.task, order, to: target, subject: reading.file.subject.code,
        judgeAgain: office.maker.judgingAgain(reading.file), warnings: reading.warnings.map(\.wording)))
  }

  private func gathered(_ code: String) throws -> [UInt8] {
    guard let file = try office.gathered.creditFile(ofCode: code) else {
      let code = ShownPerson.text(code)
      throw BatchOrderError(
        .subject, Wording("nothing was delivered about \(code)", "没有归集到 \(code) 的任何数据"))
    }
    return file
  }

  /// Fetches what rows by code need, all at once.
  func fetch(_ taken: [BatchQueue.Taken]) throws {
    let codes = taken.compactMap { try? JSONDecoder().decode(BatchOrder.self, from: Data($0.text.utf8)).subject }
    if !codes.isEmpty { try office.gathered.fetch(codes) }
  }

  /// The summary of a group, made from the reports in the folder or in the database.
  /// - Returns: also when the first of the reports expires.
  private func summary(
    of parts: [BatchOrder.Part], of batch: String, in target: BatchTarget, identity: Report.Identity
  ) throws -> (report: Report, expiresAt: Int64) {
    try GroupPartError.checkCodes(of: parts)
    var expiresAt = Int64.max
    let reports = try parts.map { part in
      let file: [UInt8]
      if let folder = target.folder {
        let path = folder + "/" + part.file
        guard let data = FileManager.default.contents(atPath: path) else { throw GroupPartError.missing(part, path) }
        file = [UInt8](data)
      } else {
        file = try BatchQueue(issuer.registry).carried(batch, row: part.row) ?? []
      }
      let issued: ReadBackReport
      do {
        issued = try ReadBackReport(
          number: part.number, file: file, formats: office.formats, registry: issuer.registry,
          now: identity.issuedAt.secondsSince1970)
      } catch let error as ReadBackError { throw GroupPartError.refused(part, error) }
      expiresAt = min(expiresAt, issued.expiresAt)
      return Report.GroupPart(
        role: try GroupSummary.Role(name: part.role), report: issued.report, digest: issued.digest)
    }
    return (try Report(summaryOf: reports, identity: identity), expiresAt)
  }

  /// - Parameter subject: the full code.
  private func prepared(
    _ report: Report, _ task: BatchTask, _ order: BatchOrder, to target: BatchTarget, subject: String,
    judgeAgain: JudgeAgain?, warnings: [Wording], expiringBy latest: Int64 = .max
  ) throws -> Issuer.Prepared {
    let name =
      order.output
      ?? OutputName.made(
        row: task.row, of: target.rows, subject: report.shown(name: report.subject.name), report: report.title,
        format: office.formats.standard)
    if let folder = target.folder { try refuseExisting(folder + "/" + name, foldersToo: true) }
    let press = try office.press(for: report.kind, template: order.template, fileNamed: name)
    var prepared = try issuer.prepare(
      report, by: press, subject: subject,
      supersession: supersedes
        ? Registry.Supersession(sameQuestion: true, predecessors: order.renews.map { [$0] } ?? []) : .none,
      judgeAgain: judgeAgain, task: task, expiringBy: latest)
    if let folder = target.folder { prepared.path = folder + "/" + name }
    prepared.isCarried = target.folder == nil
    let warnings = warnings + gapWarnings(report)
    prepared.outcome = { issued in
      var warnings = warnings
      if let earlier = order.renews, !issued.superseded.contains(earlier) {
        warnings.append(
          Wording(
            "the earlier report \(earlier) was not superseded: it is of another registry, or no longer valid",
            "原报告 \(earlier) 未被取代：它属于另一登记库，或已不是有效状态"))
      }
      guard let outcome = try? RowOutcome(report, issued, file: name, warnings: warnings),
        let data = try? JSONEncoder.sorted.encode(outcome)
      else { preconditionFailure("a token that was just signed cannot be read") }
      return String(decoding: data, as: UTF8.self)
    }
    return prepared
  }

  private func gapWarnings(_ report: Report) -> [Wording] {
    guard report.hasGaps else { return [] }
    return [
      Wording(
        "some sources delivered nothing or late: what the report does not show is not said to be clean",
        "部分数据来源没有报送数据，或报送不及时：报告没有列出记录，不表示没有记录")
    ]
  }
}

/// The destination of a batch's reports.
public struct BatchTarget: Codable, Sendable, Equatable {
  /// Absolute; nil: the database carries the PDFs.
  public var folder: String?
  /// The number of rows in the batch.
  public var rows: Int
  public init(folder: String?, rows: Int) { (self.folder, self.rows) = (folder, rows) }
}

extension JSONEncoder {
  static var sorted: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }
}

/// An error as shown in a table of results.
func oneLine(_ error: any Error) -> Wording {
  error.wording.map { ShownPerson.text($0.split(whereSeparator: \.isNewline).joined(separator: " ")) }
}
