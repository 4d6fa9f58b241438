/// The names of a scope (the fields of a category, the domains), looked up by folded form (`foldedName`).
public struct Vocabulary: Sendable {
  private let indices: [String: Int]
  /// What a message calls each entry.
  let namings: [Naming]

  /// If two entries share a name, the first wins; `Catalogue.load` refuses catalogues in which that happens.
  public init(_ namings: [Naming]) {
    self.namings = namings
    var indices: [String: Int] = [:]
    for (index, naming) in namings.enumerated() {
      for name in naming.names where indices[foldedName(name)] == nil { indices[foldedName(name)] = index }
    }
    self.indices = indices
  }

  /// Index of the entry that has this name.
  public func index(of name: String) -> Int? { indices[foldedName(name)] }

  /// The same for a name that is folded already.
  package func index(ofFolded name: String) -> Int? { indices[name] }

  /// Canonical key of the entry that has this name.
  public func key(of name: String) -> String? { index(of: name).map { namings[$0].key } }

  /// The known name most similar to an unknown one, as the catalogue writes it; nil: none is near.
  public func nearest(to name: String) -> String? { nearestName(to: name, among: namings.flatMap(\.names)) }
}
