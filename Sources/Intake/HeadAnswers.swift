import CivilTime
public import ErrorCauses
import Foundation
import Gathering
import Importing
import Records
import Tables

/// What a source's heads mean: what must be asked about a table, and the answers as mappings.
public struct HeadAnswers: Sendable {
  /// A head that nobody knows, with what it may mean.
  public struct Question: Sendable, Equatable {
    /// File and sheet, and the last row of the head.
    public var table: String
    public var row: Int
    /// Canonical key, and label.
    public var category: String
    public var categoryLabel: String
    /// From 1, and as the head writes it.
    public var column: Int
    public var head: String
    /// Labels of fields, the likeliest first.
    public var likely: [String]
  }

  public struct Fault: ClassifiedError, Equatable, CustomStringConvertible {
    public var problem: String
    public var cause: ErrorCause { .input }
    public var description: String { problem }
  }

  private let catalogue: Catalogue
  private let interpreter: TableInterpreter
  /// The source's mappings so far.
  private var mappings: [HeadMapping]

  init(_ catalogue: Catalogue, _ interpreter: TableInterpreter, kept: KeptMappings?) throws(Fault) {
    (self.catalogue, self.interpreter) = (catalogue, interpreter)
    mappings = try kept.map { kept throws(Fault) in try Self.mappings(kept.body) } ?? []
  }

  /// What must be asked before the tables of a file can be read; nothing if they can.
  public func questions(about path: String) throws -> [Question] {
    let labels = Dictionary(
      catalogue.categories.map { ($0.naming.key, $0.naming.label) }, uniquingKeysWith: { first, _ in first })
    return try interpreter.questions(about: TableFile(path: path, encoding: nil)).flatMap { found in
      found.unknown.map { column in
        Question(
          table: found.tableName, row: found.row, category: found.category,
          categoryLabel: labels[found.category] ?? found.categoryLabel, column: column.number, head: column.text,
          likely: column.likely.map(\.label))
      }
    }
  }

  /// Takes an answer.
  /// - Parameter meaning: a field of the category by key, label or other name; `-`: the column says nothing of a record.
  ///   With `元` after a blank, an amount in 元.
  /// - Throws: `Fault` for a field that the category does not have.
  public mutating func answer(_ question: Question, _ meaning: String) throws(Fault) {
    var column = HeadMapping.Column(head: question.head)
    var text = meaning.trimmingCharacters(in: .whitespaces)
    if text.hasSuffix(" 元") {
      column.unit = .yuan
      text = String(text.dropLast(2))
    }
    if text == "-" {
      column.role = .ignored
    } else {
      guard let category = catalogue.categories.first(where: { $0.naming.key == question.category }) else {
        throw Fault(problem: "\(question.categoryLabel): mappings of this table are not kept")
      }
      let fields = Vocabulary(category.fields.map(\.naming))
      guard let field = fields.key(of: text) else {
        let nearest = fields.nearest(to: text).map { "; did you mean \($0)?" } ?? ""
        throw Fault(problem: "\(question.head): \(question.categoryLabel) has no field \(text)\(nearest)")
      }
      column.field = field
    }
    let index = mappings.firstIndex { $0.category == question.category } ?? mappings.count
    if index == mappings.count {
      mappings.append(HeadMapping(name: "source", category: question.category, columns: []))
    }
    mappings[index].columns.removeAll { foldedName($0.head) == foldedName(question.head) }
    mappings[index].columns.append(column)
  }

  /// JSON of all answers, those kept before among them: equal answers are equal texts.
  public var body: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(mappings) else { preconditionFailure("texts are always JSON") }
    return String(decoding: data, as: UTF8.self)
  }

  static func mappings(_ body: String) throws(Fault) -> [HeadMapping] {
    do { return try JSONDecoder().decode([HeadMapping].self, from: Data(body.utf8)) } catch {
      throw Fault(problem: "the mappings that were kept cannot be read: a later version may have written them")
    }
  }
}
