import Attestation
import Database
import DatabaseTesting
import Foundation
import ScratchFolders
import Testing

@testable import Registry

/// Everything that somebody with the database in hands can do to it, and that the audit says so.
@Suite(.scratchFolders) struct AuditTests {
  private func filled(_ store: Store) throws -> Registry {
    let registry = try store.registry()
    for index in 0..<9 { try registry.issue(sampleRequest(sampleNumber(index), subject: "subject \(index)")) }
    try registry.issue(sampleRequest(sampleNumber(9), subject: "subject 0", supersedes: true))
    try registry.setStatus(of: sampleNumber(3), to: .suspended, reason: "异议处理中", at: sampleNow + 5)
    try registry.setStatus(of: sampleNumber(3), to: .valid, reason: "异议不成立", at: sampleNow + 6)
    try registry.setStatus(of: sampleNumber(4), to: .revoked, reason: "数据有误", at: sampleNow + 7)
    _ = try registry.record((0..<20).map { sampleEntry($0) })
    return registry
  }

  @Test(arguments: Store.allCases)
  func whatNobodyTouchedIsClean(store: Store) throws {
    let registry = try filled(store)
    let audit = try registry.audit()
    #expect(audit.findings == [])
    #expect(audit.reports == 10 && audit.checkpoints == 10 && audit.statusChanges == 4 && audit.verifications == 20)
    let checkpoint = try registry.checkpoint(signedBy: sampleLog).verified(by: [sampleLogKey.publicKey])
    #expect(audit.root == checkpoint.root)
    #expect(try store.registry().audit().isClean)
  }

  @Test(arguments: Store.allCases)
  func aChangedVerificationIsFound(store: Store) throws {
    for (sql, subject) in [
      ("UPDATE journal SET result = 'EXPIRED' WHERE sequence = 7", "verification 7"),
      ("UPDATE journal SET asked_at = asked_at + 1 WHERE sequence = 1", "verification 1"),
      ("UPDATE journal SET agency = 'OTHER' WHERE sequence = 20", "verification 20"),
      ("DELETE FROM journal WHERE sequence = 5", "verification 6"),
      ("DELETE FROM journal WHERE sequence > 15", "verification 15"),
      ("DELETE FROM journal", "verification 0"),
    ] {
      let registry = try filled(store)
      try registry.tamper(sql)
      let audit = try registry.audit()
      #expect(audit.findings.map(\.kind) == [.journal], "\(sql)")
      #expect(audit.findings.first?.subject == subject)
    }
  }

  /// Who can write the database can make the whole chain anew; but not the receipts that others have.
  @Test(arguments: Store.allCases)
  func aJournalMadeAnewIsFoundByAReceipt(store: Store) throws {
    let registry = try store.registry()
    let receipts = try registry.record((0..<5).map { sampleEntry($0) })
    try registry.tamper("DELETE FROM journal")
    try registry.tamper("UPDATE chain_tail SET size = 0, hash = $1 WHERE chain = 'journal'", [.blob(HashChain.start)])
    _ = try registry.record((0..<4).map { sampleEntry($0, result: "EXPIRED") })
    #expect(try registry.audit().isClean)
    let audit = try registry.audit(held: .init(receipts: [receipts[1], receipts[4]]))
    #expect(audit.findings.map(\.kind) == [.history, .history])
    #expect(audit.findings.map(\.subject) == ["verification 2", "verification 5"])
  }

  @Test(arguments: Store.allCases)
  func aStatusChangedByHandIsFound(store: Store) throws {
    for sql in [
      "UPDATE report SET status = 0 WHERE log_index = 4",
      "UPDATE report SET status = 1 WHERE log_index = 5",
      "UPDATE report SET status_reason = 'x' WHERE log_index = 4",
      "UPDATE status_change SET to_status = 3 WHERE sequence = 4",
      "UPDATE status_change SET reason = 'x' WHERE sequence = 2",
      "DELETE FROM status_change WHERE sequence = 4",
      "DELETE FROM status_change WHERE sequence = 2",
      "UPDATE status_list SET used = used - 1",
    ] {
      let registry = try filled(store)
      try registry.tamper(sql)
      let kinds = Set(try registry.audit().findings.map(\.kind))
      #expect(kinds == [.status], "\(sql): \(kinds)")
    }
  }

  @Test(arguments: Store.allCases)
  func aRewrittenLeafIsFound(store: Store) throws {
    // Each insider goes further than the one before.
    let registry = try filled(store)
    let request = sampleRequest(sampleNumber(6), subject: "subject 6")
    let report = try #require(try registry.report(number: request.number))
    let forged = try sampleToken(request, report.statusReference, subject: "另一家公司")
    let leaf = MerkleTree.leafHash(try ReceivedToken(forged).leaf)
    let early = try #require(try registry.checkpoint(size: 8))

    try registry.tamper("UPDATE report SET token = $1 WHERE log_index = 6", [.blob(forged.bytes)])
    var audit = try registry.audit()
    #expect(audit.findings.contains { $0.kind == .leaf && $0.subject == "report \(request.number)" })

    try registry.tamper("UPDATE report SET leaf = $1 WHERE log_index = 6", [.blob(leaf.bytes)])
    audit = try registry.audit()
    #expect(audit.findings.contains { $0.kind == .leaf && $0.subject == "leaf 6" })

    try registry.tamper("UPDATE log_node SET hash = $1 WHERE level = 0 AND place = 6", [.blob(leaf.bytes)])
    audit = try registry.audit()
    #expect(audit.findings.contains { $0.kind == .node })

    try registry.rebuildLog(signingCheckpoints: false)
    audit = try registry.audit()
    #expect(audit.findings.contains { $0.kind == .checkpoint && $0.subject == "checkpoint 7" })
    #expect(!audit.findings.contains { [.leaf, .node].contains($0.kind) })

    // With the log's key in hands nothing in the database shows it: only what somebody else kept.
    try registry.rebuildLog(signingCheckpoints: true)
    #expect(try registry.audit().findings == [])
    audit = try registry.audit(held: .init(checkpoints: [early]))
    #expect(audit.findings.map(\.kind) == [.history])
    #expect(audit.findings.first?.subject == "checkpoint 8")
  }

