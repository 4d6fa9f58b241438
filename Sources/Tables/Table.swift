/// A table that is read row by row.
package protocol Table {
  /// File, and sheet where it has several: `licences.xlsx, sheet 行政许可`.
  var place: String { get }
  /// What the sheet is called; empty where there are no sheets.
  var sheet: String { get }
  /// Whether rows may end before the head does: sheets leave empty cells out, in CSV a short row is a damaged one.
  var mayRowsBeShort: Bool { get }
  /// Nil after the last row.
  mutating func next() throws(TableError) -> TableRow?
}
