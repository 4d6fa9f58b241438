import Records

/// To which domain a record belongs: design §2.5, rules 1 and 2.
enum RecordDomain: Equatable {
  /// To this one. It may be that it belongs to others too, and these must not be called clean because of it.
  case sure(String, perhaps: [String])
  /// To one of these; nil: of all that there are. And why nobody can say which.
  case doubtful([String]?, reason: String)

  /// By the record's own 领域, else by what its category is about, else by the authority that signed it.
  init(_ record: Record, in category: Category, authorities: AuthorityDirectory) {
    let signed = category.authorityField.flatMap { record.fields[$0] }?.text
    let finding = signed.map { authorities.domains(of: $0) }
    if let own = record.domain ?? (record.namesUnknownDomain ? nil : category.domain) {
      let others = Self.contradiction(of: own, finding)
      self = .sure(own, perhaps: others + record.furtherDomains.filter { !others.contains($0) })
      return
    }
    if record.namesUnknownDomain {
      self = .doubtful(nil, reason: "记录所注领域不在领域目录中")
      return
    }
    switch (finding, signed) {
    case (.domain(let domain, let perhaps), _):
      self = .sure(domain, perhaps: category.isOfMainDomain ? [] : perhaps)
    case (.several(let domains), let signed?): self = .doubtful(domains, reason: "作出机关（\(signed)）承担多个领域的职责")
    case (_, let signed?): self = .doubtful(nil, reason: "作出机关（\(signed)）未能对应到领域")
    case (_, nil): self = .doubtful(nil, reason: "记录未载明作出机关，也未注明领域")
    }
  }

  /// The record says one domain, and its authority acts for others alone: what it says holds, but the others are not
  /// called clean on the strength of it.
  private static func contradiction(of own: String, _ finding: AuthorityDirectory.Finding?) -> [String] {
    switch finding {
    case .domain(let signed, let perhaps)? where signed != own && !perhaps.contains(own): [signed]
    case .several(let domains)? where !domains.contains(own): domains
    default: []
    }
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
