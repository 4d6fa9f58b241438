import JSON
import Verifying

/// What a row of a list says about one report in several ways.
extension StackRow {
  /// The code of an answer that would be a yes, if the list did not say something else.
  static let contradiction = "ROW_CONTRADICTS"

  /// The rows of one row of a list. What only says the same again has no row of its own; what contradicts the rest is no yes.
  /// - Parameters:
  ///   - answers: to each that is given, the file's first.
  ///   - number: that the report must have, as registries know it; nil: none was given.
  public static func together(_ answers: [[StackRow]], number: String?) -> [StackRow] {
    let judged = answers.indices.map { place in
      let others = answers.indices.filter { $0 != place }.flatMap { answers[$0] }
      return answers[place].map { $0.beside(others, number: number) }
    }
    guard let first = judged.first, first.count == 1 else { return judged.flatMap { $0 } }
    let more = judged.dropFirst().flatMap { $0 }.filter { row in
      row.identity == nil || row.identity != first[0].identity || row.code != first[0].code
    }
    return first + more
  }

  /// - Parameter others: the answers to what else the row of the list gives.
  private func beside(_ others: [StackRow], number: String?) -> StackRow {
    guard let report else { return self }
    if let number, number != report.number {
      return contradicted("清单给出的报告编号（\(Self.capped(number))）不是这份报告的编号。")
    }
    guard others.contains(where: { $0.isExamined && $0.report?.number != report.number }) else { return self }
    return contradicted("清单同一行给出的其他内容不是这份报告的，或者没有通过核验。")
  }

  private func contradicted(_ remark: String) -> StackRow {
    var row = self
    row.remarks.append(remark)
    guard isYes else { return row }
    if row.tone != .bad { row.tone = .caution }
    (row.authenticity, row.code, row.isYes) = ("与清单给出的内容不符，请核对", Self.contradiction, false)
    row.document = .object([
      ("code", .string(Self.contradiction)), ("message", .string("the row of the list says something else: \(remark)")),
    ])
    return row
  }
}
