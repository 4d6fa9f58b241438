import Records

/// The domain to which a record belongs:
/// docs/judgement.md, “To which domain a record belongs”.
enum RecordDomain: Equatable {
  /// It belongs to this domain. It may belong to others too, which must then not be called clean.
  case sure(String, perhaps: [String], because: String)
  /// It belongs to one of these domains; nil: any domain. With the reason why nobody can say which.
  case doubtful([String]?, reason: String)

  /// Whether the record may belong to a domain.
  func mayBe(_ domain: String) -> Bool {
    switch self {
    case .sure(let key, let perhaps, _): key == domain || perhaps.contains(domain)
    case .doubtful(let candidates, _): candidates?.contains(domain) ?? true
    }
  }

  /// Why the record cannot be listed under any of the domains that were asked about; nil: it can, or it belongs to none
  /// of them.
  func reason(_ asked: Set<String>) -> String? {
    switch self {
    case .doubtful(_, let reason): reason
    case .sure(let key, let perhaps, let because):
      !asked.contains(key) && perhaps.contains(where: asked.contains) ? because : nil
    }
  }
}

/// Finds the domains of records. Created once per catalogue.
struct RecordDomains: Sendable {
  private let authorities: AuthorityDirectory
  private let mentions: AuthorityMentions
  private let judgments: JudgmentRules?

  init(_ catalogue: Catalogue) {
    (authorities, mentions) = (AuthorityDirectory(catalogue), AuthorityMentions(catalogue))
    judgments = catalogue.judgmentRules
  }

  /// Decides by the record's own 领域, then by its category's domain, then by the authority that signed it. Whatever
  /// contradicts the result raises a doubt.
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

  /// For a record that names a domain while its authority, or one of several that signed, acts only for others: the
  /// record's own word holds, but those others are not called clean. If the authority's name is not understood as a
  /// whole, every part that is understood counts.
  private func contradiction(of own: String, _ signed: String?) -> [String] {
    guard let signed else { return [] }
    guard authorities.domains(of: signed) == .unknown else { return authorities.domains(of: signed, apartFrom: own) }
    let others = mentions.rules(in: signed).map { $0.domains + $0.perhaps }.filter { !$0.contains(own) }
    return others.joined().reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}

extension Record {
  /// Whether the record's 领域 is one that the catalogue does not have (`--keep-unknown`).
  var namesUnknownDomain: Bool {
    domain == nil && fields.unknown.contains { $0.label == CatalogueKeys.domain.label }
  }

  /// Whether the record's category is one that the catalogue does not have (`--keep-unknown`).
  var isOfUnknownCategory: Bool { fields.unknown.first?.label == CatalogueKeys.unknownCategory }
}
