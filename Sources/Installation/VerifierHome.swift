public import Attestation
import DurableFiles
import Foundation

extension Home {
  /// Makes, or brings up to date, the home of a service that verifies and issues nothing: settings, the list of keys, the key
  /// for publications and the registry's secret. Neither the keys for reports and log nor the seal are in it.
  /// - Returns: the keys for publications.
  /// - Throws: `InstallationError`, `AttestationError`; `FileError.write`.
  @discardableResult
  public func makeVerifierHome(at other: String) throws -> [KeyID] {
    guard URL(fileURLWithPath: other).standardizedFileURL.path != URL(fileURLWithPath: path).standardizedFileURL.path
    else { throw InstallationError.home(path: other, problem: "is the home that issues; name another folder, or") }
    try makePrivateFolder(other)
    let keys = try KeyStore(directory: self.keys).handPublishing(to: other + "/keys")
    try writeAtomically(try registrySecret(), to: other + "/keys/registry.secret", mode: 0o600)
    // What the seal needs, its password's file too, is the issuer's alone.
    let settings = try String(contentsOfFile: path + "/config.yaml", encoding: .utf8)
    let lines = settings.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
      !["certificate", "timeStamp", "gathering"].contains { line.hasPrefix($0) }
    }
    try writeAtomically(Array(lines.joined(separator: "\n").utf8), to: other + "/config.yaml", mode: 0o600)
    return keys
  }
}
