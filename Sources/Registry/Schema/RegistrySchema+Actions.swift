import Database

// What one person asks for and another confirms.

extension SchemaStep {
  static let actions = SchemaStep(name: "actions of two persons") { dialect in
    let (integer, blob) = (dialect.integer, dialect.blob)
    return [
      table(
        """
        pending_action (
          id \(integer) NOT NULL PRIMARY KEY,
          issuer TEXT NOT NULL,
          kind TEXT NOT NULL,
          payload TEXT NOT NULL,
          words TEXT NOT NULL,
          persons \(integer) NOT NULL,
          asked_by TEXT NOT NULL,
          asked_at \(integer) NOT NULL,
          state \(integer) NOT NULL,
          decided_by TEXT,
          decided_at \(integer),
          reason TEXT
        )
        """, dialect),
      ("CREATE INDEX pending_action_by_state ON pending_action (issuer, state, id)", []),
      table(
        """
        action_change (
          sequence \(integer) NOT NULL PRIMARY KEY,
          action \(integer) NOT NULL,
          changed_at \(integer) NOT NULL,
          from_state \(integer),
          to_state \(integer) NOT NULL,
          person TEXT,
          reason TEXT,
          content \(blob) NOT NULL,
          previous \(blob) NOT NULL,
          hash \(blob) NOT NULL
        )
        """, dialect),
      ("CREATE INDEX action_change_by_action ON action_change (action, sequence)", []),
      head(.action, hash: HashChain.start),
    ]
  }
}
