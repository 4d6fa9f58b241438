import Database
public import ErrorCauses

/// A row of a batch that one worker holds, exclusively, until its lease ends.
public struct BatchTask: Sendable, Hashable {
  public let batch: String
  /// Its number in the batch, from 1.
  public let row: Int
  /// How often the row was taken, this time included. If it is taken again after its lease ended, it is no longer this
  /// task.
  public let attempt: Int
  public let worker: String

  public init(batch: String, row: Int, attempt: Int, worker: String) {
    (self.batch, self.row, self.attempt, self.worker) = (batch, row, attempt, worker)
  }

  /// Ends the row in the transaction that registers its report, so that no row is ever done twice.
  func fulfil(
    outcome: String?, carried: [UInt8]?, logIndex: UInt64, _ secret: RegistrySecret, _ session: any SQLSession
  ) throws {
    let seal = SealedTable.outcome.seal(
      of: [.text(batch), .integer(Int64(row)), .optional(outcome), .unsigned(logIndex)], secret)
    try end(
      """
      state = \(BatchRow.State.done.rawValue), outcome = $5, carried = $6, log_index = $7, outcome_seal = $8, problem = NULL
      """, [.optional(outcome), carried.map { .blob($0) } ?? .null, .unsigned(logIndex), .blob(seal)], session)
  }

  /// - Parameter assignments: their placeholders begin at `$5`.
  /// - Throws: `RegistryError.taskLost` if another worker holds the row, or it is done.
  func end(_ assignments: String, _ values: [SQLValue], _ session: any SQLSession) throws {
    let changed = try session.execute(
      """
      UPDATE batch_row SET \(assignments)
      WHERE batch = $1 AND place = $2 AND attempts = $3 AND worker = $4 AND state = \(BatchRow.State.taken.rawValue)
      """, [.text(batch), .integer(Int64(row)), .integer(Int64(attempt)), .text(worker)] + values)
    guard changed == 1 else { throw RegistryError.taskLost(batch: batch, row: row) }
  }
}

/// What is known of a row in a batch.
public struct BatchRow: Sendable, Equatable {
  public enum State: Int64, Sendable, CaseIterable {
    case waiting = 0
    /// Held by a worker, until its lease ends.
    case taken = 1
    case done = 2
    /// The task cannot be done, however often it is tried.
    case failed = 3
    /// The attempt limit was reached: each attempt ended in trouble or with the worker's death.
    case setAside = 4
  }
  /// Its number in the batch, from 1.
  public let number: Int
  public let state: State
  public let attempts: Int
  public let problem: Wording?
  public let outcome: String?
  /// As given to `begin`.
  public let task: String

  static let columns = "batch, place, state, attempts, problem, outcome, log_index, outcome_seal, task"

  init(_ row: SQLRow) throws {
    number = Int(try row.integer("place"))
    guard let state = State(rawValue: try row.integer("state")) else {
      throw RegistryError.damaged(what: "table batch_row", problem: "has a row in an unknown state")
    }
    self.state = state
    attempts = Int(try row.integer("attempts"))
    problem = try row.optionalText("problem").map { Wording(column: $0) }
    outcome = try row.optionalText("outcome")
    task = try row.text("task")
  }
}

extension Wording {
  /// Both texts as one column holds them: the English, U+001F, the Chinese.
  var column: String { english + "\u{1F}" + chinese }

  /// Earlier releases wrote the English alone.
  init(column: String) {
    let texts = column.split(separator: "\u{1F}", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    self.init(texts[0], texts.count > 1 ? texts[1] : texts[0])
  }
}
