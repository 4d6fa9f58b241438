import Database

/// Whether a registry is a real one: from the first report on that was issued there under an operator's key. The home of
/// whoever looks at it says nothing about that.
enum TwoPersonRule {
  private static let name = "two persons since"

  /// Seconds since 1970; nil for a registry for trying out.
  static func since(_ session: any SQLSession) throws -> Int64? {
    let rows = try session.query("SELECT value FROM registry_value WHERE name = $1", [.text(name)])
    return try rows.first.map { row in
      Int64(bitPattern: try row.blob("value").reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }
  }

  static func begin(at now: Int64, _ secret: RegistrySecret, _ session: any SQLSession) throws {
    let value: [SQLValue] = [.text(name), .blob(bigEndian(UInt64(bitPattern: now)))]
    try session.execute(
      "INSERT INTO registry_value (name, value, row_seal) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING",
      value + [.blob(SealedTable.value.seal(of: value, secret))])
  }
}

extension Registry {
  /// From now on every action takes two persons here, whatever home it is asked for from.
  /// - Parameter now: seconds since 1970.
  public func requireTwoPersons(at now: Int64) throws {
    // Usually it is so already, and nobody waits.
    guard try !requiresTwoPersons() else { return }
    try database.write { session in try TwoPersonRule.begin(at: now, secret, session) }
  }

  public func requiresTwoPersons() throws -> Bool { try database.read { try TwoPersonRule.since($0) } != nil }
}
