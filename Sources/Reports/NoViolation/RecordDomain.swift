import Records

/// To which domain a record belongs:
/// docs/judgement.md, “To which domain a record belongs”.
enum RecordDomain: Equatable {
  /// To this one. It may be that it belongs to others too, and these must not be called clean because of it.
  case sure(String, perhaps: [String], because: String)
  /// To one of these; nil: of all that there are. And why nobody can say which.
  case doubtful([String]?, reason: String)

  /// Whether a domain may be the record's.
  func mayBe(_ domain: String) -> Bool {
    switch self {
    case .sure(let key, let perhaps, _): key == domain || perhaps.contains(domain)
    case .doubtful(let candidates, _): candidates?.contains(domain) ?? true
    }
  }

  /// Why the record can be listed under none of the domains that were asked about; nil where it can, or where it
  /// belongs to none of them.
  func reason(_ asked: Set<String>) -> String? {
    switch self {
    case .doubtful(_, let reason): reason
    case .sure(let key, let perhaps, let because):
      !asked.contains(key) && perhaps.contains(where: asked.contains) ? because : nil
    }
  }
}

/// Finds the domains of records. Made once for a catalogue.
struct RecordDomains: Sendable {
  private let authorities: AuthorityDirectory
  private let mentions: AuthorityMentions
  private let judgments: JudgmentRules?

  init(_ catalogue: Catalogue) {
    (authorities, mentions) = (AuthorityDirectory(catalogue), AuthorityMentions(catalogue))
    judgments = catalogue.judgmentRules
  }

  /// By the record's own 领域, else by what its category is about, else by the authority that signed it. What says
  /// otherwise raises a doubt.
  func domain(of record: Record, in category: Category) -> RecordDomain {
    if record.namesUnknownDomain { return .doubtful(nil, reason: "记录所注领域不在领域目录中") }
    let signed = category.authorityField.flatMap { record.fields[$0] }?.text
    let finding = signed.map { authorities.domains(of: $0) }
    if let own = record.domain ?? category.domain {
      var others = contradiction(of: own, signed)
      for other in record.furtherDomains + [category.domain].compactMap(\.self)
      where other != own && !others.contains(other) { others.append(other) }
      return .sure(own, perhaps: others, because: "记录所注领域、信息类别与作出机关所指的领域不一致，可能属于所查询的领域")
    }
    if let (own, perhaps) = CivilJudgment(record, in: category, by: judgments)?.domain {
      let others = contradiction(of: own, signed).filter { !perhaps.contains($0) }
      return .sure(own, perhaps: perhaps + others, because: "案由或者作出机关可能涉及所查询的领域")
    }
    switch (finding, signed) {
    case (.domain(let domain, let perhaps), _):
      return .sure(domain, perhaps: category.isOfMainDomain ? [] : perhaps, because: "作出机关也可能承担所查询领域的职责")
    case (.several(let domains), let signed?): return .doubtful(domains, reason: "作出机关（\(signed)）承担多个领域的职责")
    case (_, let signed?): return .doubtful(nil, reason: "作出机关（\(signed)）未能对应到领域")
    case (_, nil): return .doubtful(nil, reason: "记录未载明作出机关，也未注明领域")
    }
  }

  /// The record says one domain, and its authority, or one of several that signed, acts for others alone: what it says
  /// holds, but the others are not called clean on the strength of it. Of an authority whose name is not understood as a
  /// whole, every part that is.
  private func contradiction(of own: String, _ signed: String?) -> [String] {
    guard let signed else { return [] }
    guard authorities.domains(of: signed) == .unknown else { return authorities.domains(of: signed, apartFrom: own) }
    let others = mentions.rules(in: signed).map { $0.domains + $0.perhaps }.filter { !$0.contains(own) }
    return others.joined().reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}

extension Record {
  /// Whether the record was given a 领域 that the catalogue does not have (`--keep-unknown`).
  var namesUnknownDomain: Bool {
    domain == nil && fields.unknown.contains { $0.label == CatalogueKeys.domain.label }
  }

  /// Whether the record stands under a category that the catalogue does not have (`--keep-unknown`).
  var isOfUnknownCategory: Bool { fields.unknown.first?.label == CatalogueKeys.unknownCategory }
}
