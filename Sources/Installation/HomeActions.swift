import Attestation
public import Registry

extension Home {
  /// How many persons it takes to raise trust: two, except where only development keys are, for trying out.
  ///
  /// A home without keys, of somebody who only works with a shared registry, is none for trying out.
  public func personsForActions() throws -> PendingAction.Persons {
    try KeyStore(directory: keys).isForTryingOut() ? .one : .two
  }
}
