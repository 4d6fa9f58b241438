import CivilTime

/// One decision may be several rows (a fine, a confiscation and a ban): a category, an authority, a document number and
/// a subject name a group. A delivery replaces what its source said of the group before; rows of one delivery that are
/// equal in all of it are all kept. What another source says of the same decision stands beside it.
enum GroupRule {
  /// A row of the delivery.
  struct Delivered: Equatable {
    var row: Int
    var content: Digest
  }

  /// What the source said of the group before.
  struct Standing: Equatable {
    var id: Int64
    var content: Digest
    /// The last day that the delivery which said it answers for.
    var through: CalendarDate
    /// The day of the snapshot from which it was missing.
    var ended: CalendarDate?
    /// Something that is as new says otherwise: a withdrawal, or the decision after a withdrawal.
    var isOverruled = false
  }

  struct Changes: Equatable {
    var outcomes: [(row: Int, outcome: RowOutcome)] = []
    /// Standing versions that end with this delivery.
    var ends: [Int64] = []
    /// Standing versions that this delivery says again: they are as new as it is.
    var confirms: [Int64] = []

    static func == (one: Changes, other: Changes) -> Bool {
      one.outcomes.elementsEqual(other.outcomes, by: ==) && one.ends == other.ends && one.confirms == other.confirms
    }
  }

  /// - Parameters:
  ///   - through: the last day that the delivery answers for. Deliveries come late: what answers for later days is newer,
  ///     whenever it came.
  ///   - outcome: of a row that says something that the source had not said.
  static func changes(
    _ delivered: [Delivered], after standing: [Standing], through: CalendarDate, outcome: RowOutcome = .new
  ) -> Changes {
    var changes = Changes()
    // By content, the first of equal ones last.
    var left = Dictionary(grouping: standing.reversed(), by: \.content)
    var others: [Delivered] = []
    let isLate = standing.contains { $0.through > through }
    for row in delivered {
      guard let known = left[row.content]?.popLast() else {
        others.append(row)
        continue
      }
      let mayBeRestated = known.isOverruled || known.ended.map { $0 <= through } ?? false
      if !isLate, mayBeRestated {
        // It is in force again: a version of its own, so that the moments at which it was not stay as they were.
        changes.ends.append(known.id)
        changes.outcomes.append((row.row, outcome == .new ? .replaces : outcome))
      } else {
        if !isLate { changes.confirms.append(known.id) }
        changes.outcomes.append((row.row, .same))
      }
    }
    if isLate {
      changes.outcomes += others.map { ($0.row, .outdated) }
    } else {
      let unsaid = standing.filter { known in left[known.content]?.contains(known) ?? false }
      changes.ends += unsaid.map(\.id)
      changes.outcomes += others.map { ($0.row, unsaid.isEmpty || outcome != .new ? outcome : .replaces) }
    }
    return changes
  }
}
