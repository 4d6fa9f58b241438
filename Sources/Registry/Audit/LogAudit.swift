import Attestation
import Database

/// Rebuilds the log from the reports and compares everything stored with the result.
struct LogAudit {
  let session: any SQLSession
  let location: String
  let keys: [LogPublicKey]
  let statuses: [UInt64: StatusAudit.Outcome]

  private var frontier = LogFrontier()
  private var statusIndicesUsed: Set<UInt32> = []
  private var usedByList: [Int64: Int64] = [:]
  /// Roots that somebody else kept, by size.
  private var held: [UInt64: [LogHash]] = [:]
  /// Sizes still ahead at which a report was issued: each must have a checkpoint.
  private var due: Set<UInt64> = []
  /// The checkpoint of the previous size, if it was sound.
  private var previous: Checkpoint?

  init(
    session: any SQLSession, location: String, keys: [LogPublicKey], statuses: [UInt64: StatusAudit.Outcome]
  ) {
    (self.session, self.location, self.keys, self.statuses) = (session, location, keys, statuses)
  }

  mutating func run(_ heldCheckpoints: [SignedCheckpoint], _ audit: inout Audit) throws {
    hold(heldCheckpoints, &audit)
    try checkPage(of: [], &audit)
    var next: UInt64 = 0
    while true {
      let rows = try session.query(
        """
        SELECT \(RegisteredReport.columns), leaf FROM report WHERE log_index >= $1
        ORDER BY log_index LIMIT \(auditPage)
        """, [.unsigned(next)])
      try checkPage(of: rows, &audit)
      if let last = rows.last { next = try last.unsigned("log_index") + 1 }
      if rows.count < auditPage { break }
    }
    try checkEnd(&audit)
    audit.root = frontier.root
  }

  private mutating func hold(_ checkpoints: [SignedCheckpoint], _ audit: inout Audit) {
    for checkpoint in checkpoints {
      do throws(TrustRefusal) {
        let checkpoint = try checkpoint.verified(by: keys)
        held[checkpoint.size, default: []].append(checkpoint.root)
      } catch {
        audit.add(.history, "checkpoint given", "is not one of this log: \(error)")
      }
    }
  }

  /// Checks the reports, then the hashes and checkpoints that were stored with them.
  private mutating func checkPage(of rows: [SQLRow], _ audit: inout Audit) throws {
    let start = frontier.size
    let kept = try checkpoints(after: start, count: rows.count)
    var nodes: [LogNode: LogHash] = [:]
    if rows.isEmpty, start == 0 { try checkRoot(try checkpoint(0), isDue: false, &audit) }
    for row in rows {
      let leaf = try checkReport(row, &audit)
      for (node, hash) in frontier.append(leaf) { nodes[node] = hash }
      try checkRoot(kept[frontier.size], isDue: due.remove(frontier.size) != nil, &audit)
    }
    try checkNodes(nodes, from: start, &audit)
  }

  // MARK: Reports

  /// - Returns: the leaf that the report's token makes; if it makes none, the stored one.
  private mutating func checkReport(_ row: SQLRow, _ audit: inout Audit) throws -> LogHash {
    audit.reports += 1
    let expected = frontier.size
    let index = try row.unsigned("log_index")
    let name = "report \((try? row.text("number")) ?? "at \(index)")"
    if index != expected {
      audit.add(.leaf, "leaf \(expected)", "has no report; the next is \(name) with the leaf \(index)")
    }
    let stored = LogHash(try row.blob("leaf")) ?? MerkleTree.emptyRoot
    do {
      let report = try RegisteredReport(row)
      let received = try ReceivedToken(report.token)
      let leaf = MerkleTree.leafHash(received.leaf)
      if leaf != stored { audit.add(.leaf, name, "its leaf is not that of its token") }
      due.insert(report.logSize)
      check(report, received.claims, name, &audit)
      checkStatus(report, name, &audit)
      return leaf
    } catch {
      audit.add(.report, name, "\(error)")
      return stored
    }
  }

  private mutating func check(
    _ report: RegisteredReport, _ claims: ReportClaims, _ name: String, _ audit: inout Audit
  ) {
    for (what, isSame) in [
      ("number", claims.number == report.number), ("kind", claims.kind == report.kind),
      ("time of issue", claims.issuedAt == report.issuedAt), ("time of expiry", claims.expiresAt == report.expiresAt),
      ("place in the status list", claims.status == report.statusReference),
    ] where !isSame {
      audit.add(.report, name, "its \(what) is not that of its token")
    }
    if !statusIndicesUsed.insert(report.statusReference.value).inserted {
      audit.add(.status, name, "has the place in the status list of another report")
    }
    usedByList[Int64(report.statusReference.list), default: 0] += 1
  }

  private func checkStatus(_ report: RegisteredReport, _ name: String, _ audit: inout Audit) {
    let outcome = statuses[report.logIndex]
    let expected = outcome?.status ?? .valid
    if report.status != expected {
      audit.add(.status, name, "is \(report.status.word), but its history makes it \(expected.word)")
    } else if report.reason != outcome?.reason || report.statusChangedAt != outcome?.at ?? report.issuedAt {
      audit.add(.status, name, "has another reason or time of its status than its history")
    }
  }

  // MARK: Hashes

