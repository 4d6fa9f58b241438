import Attestation
public import Registry

extension Home {
  /// How many persons it takes to raise trust in a registry: two, except for trying out. Then only development keys are in
  /// the home, and no report was issued under other keys.
  ///
  /// A home without keys, of somebody who only works with a shared registry, is none for trying out.
  public func personsForActions(in registry: Registry) throws -> PendingAction.Persons {
    try KeyStore(directory: keys).isForTryingOut() && !registry.requiresTwoPersons() ? .one : .two
  }
}
