import CPQ
import Database

/// One connection to a server. All of libpq's pointers stay in this file.
///
/// Unchecked: libpq allows only one thread at a time to use a connection. The pool hands it to one at a time, and that one
/// waits for a COPY in the background before it does anything else.
final class PostgresConnection: @unchecked Sendable {
  private let handle: OpaquePointer
  let location: String
  /// Until it has been returned once.
  var isFirstUse = true
  private var prepared: [String: String] = [:]
  /// What is on its way to the server.
  private var copy: BackgroundCopy?

  /// How long a statement waits for a lock, and a transaction for its own client, before the server ends it: a hanging
  /// process must not block everyone.
  private static let settings = """
    SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '60s'; SET client_min_messages = error;
    SET jit = off
    """

  init(url: String, location: String) throws(DatabaseError) {
    self.location = location
    // Parameters after `dbname`, which takes the whole URL, override the URL.
    let names = ["connect_timeout", "application_name", "dbname", "client_encoding"]
    let values = ["10", "xinbao", url, "UTF8"]
    let opened = Self.withCStrings(names) { names in
      Self.withCStrings(values) { values in PQconnectdbParams(names, values, 1) }
    }
    guard let handle = opened else { throw .unreachable(location: location, problem: "out of memory") }
    guard PQstatus(handle) == CONNECTION_OK else {
      let problem = Self.oneLine(PQerrorMessage(handle))
      PQfinish(handle)
      throw .unreachable(location: location, problem: problem)
    }
    // From here on `deinit` closes it, even if this throws.
    self.handle = handle
    PQsetNoticeProcessor(handle, { _, _ in }, nil)
    try run(Self.settings)
  }

  deinit { PQfinish(handle) }

  var isAlive: Bool { PQstatus(handle) == CONNECTION_OK }
  /// Whether it is outside any transaction, as the next user needs it.
  var isIdle: Bool { isAlive && PQtransactionStatus(handle) == PQTRANS_IDLE }

  /// Runs a command without values.
  /// - Returns: what the server says it did: for `COMMIT` in a failed transaction, `ROLLBACK`.
  @discardableResult
  func run(_ sql: String) throws(DatabaseError) -> String {
    try finishCopy()
    let result = PQexec(handle, sql)
    defer { PQclear(result) }
    try check(result)
    return String(cString: PQcmdStatus(result))
  }

  /// Runs a statement, which is prepared on its first use and kept.
  func execute(_ sql: String, _ values: [SQLValue]) throws(DatabaseError) -> (rows: [SQLRow], changed: Int) {
    try finishCopy()
    let name = try prepare(sql, values)
    let parameters = values.map(Parameter.init)
    let result = Self.withParameters(parameters) { pointers, lengths, formats in
      PQexecPrepared(handle, name, Int32(parameters.count), pointers, lengths, formats, 1)
    }
    defer { PQclear(result) }
    try check(result)
    return (try rows(of: result), Int(String(cString: PQcmdTuples(result))) ?? 0)
  }

  /// Starts a `COPY … FROM STDIN`. Whatever is done next with the connection waits for its end, and throws what went wrong
  /// with it.
  func startCopy(_ sql: String) throws(DatabaseError) -> BackgroundCopy {
    try finishCopy()
    let result = PQexec(handle, sql)
    defer { PQclear(result) }
    guard PQresultStatus(result) == PGRES_COPY_IN else {
      try check(result)
      throw .statement(location: location, problem: "copies nothing: \(sql)")
    }
    let copy = BackgroundCopy(self)
    self.copy = copy
    return copy
  }

  func finishCopy() throws(DatabaseError) {
    guard let copy else { return }
    self.copy = nil
    try copy.wait()
  }

  func sendCopy(_ bytes: [UInt8]) throws(DatabaseError) {
    // libpq takes at most 2 GB at once; a value has at most 1 GB.
    let sent = bytes.withUnsafeBytes { memory in
      PQputCopyData(handle, memory.bindMemory(to: CChar.self).baseAddress, Int32(memory.count))
    }
    guard sent == 1 else {
      // The server refused a row that it got earlier, or is gone.
      PQputCopyEnd(handle, "given up")
      try takeAnswers()
      throw .unreachable(location: location, problem: Self.oneLine(PQerrorMessage(handle)))
    }
  }

  func endCopy() throws(DatabaseError) {
    PQputCopyEnd(handle, nil)
    try takeAnswers()
  }

