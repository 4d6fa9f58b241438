import Confinement
import Tables
import Workbooks

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Reads the workbook on standard input and says on standard output which sheets it has, and the rows of those that it is
/// asked for (`WorkbookReply`). Workbooks come from strangers, and libraries unpack and parse them; so it is done here, in a
/// process that lives for one of them, and which nothing else is in. Started by `xinbao` and `xinbao-server`.
///
/// A question on descriptor 3 is the index of a sheet, 2 bytes, big endian. Exit status: 0 there are no more questions; 4 it
/// could not confine itself and read nothing, or was asked for a sheet that there is not.
@main
struct ReadWorkbook {
  /// In bytes, of rows that are written together.
  private static let batch = 1 << 16

  static func main() {
    let size = max(0, lseek(STDIN_FILENO, 0, SEEK_END))
    guard confineThisProcess(.workbook(bytes: size), answersQuestions: true) == nil else { exit(4) }
    var output = Output()
    do throws(TableError) {
      let tables = try workbookTables(of: STDIN_FILENO)
      output.put(.sheets(tables.map { .init(name: $0.sheet, isHidden: $0.isHidden) }))
      output.flush()
      answer(tables, &output)
    } catch {
      output.put(.fault(row: error.row, message: error.message))
      output.flush()
    }
  }

  private static func answer(_ tables: [any Table], _ output: inout Output) {
    var number = 0
    while let question = nextQuestion(2) {
      let index = Int(question[0]) << 8 | Int(question[1])
      guard index < tables.count else { exit(4) }
      number += 1
      output.put(.answer(number))
      var table = tables[index]
      do throws(TableError) {
        while let row = try table.next() {
          output.put(.row(row))
          guard output.bytes.count >= batch else { continue }
          output.flush()
          if isQuestionWaiting() { break }
        }
        output.put(.end)
      } catch { output.put(.fault(row: error.row, message: error.message)) }
      output.flush()
    }
  }
}

/// Messages that wait to be written together.
private struct Output {
  private(set) var bytes: [UInt8] = []

  mutating func put(_ reply: WorkbookReply) {
    var content = reply.bytes
    if content.count > WorkbookReply.maximumBytes, case .row(let row) = reply {
      content =
        WorkbookReply.fault(
          row: row.number, message: "has more than \(WorkbookReply.maximumBytes) bytes in a row"
        ).bytes
    }
    bytes += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: content.count >> $0) }
    bytes += content
  }

  mutating func flush() {
    // Whoever does not read any more has ended.
    guard writeStandardOutput(bytes) else { exit(4) }
    bytes.removeAll(keepingCapacity: true)
  }
}

extension ProcessLimits {
  /// All sheets of a file, each a few times; texts that are shared stay in memory.
  fileprivate static func workbook(bytes: Int) -> ProcessLimits {
    ProcessLimits(
      processorSeconds: UInt32(WorkbookReply.processorSeconds(bytes)), memory: min(8 << 30, 1 << 30 + 64 * bytes))
  }
}
