import Attestation
import ErrorCauses
public import Installation
import OfflineVerification
public import Verifying

extension Trust {
  /// The trust of a home: the list that its pinned root signed.
  /// - Throws: `AttestationError` if the home has no list, or a damaged one.
  public init(of home: Home) throws {
    let store = KeyStore(directory: home.keys)
    guard let list = try store.trustList() else {
      throw AttestationError.file(
        path: home.keys,
        problem: "there is no trust list of the issuer's", remedy: .installTrustList)
    }
    self.init(list)
    hosts = [home.configuration.host]
  }
}
