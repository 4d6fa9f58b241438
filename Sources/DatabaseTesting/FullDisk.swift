package import Database

extension SQLDatabase {
  /// From now on, a table takes no further rows once the room that it already has is used up, as on a full disk. For SQLite,
  /// this is so for whoever writes through this value, and a few more rows may find room; for PostgreSQL, for all.
  package func fillDisk(under table: String) throws {
    try write { session in
      switch dialect {
      case .sqlite:
        // Never fewer pages than there are.
        _ = try session.query("PRAGMA max_page_count = 1")
      case .postgres:
        try session.execute(
          """
          CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN
            RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
          END $body$
          """)
        try session.execute("CREATE TRIGGER no_room BEFORE INSERT ON \(table) FOR EACH ROW EXECUTE FUNCTION no_room()")
      }
    }
  }

  /// There is room again.
  package func freeDisk(under table: String) throws {
    try write { session in
      switch dialect {
      case .sqlite: _ = try session.query("PRAGMA max_page_count = 1073741823")
      case .postgres: try session.execute("DROP TRIGGER no_room ON \(table)")
      }
    }
  }
}
