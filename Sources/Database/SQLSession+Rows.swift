extension SQLSession {
  /// Inserts many rows, several per statement. Statements have only two sizes, so that each is prepared once.
  /// - Parameters:
  ///   - rows: values in the order of the columns.
  ///   - conflict: what to do with a row that already exists, such as `ON CONFLICT (number) DO NOTHING`.
  package func insert(
    _ rows: [[SQLValue]], into table: String, _ columns: [String], onConflict conflict: String = ""
  ) throws(DatabaseError) {
    var rest = rows[...]
    while !rest.isEmpty {
      let some = rest.prefix(rest.count >= 25 ? 25 : 1)
      rest = rest.dropFirst(some.count)
      let tuples = (0..<some.count).map { row in
        "(" + (1...columns.count).map { "$\(row * columns.count + $0)" }.joined(separator: ", ") + ")"
      }
      try execute(
        "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES \(tuples.joined(separator: ", ")) \(conflict)",
        some.flatMap { $0 })
    }
  }
}
