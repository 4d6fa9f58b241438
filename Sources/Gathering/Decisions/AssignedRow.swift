import Records

/// What a held row says, as a record of the organisation that it was assigned to.
struct AssignedRow {
  let store: GatheringStore

  /// Cells that the catalogue knows for the category. The rest, such as the day of the upload, stays in the held row.
  /// The code is the one that was decided on: what stood in its place is why the row was held.
  func body(of text: [UInt8], category key: String, code: String) -> [UInt8] {
    guard let category = store.catalogue.categories.first(where: { $0.naming.key == key }) else { return text }
    let known = Vocabulary(category.fields.map(\.naming) + [CatalogueNames.domain])
    let fields = BodyFields.fields(of: text).compactMap { field -> (label: String, text: String)? in
      guard let key = known.key(of: field.label) else { return nil }
      return (field.label, key == category.subjectCodeField ? code : field.text)
    }
    return BodyFields.adding(fields, to: Array("{}".utf8))
  }
}