  @Test(arguments: Store.allCases)
  func aLogCutShortIsFound(store: Store) throws {
    let registry = try filled(store)
    let latest = try registry.checkpoint(signedBy: sampleLog)
    try registry.tamper("DELETE FROM report WHERE log_index = 9")
    let kinds = Set(try registry.audit().findings.map(\.kind))
    #expect(kinds.isSuperset(of: [.leaf, .node, .checkpoint]))
    let audit = try registry.audit(held: .init(checkpoints: [latest]))
    #expect(audit.findings.contains { $0.kind == .history })
  }

  @Test(arguments: Store.allCases)
  func hashesAndCheckpointsAreLookedAt(store: Store) throws {
    let damages: [(sql: String, kind: Audit.Finding.Kind)] = [
      (
        "UPDATE log_node SET hash = (SELECT hash FROM log_node WHERE level = 1 AND place = 1) "
          + "WHERE level = 2 AND place = 1", .node
      ),
      ("DELETE FROM log_node WHERE level = 1 AND place = 2", .node),
      (
        "INSERT INTO log_node (level, place, hash) SELECT 1, 9, hash FROM log_node WHERE level = 1 AND place = 1", .node
      ),
      ("DELETE FROM log_checkpoint WHERE size = 4", .checkpoint),
      ("UPDATE log_checkpoint SET note = 'x' WHERE size = 4", .checkpoint),
      ("UPDATE log_checkpoint SET note = (SELECT note FROM log_checkpoint WHERE size = 5) WHERE size = 4", .checkpoint),
      ("INSERT INTO log_checkpoint (size, note) VALUES (99, 'x')", .checkpoint),
      ("UPDATE report SET number = 'X' WHERE log_index = 2", .report),
      ("UPDATE report SET expires_at = expires_at + 1 WHERE log_index = 2", .report),
      ("DELETE FROM report WHERE log_index = 2", .leaf),
    ]
    for damage in damages {
      let registry = try filled(store)
      try registry.tamper(damage.sql)
      #expect(try registry.audit().findings.contains { $0.kind == damage.kind }, "\(damage.sql)")
    }
  }

  @Test(arguments: Store.allCases)
  func checkpointsOfAnotherKeyAreFound(store: Store) throws {
    let registry = try filled(store)
    let other = try LogSigningKey(name: sampleLogKey.name)
    let audit = try registry.audit(keys: [other.publicKey])
    #expect(audit.findings.map(\.kind) == Array(repeating: .checkpoint, count: 10))
    #expect(try registry.audit(keys: [other.publicKey, sampleLogKey.publicKey]).isClean)
  }

  @Test func ofVeryManyFindingsTheFirstHundredAreTold() throws {
    let registry = try Store.sqlite.registry()
    for index in 0..<120 { try registry.issue(index) }
    try registry.tamper("DELETE FROM log_checkpoint")
    let audit = try registry.audit()
    #expect(audit.findings.count == 100 && audit.omitted == 20)
  }

  /// More rows than the audit reads at once.
  @Test func longTablesAreReadInPages() throws {
    let registry = try Registry(
      database: HastyDatabase(base: try Store.sqlite.location().database()), secret: sampleSecret)
    for index in 0..<2100 { try registry.issue(sampleRequest(sampleNumber(index), subject: "\(index)")) }
    _ = try registry.record((0..<2100).map { sampleEntry($0) })
    let audit = try registry.audit()
    #expect(audit.findings == [])
    #expect(audit.reports == 2100 && audit.verifications == 2100 && audit.checkpoints == 2100)
    try registry.tamper("UPDATE report SET issued_at = 0, status_changed_at = 0 WHERE log_index = 1500")
    #expect(
      try registry.audit().findings.map(\.subject) == ["table report, log_index 1500", "report \(sampleNumber(1500))"])
  }
}

/// Leaves out waiting for the disk, which a test of many rows can do without.
struct HastyDatabase: SQLDatabase {
  let base: any SQLDatabase
  var dialect: SQLDialect { base.dialect }
  var location: String { base.location }
  func read<R>(_ body: (any SQLSession) throws -> R) throws -> R { try base.read(body) }
  func write<R>(_ durability: Durability, _ body: (any SQLSession) throws -> R) throws -> R {
    try base.write(.relaxed, body)
  }
}

extension Registry {
  /// Makes all hashes of the log anew from the reports, as an insider would.
  func rebuildLog(signingCheckpoints: Bool) throws {
    try database.write { session in
      try session.execute("DELETE FROM log_node", [])
      var frontier = LogFrontier()
      for row in try session.query("SELECT token FROM report ORDER BY log_index", []) {
        let leaf = MerkleTree.leafHash(try ReceivedToken(Token(bytes: try row.blob("token"))).leaf)
        for (node, hash) in frontier.append(leaf) {
          try session.execute(
            "INSERT INTO log_node (level, place, hash) VALUES ($1, $2, $3)",
            [.integer(Int64(node.level)), .unsigned(node.index), .blob(hash.bytes)])
        }
        if signingCheckpoints {
          _ = try LogStore(session: session, location: location)
            .sign(Checkpoint(origin: sampleLog.origin, size: frontier.size, root: frontier.root), sampleLog)
        }
      }
      try ChainHead(size: frontier.size, hash: frontier.root.bytes).save(.log, session)
    }
  }
}