  /// The server undoes the transaction. Harmless after an error of the server's, which ended the copying.
  func giveUpCopy() {
    PQputCopyEnd(handle, "given up")
    try? takeAnswers()
  }

  /// Takes all that the server answers, so that it is ready for the next statement.
  private func takeAnswers() throws(DatabaseError) {
    var failure: DatabaseError?
    while let result = PQgetResult(handle) {
      defer { PQclear(result) }
      do { try check(result) } catch { failure = failure ?? error }
      // libpq could not end the copying: the connection is of no more use, and is not kept.
      if PQresultStatus(result) == PGRES_COPY_IN { break }
    }
    if let failure { throw failure }
  }

  /// The binary form of a number is as wide as its column.
  func integerWidths(of table: String) throws(DatabaseError) -> [String: Int] {
    let columns = try execute(
      """
      SELECT attname::text AS name, attlen::bigint AS length FROM pg_attribute
      WHERE attrelid = to_regclass($1) AND atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype)
      """, [.text(table)]
    ).rows
    var widths: [String: Int] = [:]
    for column in columns { widths[try column.text("name")] = Int(try column.integer("length")) }
    return widths
  }

  private func prepare(_ sql: String, _ values: [SQLValue]) throws(DatabaseError) -> String {
    // The type of a null is not fixed, so the types are part of the prepared statement's key.
    let types = values.map(Parameter.type)
    let key = sql + types.map { "\u{0}\($0)" }.joined()
    if let name = prepared[key] { return name }
    let name = "s\(prepared.count)"
    let result = PQprepare(handle, name, sql, Int32(types.count), types)
    defer { PQclear(result) }
    try check(result)
    prepared[key] = name
    return name
  }

