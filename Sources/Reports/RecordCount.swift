extension Report {
  /// The records that the report counts; the subject's own registration is not one of them.
  public var recordCount: Int {
    if let group { return group.members.reduce(0) { $0 + $1.recordCount } }
    if let judgement { return judgement.answers.reduce(judgement.unclassified.count) { $0 + $1.count } }
    return sections.reduce(0) { $0 + ($1.content == .records ? $1.count : 0) }
  }
}
