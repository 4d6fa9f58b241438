import Database

/// Wrong attempts at one report number. They are counted in 2²⁰ buckets, chosen by an HMAC of the number: guessing
/// numbers that do not exist cannot fill the disk (the table stays below a hundred megabytes), and a guesser can choose a bucket
/// only by its number.
struct LookupThrottle {
  static let window: Int64 = 3600
  static let buckets: Int64 = 1 << 20

  let bucket: Int64
  let now: Int64
  /// Wrong attempts within an hour.
  let limit: Int64

  init(_ hash: [UInt8], limit: Int, now: Int64) {
    bucket = hash.prefix(3).reduce(0) { $0 << 8 | Int64($1) } & (Self.buckets - 1)
    (self.limit, self.now) = (Int64(limit), now)
  }

  /// Nil: this number may be tried.
  func throttledUntil(_ session: any SQLSession) throws(DatabaseError) -> Int64? {
    let rows = try session.query("SELECT since, failures FROM failed_lookup WHERE bucket = $1", [.integer(bucket)])
    guard let row = rows.first else { return nil }
    let (since, failures) = (try row.integer("since"), try row.integer("failures"))
    return failures >= limit && isRunning(since) ? since + Self.window : nil
  }

  /// Counts a failure, and deletes expired counts.
  /// - Returns: until when the number is throttled, if this attempt exceeded the limit.
  func countFailure(_ session: any SQLSession, _ dialect: SQLDialect) throws(DatabaseError) -> Int64? {
    // This locks the row, so that concurrent attempts are all counted. It comes first: a transaction that holds a row
    // waits for no other.
    let rows = try session.query(
      """
      INSERT INTO failed_lookup (bucket, since, failures) VALUES ($1, $2, 1)
      ON CONFLICT (bucket) DO UPDATE SET
        failures = CASE WHEN failed_lookup.since > $3 AND failed_lookup.since <= $4
          THEN failed_lookup.failures + 1 ELSE 1 END,
        since = CASE WHEN failed_lookup.since > $3 AND failed_lookup.since <= $4 THEN failed_lookup.since ELSE $2 END
      RETURNING since, failures
      """, [.integer(bucket), .integer(now), .integer(now - Self.window), .integer(now + Self.window)])
    // Rows that another transaction has locked are left to it.
    try session.execute(
      """
      DELETE FROM failed_lookup WHERE bucket IN (
        SELECT bucket FROM failed_lookup WHERE since <= $1 OR since > $2 LIMIT 100\(dialect.skipLocked)
      )
      """, [.integer(now - Self.window), .integer(now + Self.window)])
    guard let row = rows.first, try row.integer("failures") > limit else { return nil }
    return try row.integer("since") + Self.window
  }

  /// A time more than an hour ahead comes from a wrong clock: it must not throttle for longer than an hour.
  private func isRunning(_ since: Int64) -> Bool { since > now - Self.window && since <= now + Self.window }
}
