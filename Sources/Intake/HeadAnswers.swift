import CivilTime
public import ErrorCauses
import Foundation
import Gathering
import Importing
public import Records
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
    /// The label of the field of the subject that it most likely is, where no other column says whom a row is about.
    public var subject: String?
    /// What was answered before, as it is given; nil: nobody has answered.
    public var kept: String?
    /// The table's other columns that are understood: head, and canonical key.
    var known: [HeadQuestion.Known] = []

    fileprivate func isOfSameTable(as other: Question) -> Bool {
      (table, row, category) == (other.table, other.row, other.category)
    }
  }

  public struct Fault: ClassifiedError, Equatable, CustomStringConvertible {
    public var problem: String
    public var cause: ErrorCause { .input }
    public var description: String { problem }
  }

  private let catalogue: Catalogue
  /// Reads tables by the source's mappings so far, and without them.
  private let own: TableInterpreter, shipped: TableInterpreter
  /// The source's mappings so far.
  private var mappings: [HeadMapping]

  init(
    _ catalogue: Catalogue, own: TableInterpreter, shipped: TableInterpreter, kept: KeptMappings?
  ) throws(Fault) {
    (self.catalogue, self.own, self.shipped) = (catalogue, own, shipped)
    mappings = try kept.map { kept throws(Fault) in try Self.mappings(kept.body) } ?? []
  }

  /// What must be asked before the tables of a file can be read; nothing if they can.
  /// - Parameter category: of a table whose heads are all unknown, by label or key; nil: the likeliest.
  public func questions(about path: String, category: String? = nil) throws -> [Question] {
    try questions(about: path, category, by: own)
  }

  /// What was asked before and answered: an answer given now replaces the one that is kept.
  /// - Parameter category: as for `questions`.
  public func answered(about path: String, category: String? = nil) throws -> [Question] {
    let open = Set(try questions(about: path, category: category).map(\.head))
    // Without its own mappings a source's table may be of no category for sure.
    let all: [Question]
    do { all = try questions(about: path, category, by: shipped) } catch is TableError { return [] }
    return all.compactMap { question in
      guard !open.contains(question.head), let kept = meaning(of: question) else { return nil }
      var question = question
      question.kept = kept
      return question
    }
  }

  private func questions(about path: String, _ name: String?, by interpreter: TableInterpreter) throws -> [Question] {
    let names = Vocabulary(catalogue.categories.map(\.naming))
    let category = try name.map { name throws(Fault) in
      guard let key = names.key(of: name) else {
        let nearest = names.nearest(to: name).map { "; did you mean \($0)?" } ?? ""
        throw Fault(problem: "there is no category \(name)\(nearest)")
      }
      return key
    }
    let labels = Dictionary(
      catalogue.categories.map { ($0.naming.key, $0.naming.label) }, uniquingKeysWith: { first, _ in first })
    var found = try interpreter.questions(about: TableFile(path: path, encoding: nil))
    if found.isEmpty {
      found = try interpreter.likelyQuestions(about: TableFile(path: path, encoding: nil), category: category)
    }
    return found.flatMap { found in
      found.unknown.map { column in
        Question(
          table: found.tableName, row: found.row, category: found.category,
          categoryLabel: labels[found.category] ?? found.categoryLabel, column: column.number, head: column.text,
          likely: column.likely.map(\.label), subject: column.subject?.label, known: found.known)
      }
    }
  }

  private func meaning(of question: Question) -> String? {
    let column = mappings.first { $0.category == question.category }?.columns.first {
      foldedName($0.head) == foldedName(question.head)
    }
    return column.map { HeadMeaning(category(of: question)).text(of: $0) }
  }

  private func category(of question: Question) -> Records.Category? {
    own.category(question.category) ?? catalogue.categories.first { $0.naming.key == question.category }
  }

  /// The fields that a column can be: key and label.
  public func fields(for question: Question) -> [(key: String, label: String)] {
    (category(of: question)?.fields ?? []).map { ($0.naming.key, $0.naming.label) }
  }

  /// A table with two columns of one meaning cannot be read.
  /// - Parameter all: what is asked about the table, and was answered before.
  /// - Returns: nil if no other column of the table has the meaning that this one was given.
  public func clash(of question: Question, among all: [Question]) -> Fault? {
    let fields = { (head: String) in
      mappings.first { $0.category == question.category }?.columns.first { foldedName($0.head) == foldedName(head) }
    }
    guard let field = fields(question.head)?.field else { return nil }
    let others = all.filter { question.isOfSameTable(as: $0) }.map { ($0.head, fields($0.head)?.field) }
    // What was answered for a head comes before what was known of it.
    let known = question.known.map { ($0.text, fields($0.text).map(\.field) ?? $0.field) }
    guard let other = (others + known).first(where: { $1 == field && foldedName($0) != foldedName(question.head) })
    else { return nil }
    let label = category(of: question)?.fields.first { $0.naming.key == field }?.naming.label ?? field
    return Fault(
      problem:
        "\(question.head): \(label) is the meaning of the column \(other.0), too; give one of them another field, or -")
  }

  /// Takes an answer; it replaces the one that was kept for the head.
  /// - Parameter meaning: a field of the category by key, label or other name; `-`: the column says nothing of a record.
  ///   With `元` or `万元` after a blank, an amount in that unit; by default the unit that the head says.
  /// - Throws: `Fault` for a field that the category does not have, and for a unit that cannot be.
  public mutating func answer(_ question: Question, _ meaning: String) throws(Fault) {
    let column = try HeadMeaning(category(of: question)).column(question, meaning)
    let index = mappings.firstIndex { $0.category == question.category } ?? mappings.count
    if index == mappings.count {
      mappings.append(HeadMapping(name: "source", category: question.category, columns: []))
    }
    mappings[index].columns.removeAll { foldedName($0.head) == foldedName(question.head) }
    mappings[index].columns.append(column)
  }

  /// The lines of mappings that are kept or that somebody asks for.
  public static func lines(of body: String, _ catalogue: Catalogue) throws(Fault) -> [[String]] {
    try mappings(body).flatMap { mapping in
      let category = catalogue.categories.first { $0.naming.key == mapping.category }
      let meaning = HeadMeaning(category)
      return mapping.columns.map { [category?.naming.label ?? mapping.category, $0.head, meaning.text(of: $0)] }
    }
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
