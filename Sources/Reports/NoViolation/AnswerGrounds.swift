package import CivilTime

/// What an answer of the no-violation edition rests on.
package struct AnswerGrounds: Sendable {
  /// What a record of the file does to the answer.
  package enum Ground: Sendable, Equatable {
    case counts
    /// It may belong to the domain: the reason.
    case doubts(String)
    /// A rule sets it aside: its words.
    case setAside(String)
  }
  package var answer: Judgement.Answer
  /// The period that is answered for.
  package var period: ClosedRange<CalendarDate>
  package var sources: [InquiredSource]
  /// For each category of the file, and each of its records.
  package var records: [[Ground]]
  /// Indices of the file's `unattributed` that may belong to the domain.
  package var unattributed: [Int]
}

/// What becomes of a record.
enum RecordVerdict {
  case excluded(ViolationRules.Exclusion)
  /// It belongs to no domain that was asked about.
  case outsideDomains
  /// It may belong to each of these.
  case unclassified(reason: String, candidates: [String])
  /// It is listed under one domain, and may belong to others.
  case counted(domain: String, perhaps: [String])

  func ground(in domain: String) -> AnswerGrounds.Ground {
    switch self {
    case .excluded(let exclusion): .setAside(exclusion.label)
    case .outsideDomains: .setAside(ViolationRules.Exclusion.outsideDomains.label)
    case .unclassified(let reason, let candidates):
      candidates.contains(domain) ? .doubts(reason) : .setAside("未归类，不可能属于本领域")
    case .counted(let key, let perhaps):
      if key == domain {
        .counts
      } else if perhaps.contains(domain) {
        .doubts("列在其他领域，也可能属于本领域")
      } else {
        .setAside("列在其他领域")
      }
    }
  }
}