  /// Every subtree that became complete on this page must be stored correctly.
  private func checkNodes(_ nodes: [LogNode: LogHash], from start: UInt64, _ audit: inout Audit) throws {
    var rest = nodes
    var level = 0
    while frontier.size >> UInt64(level) > 0 {
      let rows = try session.query(
        "SELECT place, hash FROM log_node WHERE level = $1 AND place >= $2 AND place < $3",
        [.integer(Int64(level)), .unsigned(start >> UInt64(level)), .unsigned(frontier.size >> UInt64(level))])
      for row in rows {
        let node = LogNode(level: level, index: try row.unsigned("place"))
        guard rest.removeValue(forKey: node)?.bytes != (try row.blob("hash")) else { continue }
        audit.add(
          level == 0 ? .leaf : .node, level == 0 ? "leaf \(node.index)" : "node \(node.index) at level \(level)",
          "is not what the reports make it")
      }
      level += 1
    }
    for node in rest.keys.sorted(by: { ($0.level, $0.index) < ($1.level, $1.index) }) {
      audit.add(node.level == 0 ? .leaf : .node, "node \(node.index) at level \(node.level)", "is missing")
    }
  }

  // MARK: Checkpoints

  private func checkpoints(after size: UInt64, count: Int) throws -> [UInt64: SignedCheckpoint] {
    let rows = try session.query(
      "SELECT size, note FROM log_checkpoint WHERE size > $1 AND size <= $2",
      [.unsigned(size), .unsigned(size + UInt64(count))])
    return Dictionary(
      try rows.map { row in (try row.unsigned("size"), SignedCheckpoint(text: try row.text("note"))) },
      uniquingKeysWith: { $1 })
  }

  private func checkpoint(_ size: UInt64) throws -> SignedCheckpoint? {
    try LogStore(session: session, location: location).checkpoint(size: size)
  }

  /// One checkpoint covers all reports of a transaction; the empty log may have one.
  private mutating func checkRoot(_ kept: SignedCheckpoint?, isDue: Bool, _ audit: inout Audit) throws {
    let size = frontier.size
    let name = "checkpoint \(size)"
    for root in held.removeValue(forKey: size) ?? [] where root != frontier.root {
      audit.add(.history, name, "somebody kept it with another root: the log was rewritten")
    }
    guard let kept else {
      if isDue {
        audit.add(.checkpoint, name, "is missing")
        previous = nil
      }
      return
    }
    audit.checkpoints += 1
    do {
      let checkpoint = try kept.verified(by: keys)
      guard checkpoint.size == size else {
        audit.add(.checkpoint, name, "speaks of \(checkpoint.size) leaves")
        previous = nil
        return
      }
      if checkpoint.root != frontier.root { audit.add(.checkpoint, name, "has another root than the reports make") }
      try checkConsistency(with: checkpoint, name, &audit)
      previous = checkpoint
    } catch let error as TrustRefusal {
      audit.add(.checkpoint, name, "is not signed by the log: \(error)")
      previous = nil
    }
  }

  /// Checks the proof that others would be given, made from the stored hashes.
  private func checkConsistency(with checkpoint: Checkpoint, _ name: String, _ audit: inout Audit) throws {
    guard let previous, previous.size > 0 else { return }
    do {
      let proof = try LogStore(session: session, location: location).consistency(
        from: previous.size, to: checkpoint.size)
      if !proof.holds(oldRoot: previous.root, newRoot: checkpoint.root) {
        audit.add(.checkpoint, name, "is no continuation of the checkpoint \(previous.size)")
      }
    } catch RegistryError.damaged(_, let problem), DatabaseError.damaged(_, let problem) {
      audit.add(.checkpoint, name, "cannot be proven to continue the checkpoint \(previous.size): \(problem)")
    }
  }

  // MARK: The end

  /// Nothing may exist beyond the last report, neither stored here nor kept by others.
  private func checkEnd(_ audit: inout Audit) throws {
    let size = frontier.size
    let head = try ChainHead.read(.log, session)
    if head != ChainHead(size: size, hash: frontier.root.bytes) {
      audit.add(.leaf, "end of the log", "was at \(head.size) leaves, and there are \(size) reports")
    }
    var expected: UInt64 = 0
    for level in 0..<UInt64(64) { expected += size >> level }
    if let row = try session.query("SELECT COUNT(*) AS count FROM log_node").first, try row.unsigned("count") > expected
    {
      audit.add(.node, "end of the log", "\(try row.unsigned("count") - expected) hashes belong to no report")
    }
    for size in due.sorted() {
      audit.add(.checkpoint, "checkpoint \(size)", "a report says that it was issued with it, but the log is shorter")
    }
    for row in try session.query("SELECT size FROM log_checkpoint WHERE size > $1 LIMIT 100", [.unsigned(size)]) {
      audit.add(.checkpoint, "checkpoint \(try row.unsigned("size"))", "is of a longer log than there is")
    }
    for size in held.keys.sorted() {
      audit.add(.history, "checkpoint \(size)", "somebody kept it, but the log is shorter: its end was cut off")
    }
    var lists: [Int64: Int64] = [:]
    for row in try session.query("SELECT list, used FROM status_list") {
      lists[try row.integer("list")] = try row.integer("used")
    }
    for list in Set(lists.keys).union(usedByList.keys).sorted() where lists[list] ?? 0 != usedByList[list] ?? 0 {
      audit.add(
        .status, "status list \(list)", "counts \(lists[list] ?? 0) reports, and there are \(usedByList[list] ?? 0)")
    }
  }
}
