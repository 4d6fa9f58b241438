public import CivilTime
public import Database
public import Records

/// What departments delivered, and what follows from it: records with their versions, held rows, coverage, subjects. The
/// rules are in `Rules`, pure; this does what they say, in one transaction a delivery. SQLite or PostgreSQL.
public struct GatheringStore: Sendable {
  let database: GatheringDatabase
  let secret: GatheringSecret
  let issuer: String
  let catalogue: SourceCatalogue

  /// The issuer of a store that is not shared.
  public static let onlyIssuer = ""

  /// What a registrar delivers: who the subjects are. No category of the catalogue, and of no report.
  public static let registration = Naming(key: RowPreparation.registration, label: "登记信息", aliases: ["基础信息", "登记"])

  /// Brings the database's tables up to date, and creates them if there are none.
  /// - Parameters:
  ///   - secret: 32 random bytes, kept apart from the database.
  ///   - waiting: for how many seconds a delivery waits for another one.
  /// - Throws: `GatheringError`.
  public init(
    database: any SQLDatabase, secret: [UInt8], catalogue: Catalogue, issuer: String = onlyIssuer,
    waiting: Double = 3600
  ) throws {
    self.database = GatheringDatabase(database, waiting: waiting)
    self.secret = GatheringSecret(secret)
    self.catalogue = SourceCatalogue(catalogue)
    self.issuer = issuer
    let store = self
    let schema = Schema.gathering { session in
      try HeldNames(store: store, session: session).addTraits(ofRows: 0...Int64.max)
    }
    try Migration(schema, of: self.database).run()
    try checkSecret()
  }

  /// Where the database is, for messages.
  public var location: String { database.location }

  private func checkSecret() throws {
    let question = "SELECT value FROM gather_value WHERE name = 'secret fingerprint'"
    var rows = try database.read { try $0.query(question) }
    if rows.isEmpty {
      rows = try database.write { session in
        try session.execute(
          """
          INSERT INTO gather_value (name, value) VALUES ('secret fingerprint', $1) ON CONFLICT (name) DO NOTHING
          """, [.blob(secret.fingerprint)])
        return try session.query(question)
      }
    }
    guard let row = rows.first, try row.blob("value") == secret.fingerprint else {
      throw GatheringError.otherSecret(location: location)
    }
  }

  /// Keys of the categories that a source owes, in the catalogue's order; all, if the catalogue does not say.
  public func owed(by source: String) -> [String] {
    let keys = catalogue.categories.map(\.naming.key)
    guard let owes = catalogue.source(named: source)?.owes else { return keys }
    return keys.filter(owes.contains)
  }

  /// Whether two names are those of one source.
  public func isSame(source one: String, as other: String) -> Bool {
    guard let name = catalogue.source(named: one)?.name else { return comparableName(one) == comparableName(other) }
    return catalogue.source(named: other)?.name == name
  }

  // MARK: Moments

  /// A state of the store: after how many events, and when the last of them was taken in.
  public struct Moment: Sendable, Equatable {
    public var sequence: Int64
    public var takenAt: BeijingTime
  }

  /// The state that held at a time; nil: nothing had been taken in.
  /// - Parameter time: nil: the latest.
  public func moment(at time: BeijingTime? = nil) throws -> Moment? {
    try database.read { session in try moment(at: time, session) }
  }

  func moment(at time: BeijingTime?, _ session: any SQLSession) throws(DatabaseError) -> Moment? {
    let rows = try session.query(
      "SELECT sequence, taken_at FROM gather_delivery WHERE taken_at <= $1 ORDER BY taken_at DESC LIMIT 1",
      // Events in one millisecond are told apart by times that run ahead: the latest may be about to come.
      [.integer(time?.millisecondsSince1970 ?? .max)])
    return try rows.first.map { row throws(DatabaseError) in
      Moment(
        sequence: try row.integer("sequence"),
        takenAt: BeijingTime(millisecondsSince1970: try row.integer("taken_at")))
    }
  }

  /// The next event's number and time. Times strictly increase, so that a time says exactly what had been taken in.
  func nextMoment(_ session: any SQLSession) throws(DatabaseError) -> Moment {
    let rows = try session.query(
      "SELECT sequence, taken_at FROM gather_delivery ORDER BY sequence DESC LIMIT 1")
    let now = BeijingTime.now()
    guard let last = rows.first else { return Moment(sequence: 1, takenAt: now) }
    return Moment(
      sequence: try last.integer("sequence") + 1,
      takenAt: max(now, BeijingTime(millisecondsSince1970: try last.integer("taken_at") + 1)))
  }

  /// Events are taken in one after another.
  func lock(_ session: any SQLSession) throws(DatabaseError) {
    guard database.dialect == .postgres else { return }
    _ = try session.query("SELECT pg_advisory_xact_lock($1) AS locked", [.integer(Self.lockKey)])
  }
  /// "gather" in ASCII: any number that no other program uses for its locks.
  private static let lockKey: Int64 = 0x67_6174_6865_72
}

/// Gathering's database: patient, and with Gathering's errors.
struct GatheringDatabase: SQLDatabase {
  private let base: PatientDatabase

  init(_ base: any SQLDatabase, waiting: Double) {
    var patience = Patience()
    patience.lockedSeconds = waiting
    self.base = PatientDatabase(base: base, patience: patience)
  }

  var dialect: SQLDialect { base.dialect }
  var location: String { base.location }

  func write<R>(_ durability: Durability, _ body: (any SQLSession) throws -> R) throws -> R {
    do { return try base.write(durability, body) } catch let error as DatabaseError {
      throw GatheringError.database(error)
    }
  }

  func read<R>(_ body: (any SQLSession) throws -> R) throws -> R {
    do { return try base.read(body) } catch let error as DatabaseError { throw GatheringError.database(error) }
  }
}
