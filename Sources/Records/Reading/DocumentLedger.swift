/// The numbers of decision documents that a file has named, by category: a decision that is reported twice counts once.
struct DocumentLedger {
  private struct Document: Hashable {
    var category: String, number: String, authority: String
  }
  private var pointers: [Document: String] = [:]

  /// Registers a record, and returns the first record of the same category with the same number and authority, if any.
  mutating func note(_ fields: Fields, of table: FieldTable, at pointer: String) -> (number: String, first: String)? {
    guard let index = table.document, case .text(let number)? = fields[table.fields[index].naming.key] else {
      return nil
    }
    var authority = ""
    if let index = table.authority, case .text(let name)? = fields[table.fields[index].naming.key] { authority = name }
    let document = Document(
      category: table.naming.key, number: foldedName(number), authority: foldedName(authority))
    if let first = pointers[document] { return (number, first) }
    pointers[document] = pointer
    return nil
  }
}
