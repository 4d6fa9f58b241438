import Foundation
import Importing
import Records

/// An answer about a head as a text, and as a column of a mapping.
struct HeadMeaning {
  private let category: Records.Category?

  init(_ category: Records.Category?) { self.category = category }

  /// As it can be given again: `罚款金额(万元) 元`, `-`.
  func text(of column: HeadMapping.Column) -> String {
    guard let key = column.field else { return column.role == .ignored ? "-" : column.role?.rawValue ?? "" }
    let label = category?.fields.first { $0.naming.key == key }?.naming.label ?? key
    return label + (column.unit.map { " \($0.rawValue)" } ?? "")
  }

  func column(_ question: HeadAnswers.Question, _ meaning: String) throws(HeadAnswers.Fault) -> HeadMapping.Column {
    var column = HeadMapping.Column(head: question.head)
    var text = meaning.trimmingCharacters(in: .whitespaces)
    if text == "-" {
      column.role = .ignored
      return column
    }
    for unit in HeadMapping.Unit.allCases where text.hasSuffix(" " + unit.rawValue) {
      column.unit = unit
      text = String(text.dropLast(unit.rawValue.count + 1)).trimmingCharacters(in: .whitespaces)
      break
    }
    guard let category else {
      throw HeadAnswers.Fault(problem: "\(question.categoryLabel): mappings of this table are not kept")
    }
    let fields = Vocabulary(category.fields.map(\.naming))
    guard let key = fields.key(of: text), let field = category.fields.first(where: { $0.naming.key == key }) else {
      let nearest = fields.nearest(to: text).map { "; did you mean \($0)?" } ?? ""
      throw HeadAnswers.Fault(problem: "\(question.head): \(question.categoryLabel) has no field \(text)\(nearest)")
    }
    column.field = field.naming.key
    if field.kind == .money {
      column.unit = try unit(of: question.head, given: column.unit)
    } else if column.unit != nil {
      throw HeadAnswers.Fault(problem: "\(question.head): \(field.naming.label) is no amount of money, and has no unit")
    }
    return column
  }

  /// A head that says 元 is in 元, whatever the field is called: an amount ten thousand times too large would follow.
  private func unit(
    of head: String, given: HeadMapping.Unit?
  ) throws(HeadAnswers.Fault) -> HeadMapping.Unit? {
    let name = foldedName(head)
    let others = ["百元", "千元", "亿元", "十万元", "百万元", "千万元", "美元", "港元", "港币", "欧元", "日元"]
    if let other = others.first(where: name.contains) {
      throw HeadAnswers.Fault(problem: "\(head): is in \(other); amounts must be handed in in 元 or 万元")
    }
    let said: HeadMapping.Unit? = name.contains("万元") ? .tenThousandYuan : name.contains("元") ? .yuan : nil
    if let said, let given, said != given {
      throw HeadAnswers.Fault(
        problem: "\(head): the head says \(said.rawValue), the answer \(given.rawValue); which is it? "
          + "If the head is wrong, its source must mend it")
    }
    return said ?? given
  }
}
