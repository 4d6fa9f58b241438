import Database

extension Registry {
  /// Whether the registry can be written at this moment: writes the time over that of the trial before, durably. The table
  /// has one row, whoever tries and however often.
  /// - Parameter now: seconds since 1970.
  /// - Throws: `RegistryError`: it cannot.
  public func tryWriting(at now: Int64) throws {
    _ = try database.write { session in
      try session.execute(
        """
        INSERT INTO write_trial (id, written_at) VALUES (1, $1)
        ON CONFLICT (id) DO UPDATE SET written_at = excluded.written_at
        """, [.integer(now)])
    }
  }
}
