public import Records
public import Verifying

extension TokenNames {
  public init(of catalogue: Catalogue) {
    self.init()
    let labels = Dictionary(catalogue.domains.map { ($0.naming.key, $0.naming.label) }, uniquingKeysWith: { $1 })
    for list in catalogue.domainLists {
      let pairs = list.entries.map { ($0.bit, labels[$0.domain] ?? $0.domain) }
      add(list: list.version, label: list.naming.label, names: Dictionary(uniqueKeysWithValues: pairs))
    }
    for profile in catalogue.profiles where profile.number > 0 {
      add(profile: profile.number, label: profile.naming.label)
    }
  }
}
