import HTTPTypes
import JSON
import Stacks
import Verifying
import Web

/// The table of a stack, as it is kept for a while for whoever verified it. It holds answers, and no file.
struct KeptStack: Sendable {
  struct Row: Sendable {
    let row: StackRow
    /// What is asked before this report is told.
    let challenge: Challenge?
  }
  let agency: String?
  /// Seconds since 1970.
  let begunAt: Int64
  /// By the place of what was given; what is given once can have several rows.
  private(set) var places: [Int: [Row]] = [:]

  /// How many places were announced; what never came for one of them is a row that says so.
  let announced: Int

  init(agency: String?, begunAt: Int64, announced: Int = 0) {
    (self.agency, self.begunAt, self.announced) = (agency, begunAt, announced)
  }

  /// Puts rows in the place of one.
  mutating func replace(_ index: Int, at place: Int, by rows: [Row]) {
    guard let all = places[place], all.indices.contains(index) else { return }
    places[place] = all[..<index] + rows + all[(index + 1)...]
  }

  mutating func put(_ rows: [Row], at place: Int) { places[place] = rows }

  /// In the order in which they were given; each with the place of what was given, and its index among the rows of that.
  var rows: [(place: Int, index: Int, row: Row)] {
    var places = places
    for place in 0..<announced where places[place] == nil {
      places[place] = [Row(row: .notSent("第\(place + 1)份"), challenge: nil)]
    }
    return places.sorted { $0.key < $1.key }.flatMap { place, rows in
      rows.enumerated().map { index, row in (place, index, row) }
    }
  }

  var table: StackTable { StackTable(rows.map(\.row.row)) }
}

extension StackRow {
  fileprivate static func notSent(_ given: String) -> StackRow {
    let error = ServiceError.unsent(reason: nil)
    return StackRow(given, unexamined: error.code, error.text, document: .object([]))
  }
}

extension ServiceError {
  /// What the page's script did not send.
  /// - Parameter reason: as the script says it; nil: it never said anything.
  static func unsent(reason: String?) -> ServiceError {
    let text =
      switch reason {
      case "size": "文件过大，没有上传。PDF文件不超过20MB，图片不超过15MB。"
      case "stopped": "未核验：已停止，没有提交这一份。"
      case "network": "上传失败，没有核验。请重新提交这一份。"
      default: "未核验：没有收到这一份。请重新提交。"
      }
    return ServiceError(status: .badRequest, code: "NOT_SENT", message: "it was not sent", text: text)
  }
}

extension VerificationSite {
  /// What was found about one thing that was given becomes rows here, and only here.
  func rows(_ given: String, _ outcome: StackOutcome) -> [KeptStack.Row] {
    switch outcome {
    case .failed(let error):
      let text = environment.options.texts[error.code] ?? error.text
      return [.init(row: StackRow(given, unexamined: error.code, text, document: Self.nothing), challenge: nil)]
    case .outcome(let outcome):
      let rows = outcome.parts.map { part in
        row(FileFindings.Finding.place(of: part.pages).map { "\(given) \($0)" } ?? given, part.outcome)
      }
      guard !outcome.isComplete else { return rows }
      let rest = StackRow(
        given, unexamined: FileFindings.incompleteCode, FileFindings.incompleteNote, document: Self.nothing)
      return rows + [.init(row: rest, challenge: nil)]
    }
  }

  /// Pages have no use for what machines get.
  private static let nothing = JSONValue.object([])

  private func row(_ given: String, _ outcome: CodeOutcome) -> KeptStack.Row {
    switch outcome {
    case .challenge(let challenge):
      let row = StackRow(given, asksForEndingOf: challenge.label, token: challenge.token, document: Self.nothing)
      return .init(row: row, challenge: challenge)
    case .otherPaper: return .init(row: row(given, .otherPaper), challenge: nil)
    case .answer(let answer): return .init(row: row(given, answer.verification, answer.receipt), challenge: nil)
    }
  }

  private func row(_ given: String, _ verification: Verification, _ receipt: VerificationReceipt? = nil) -> StackRow {
    StackRow(given, verification, options.tokenNames, receipt: receipt?.number, document: Self.nothing)
  }
}
