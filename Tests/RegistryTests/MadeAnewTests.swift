import Attestation
import Database
import DatabaseTesting
import ScratchFolders
import Synchronization
import Testing

@testable import Registry

/// A transaction that the database undid is made anew with all that was made in it.
@Suite(.scratchFolders) struct MadeAnewTests {
  @Test(arguments: Store.allCases)
  func theWholeTransactionIsMadeAnew(store: Store) throws {
    let location = try store.location()
    let base = Undoing(base: try location.database(), times: 3)
    let registry = try Registry(database: base, secret: sampleSecret)
    try registry.issue(sampleRequest(sampleNumber(0)))
    base.left.withLock { $0 = 3 }
    let request = sampleRequest(sampleNumber(1), supersedes: true)
    var signed = 0
    let admission = try registry.issue(
      request, log: sampleLog,
      sign: {
        signed += 1
        return try sampleToken(request, $0)
      }, finish: { ($0, []) })
    #expect(signed == 4)
    #expect(try registry.report(number: request.number)?.token == admission.token, "the token of the last try")
    #expect(try registry.status(sampleNumber(0)) == .superseded)
    let audit = try registry.audit()
    #expect(audit.isClean && audit.reports == 2 && audit.statusChanges == 1)
  }
}

/// A database that undoes transactions when they are done, as PostgreSQL does where two met.
private final class Undoing: SQLDatabase {
  let base: any SQLDatabase
  let left: Mutex<Int>
  var dialect: SQLDialect { base.dialect }
  var location: String { base.location }
  init(base: any SQLDatabase, times: Int) {
    self.base = base
    left = Mutex(times)
  }

  func read<R>(_ body: (any SQLSession) throws -> R) throws -> R { try base.read(body) }
  func write<R>(_ durability: Durability, _ body: (any SQLSession) throws -> R) throws -> R {
    try base.write(durability) { session in
      let result = try body(session)
      let isUndone = left.withLock { left in
        left -= 1
        return left >= 0
      }
      if isUndone { throw DatabaseError.conflict(location: location) }
      return result
    }
  }
}
