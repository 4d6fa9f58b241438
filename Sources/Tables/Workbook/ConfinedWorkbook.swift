import Confinement
import ErrorCauses
import ReplyBytes

/// A workbook that another process reads, `xinbao-workbook`, which has access to nothing else: workbooks come from strangers,
/// and what unpacks and parses them is not written here.
final class ConfinedWorkbook {
  /// As the user gave it.
  let file: String
  private(set) var sheets: [WorkbookReply.Sheet] = []
  private let process: ConfinedProcess
  /// What was read and belongs to the next messages.
  private var read: ArraySlice<UInt8> = []
  private var questions = 0
  /// The last row that was said, of the last question.
  private var row = 0

  private static let program = "xinbao-workbook"

  /// - Throws: `TableError`, of the workbook or, as the machine's, of the program that reads it.
  convenience init(_ bytes: [UInt8], file: String) throws(TableError) {
    try self.init(toRead: bytes, file: file)
    guard case .sheets(let sheets) = try next() else {
      throw stopped("says something else than which sheets there are")
    }
    self.sheets = sheets
  }

  /// Checks that the program starts, confines itself and replies on this machine.
  /// - Throws: `TableError`, as the machine's.
  static func check() throws(TableError) {
    let program = programBesideThisOne(program)
    // Nothing is no workbook: the program has to say so.
    do throws(TableError) { _ = try ConfinedWorkbook(toRead: [], file: program).reply() } catch {
      throw TableError(program, "workbooks cannot be read: \(error.message)", hint: error.hint, cause: .environment)
    }
  }

  private init(toRead bytes: [UInt8], file: String) throws(TableError) {
    self.file = file
    do throws(ConfinedProgram.NotStarted) {
      // On a busy machine, it has to wait for its time.
      process = try ConfinedProcess(
        programBesideThisOne(Self.program), input: bytes, seconds: 4 * WorkbookReply.processorSeconds(bytes.count))
    } catch {
      throw TableError(
        file, "cannot be read: \(error)", hint: "build or install \(Self.program) there: workbooks are read by it",
        cause: .environment)
    }
  }

  /// Asks for a sheet from its first row on.
  /// - Returns: the number of the question.
  func ask(_ sheet: Int) throws(TableError) -> Int {
    do throws(ConfinedProcess.Ended) { try process.ask([UInt8(sheet >> 8), UInt8(sheet & 0xFF)]) } catch {
      throw stopped(error.description)
    }
    questions += 1
    // What is still on its way belongs to the question before.
    while try next() != .answer(questions) {}
    row = 0
    return questions
  }

  /// Whether what comes next is what follows a row of the answer to a question.
  func isBehind(row: Int, of question: Int) -> Bool { (questions, self.row) == (question, row) }

  func next() throws(TableError) -> WorkbookReply {
    let reply = try reply()
    // A workbook that has no sheets yet is refused as a whole.
    if case .fault(let row, let message) = reply, sheets.isEmpty { throw TableError(file, row: row, message) }
    if case .row(let row) = reply {
      guard row.number > self.row else { throw stopped("says rows out of order") }
      self.row = row.number
    }
    return reply
  }

  private func reply() throws(TableError) -> WorkbookReply {
    let length = try take(4).reduce(0) { $0 << 8 | Int($1) }
    guard length <= WorkbookReply.maximumBytes else { throw stopped("says too much at once") }
    let content = try take(length)
    do throws(NoReply) { return try WorkbookReply(content) } catch { throw stopped("says what is no reply") }
  }

  private func take(_ count: Int) throws(TableError) -> ArraySlice<UInt8> {
    do throws(ConfinedProcess.Ended) {
      while read.count < count { read += try process.read() }
    } catch { throw stopped(error.description) }
    defer { read = read.dropFirst(count) }
    return read.prefix(count)
  }

  func stopped(_ why: String) -> TableError {
    TableError(
      file, "was not read to its end: its reader (\(Self.program)) \(why)",
      hint: "open it in a spreadsheet program and save it as .xlsx or CSV")
  }
}
