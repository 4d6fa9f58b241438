import Foundation

extension KeyStore {
  /// Copies to another folder what a service needs that verifies and issues nothing: the list, its pinned root, the key set
  /// and the keys for publications. A later copy brings newer ones, and takes away what is no longer meant to be there.
  /// - Returns: the keys that it may sign with now.
  /// - Throws: `AttestationError.file` if a key of another use is there: nothing is copied then.
  @discardableResult
  public func handPublishing(to directory: String) throws(AttestationError) -> [KeyID] {
    let list = try keySet()
    let others = list.entries.filter { !$0.uses.isSubset(of: [.publications]) }
    for entry in others where FileManager.default.fileExists(atPath: "\(directory)/\(entry.kid).pem") {
      throw .file(
        path: "\(directory)/\(entry.kid).pem",
        problem: "is a key that a service which only verifies must not have; name a folder without it")
    }
    let handed = list.entries.filter { $0.uses == [.publications] && $0.compromisedAt == nil }.filter {
      FileManager.default.fileExists(atPath: privateKeyPath($0.kid))
    }
    try ProtectedFile(directory).makePrivateFolder()
    let other = KeyStore(directory: directory)
    for (from, to) in [
      (rootFingerprintPath, other.rootFingerprintPath), (keySetPath, other.keySetPath),
      (trustListPath, other.trustListPath),
    ] {
      guard let bytes = try ProtectedFile(from).read() else {
        throw .file(
          path: from, problem: "is missing, so that nobody could verify with the keys; install the root's list")
      }
      try ProtectedFile(to).write(bytes, mode: 0o644)
    }
    for entry in handed {
      guard let bytes = try ProtectedFile(privateKeyPath(entry.kid)).readPrivate() else { continue }
      try ProtectedFile(other.privateKeyPath(entry.kid)).write(bytes, mode: 0o600)
    }
    for entry in list.entries where entry.uses == [.publications] && !handed.contains(where: { $0.kid == entry.kid }) {
      try? FileManager.default.removeItem(atPath: other.privateKeyPath(entry.kid))
    }
    return handed.map(\.kid)
  }
}
