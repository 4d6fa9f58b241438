import ConcurrentMap
import DurableFiles
import Foundation
import JSON
import Stacks
import Synchronization
import VerifyCommand
import Verifying

extension Verify {
  /// Whether a table is asked for: by `-o`, or by more than one report.
  var isStack: Bool { output != nil || all.count > 1 || StackItem.isStack(given) }

  /// Examines everything that was given, on all cores, and writes or prints the table of the answers.
  /// - Throws: `AnswerIsNo` with the worst status of all rows: 3 where something could not be examined, else 1 where an
  ///   answer is no.
  func answerStack() throws {
    if let output, !overwrite { try refuseExisting(output) }
    let given = try StackItem.all(of: all, output: output)
    let form = output.flatMap(StackTable.Form.init(path:))
    // Nothing is written before all is examined: until then, whoever stops the command need not wait for anything.
    let (table, bytes) = try Interruption.mayEnd(
      saying: "stopped: nothing was written; begin again with the same command"
    ) {
      let table = StackTable(try rows(of: given.items))
      return (table, try form.map { try table.bytes(as: $0) })
    }
    // Whoever reads the answers may take his time.
    if bytes == nil { Interruption.release() }
    if let output, let bytes {
      try writeAtomically(bytes, to: output)
      Console.result("\(output)：共\(table.rows.count)行")
    } else if json {
      print(table.json.text)
    } else {
      for row in table.rows {
        Console.result(
          columns: [row.given, row.authenticity, row.report?.conclusionText ?? "", row.code] + row.remarks)
      }
    }
    if !json { tell(table) }
    if given.hidden > 0 { Console.error("note: 有\(given.hidden)个隐藏的文件或者文件夹（名称以“.”开头）没有核验") }
    if table.rows.contains(where: { !$0.isExamined }) { throw AnswerIsNo(status: .badInput) }
    if table.rows.contains(where: { !$0.isYes }) { throw AnswerIsNo() }
  }

  private func rows(of items: [StackItem]) throws -> [StackRow] {
    let now = try askedTime(time) ?? Int64(Date().timeIntervalSince1970)
    let (verifier, names) = try verifying.verifier(installation, readsFiles: true, now: askedTime(time))
    let work = StackWork(
      verifier: verifier, names: names,
      registry: verifying.bundle == nil ? try verifying.registry.open(try installation.openHome()) : nil,
      reader: reader(), now: now)
    let done = Mutex((count: 0, progress: DeliveryProgress(name: "verify")))
    let rows = try concurrentMap(items) { item in
      defer {
        done.withLock { done in
          done.count += 1
          done.progress.show(done.count, of: items.count)
        }
      }
      return try work.rows(of: item)
    }
    done.withLock { $0.progress.end() }
    return rows.flatMap { $0 }
  }

  private func reader() -> Result<PictureReader, PictureReader.NotAtHand> {
    do throws(PictureReader.NotAtHand) { return .success(try .besideThisProgram()) } catch {
      Console.error("note: \(error)")
      return .failure(error)
    }
  }

  private func tell(_ table: StackTable) {
    for tone in [Verdict.Tone.bad, .caution, .limited, .good] where table.count(tone) > 0 {
      Console.result("  \(table.count(tone))份 \(tone.meaning)")
    }
    let repeated = table.rows.count { $0.report != nil } - table.reportCount
    if repeated > 0 { Console.result("  其中有重复提交的报告，见备注") }
  }
}
