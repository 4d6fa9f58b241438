/// The numbers of decision documents that a file has named, by category: one decision reported twice is one decision.
struct DocumentLedger {
  private struct Document: Hashable {
    var category: String, number: String, authority: String
  }
  private var pointers: [Document: String] = [:]

  /// Notes a record, and says which earlier record of the same category has the same number by the same authority.
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