  private func check(_ result: OpaquePointer?) throws(DatabaseError) {
    switch PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return
    default: break
    }
    let problem = Self.oneLine(PQresultErrorMessage(result) ?? PQerrorMessage(handle))
    // SQLSTATE: PG_DIAG_SQLSTATE is the character C.
    let state = PQresultErrorField(result, Int32(UInt8(ascii: "C"))).map { String(cString: $0) }
    guard isAlive, let state else {
      throw .unreachable(location: location, problem: problem.isEmpty ? Self.oneLine(PQerrorMessage(handle)) : problem)
    }
    throw Self.error(state: state, problem: problem, location: location)
  }

  /// Classes and codes of Appendix A of PostgreSQL's manual.
  private static func error(state: String, problem: String, location: String) -> DatabaseError {
    switch state {
    // serialization_failure, deadlock_detected
    case "40001", "40P01": .conflict(location: location)
    // lock_not_available, query_canceled
    case "55P03", "57014": .locked(location: location)
    case "53100": .diskFull(location: location)
    // too_many_connections, out_of_memory; shutdown; idle_in_transaction_session_timeout; read_only_sql_transaction
    case "53200", "53300", "57P01", "57P02", "57P03", "25P03", "25006":
      .unreachable(location: location, problem: problem)
    // data_corrupted, index_corrupted
    case "XX001", "XX002": .damaged(location: location, problem: problem)
    case _ where state.hasPrefix("23"): .constraint(location: location, problem: "\(problem) [\(state)]")
    default:
      state.hasPrefix("08") || state.hasPrefix("28")
        ? .unreachable(location: location, problem: problem)
        : .statement(location: location, problem: "\(problem) [\(state)]")
    }
  }

  private func rows(of result: OpaquePointer?) throws(DatabaseError) -> [SQLRow] {
    let columns = PQnfields(result)
    let names = (0..<columns).map { PQfname(result, $0).map { String(cString: $0) } ?? "" }
    var rows: [SQLRow] = []
    for row in 0..<PQntuples(result) {
      var values: [SQLValue] = []
      for column in 0..<columns { values.append(try value(of: result, row, column)) }
      rows.append(SQLRow(columns: names, values: values))
    }
    return rows
  }

  private func value(of result: OpaquePointer?, _ row: Int32, _ column: Int32) throws(DatabaseError) -> SQLValue {
    guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column) else { return .null }
    let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, row, column)))
    switch PQftype(result, column) {
    case ObjectID.int8, ObjectID.int4:
      // Two's complement, big endian.
      let first: Int64 = (bytes.first ?? 0) & 0x80 == 0 ? 0 : -1
      return .integer(bytes.reduce(first) { $0 << 8 | Int64($1) })
    case ObjectID.text: return .text(String(decoding: bytes, as: UTF8.self))
    case ObjectID.bytea: return .blob(Array(bytes))
    case ObjectID.void: return .null
    case let type: throw .statement(location: location, problem: "a column of the unknown type \(type)")
    }
  }

  /// `pg_type.dat`.
  private enum ObjectID {
    static let bytea: Oid = 17
    static let int8: Oid = 20
    static let int4: Oid = 23
    static let text: Oid = 25
    static let void: Oid = 2278
  }

  /// A value as it is sent to the server: always binary.
  private struct Parameter {
    let bytes: [UInt8]?

    init(_ value: SQLValue) {
      bytes =
        switch value {
        case .null: nil
        case .integer(let number): withUnsafeBytes(of: number.bigEndian) { Array($0) }
        case .text(let text): Array(text.utf8)
        case .blob(let bytes): bytes
        }
    }

    /// 0: the server infers the type from the context.
    static func type(_ value: SQLValue) -> Oid {
      switch value {
      case .null: 0
      case .integer: ObjectID.int8
      case .text: ObjectID.text
      case .blob: ObjectID.bytea
      }
    }
  }

  private static func withParameters<R>(
    _ parameters: [Parameter],
    _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> R
  ) -> R {
    // One block of memory for all of them. No value gets an empty block, because a null pointer would mean NULL.
    var all: [CChar] = []
    let offsets = parameters.map { parameter -> Int? in
      guard let bytes = parameter.bytes else { return nil }
      defer { all += bytes.map { CChar(bitPattern: $0) } + [0] }
      return all.count
    }
    let lengths = parameters.map { Int32($0.bytes?.count ?? 0) }
    let formats = [Int32](repeating: 1, count: parameters.count)
    return all.withUnsafeBufferPointer { memory in
      let pointers = offsets.map { offset in offset.flatMap { memory.baseAddress?.advanced(by: $0) } }
      return body(pointers, lengths, formats)
    }
  }

  private static func withCStrings<R>(
    _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> R
  ) -> R {
    var all: [CChar] = []
    let offsets = texts.map { text in
      defer { all += text.utf8CString }
      return all.count
    }
    return all.withUnsafeBufferPointer { memory in
      let pointers: [UnsafePointer<CChar>?] = offsets.map { memory.baseAddress?.advanced(by: $0) } + [nil]
      return pointers.withUnsafeBufferPointer { buffer in
        // Never nil, because the list has at least its final null entry.
        guard let start = buffer.baseAddress else { preconditionFailure("an array without memory") }
        return body(start)
      }
    }
  }

  private static func oneLine(_ message: UnsafePointer<CChar>?) -> String {
    guard let message else { return "" }
    return String(cString: message).split(whereSeparator: \.isNewline).map { $0.trimmingPrefix { $0.isWhitespace } }
      .joined(separator: "; ")
  }

  /// A URL without its password, for messages.
  /// - Throws: `DatabaseError.address` for a URL that libpq cannot read.
  static func location(of url: String) throws(DatabaseError) -> String {
    let options = try options(of: url)
    func value(_ keyword: String) -> String? { options.first { $0.keyword == keyword }?.value }
    let (user, port) = (value("user").map { "\($0)@" } ?? "", value("port").map { ":\($0)" } ?? "")
    return "postgres://\(user)\(value("host") ?? "localhost")\(port)/\(value("dbname") ?? value("user") ?? "")"
  }

  /// What a URL says, as libpq reads it. `variable` is the one in the environment that says the same, if there is one.
  static func options(
    of url: String
  ) throws(DatabaseError) -> [(keyword: String, variable: String?, value: String)] {
    var problem: UnsafeMutablePointer<CChar>?
    guard let options = PQconninfoParse(url, &problem) else {
      defer { PQfreemem(problem) }
      // libpq repeats what it could not parse, which may be the password.
      throw .address(
        problem: "is no postgres:// URL that libpq understands; see section 34.1.1.2 of PostgreSQL's manual")
    }
    defer { PQconninfoFree(options) }
    var found: [(keyword: String, variable: String?, value: String)] = []
    var option = options
    while let keyword = option.pointee.keyword {
      if let value = option.pointee.val {
        let variable = option.pointee.envvar.map { String(cString: $0) }
        found.append((String(cString: keyword), variable, String(cString: value)))
      }
      option = option.advanced(by: 1)
    }
    return found
  }
}
