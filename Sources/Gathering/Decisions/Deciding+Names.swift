import Database
import Importing
import Records

// Whom a row names, and who an organisation is: what somebody decides must not give a row away by a slip of the pen.

extension Deciding {
  /// - Throws: `GatheringError.refused` for a person's row, and for a row under a name that has nothing in common with
  ///   those of the organisation.
  /// - Parameter isOtherName: it is meant. Nothing makes a person's row an organisation's.
  func check(_ held: HeldRow, isOf subject: String, isOtherName: Bool) throws {
    let cells = BodyFields.fields(of: try store.opened(held.sealed))
    guard !cells.contains(where: namesPerson) else {
      throw GatheringError.refused(
        what: "row \(held.id)", problem: "is about a natural person (自然人): it is given to no organisation")
    }
    let names = store.catalogue.subjectFields[held.category]?.name
    let name = cells.first { names?.index(of: $0.label) != nil && !$0.text.isEmpty }?.text ?? ""
    if let listed = SubjectNames.listed(in: name) {
      throw GatheringError.refused(
        what: "row \(held.id)",
        problem: "names \(listed.count) subjects: given to one, it would be nobody else's; "
          + "its source must deliver a row for each")
    }
    if isOtherName { return }
    guard GatheredHeldRow.isName(name) else {
      if cells.contains(where: { normalizedIdentifier($0.text) == subject }) { return }
      throw GatheringError.otherName(what: "row \(held.id)", problem: "has no name, and not the code \(subject)")
    }
    guard try !isBorne(name, by: subject) else { return }
    throw GatheringError.otherName(
      what: "row \(held.id)", problem: "stands under a name that has nothing in common with \(try label(of: subject))")
  }

  /// - Throws: `GatheringError.refused` if no name of the organisation has anything in common with this one.
  func check(_ name: String, mayBeOf subject: String) throws {
    guard try !isBorne(name, by: subject) else { return }
    throw GatheringError.otherName(
      what: name, problem: "has nothing in common with \(try label(of: subject))")
  }

  /// Code and name, for who is to confirm.
  func label(of subject: String) throws(DatabaseError) -> String {
    try names(of: subject).last.map { "\(subject) \($0)" } ?? subject
  }

  /// The latest one last, what the registrar says after what rows say.
  private func names(of subject: String) throws(DatabaseError) -> [String] {
    try session.query(
      """
      SELECT name FROM gather_name WHERE issuer = $1 AND subject = $2
      ORDER BY CASE basis WHEN 'registrar' THEN 1 ELSE 0 END, day, born, comparable, basis
      """, [.text(store.issuer), .text(subject)]
    ).map { row throws(DatabaseError) in try row.text("name") }
  }

  private func isBorne(_ name: String, by subject: String) throws(DatabaseError) -> Bool {
    let known = try names(of: subject)
    return known.isEmpty || known.contains { SubjectNames.areOfOne([$0, name], isPerson: false) }
  }

  private func namesPerson(_ cell: (label: String, text: String)) -> Bool {
    let text = foldedName(cell.text)
    return text == "自然人" || text == "个人" && foldedName(cell.label).hasSuffix("类别")
  }
}
