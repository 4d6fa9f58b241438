public import Attestation
import Crypto
import DurableFiles
import Foundation
import Hexadecimal
public import Installation
import Issuing

extension SignedBundle {
  /// Everything that a machine without a network needs, as of now (`verification.md` §4).
  /// - Parameters:
  ///   - publications: the key for them.
  ///   - now: seconds since 1970.
  ///   - freshSeconds: how long an answer based on this bundle counts as up to date.
  public static func make(
    publications: SigningKey, signedTrustList: SignedTrustList, statusLists: [StatusList], changeLists: [ChangeList],
    checkpoint: SignedCheckpoint, resources: Resources, now: Int64, freshSeconds: Int64
  ) throws -> SignedBundle {
    let lists = try statusLists.map { list throws(AttestationError) in
      try SignedStatusList.sign(list, issuedAt: now, refreshBy: now + freshSeconds, with: publications)
    }
    let changes = try changeLists.map { list throws(AttestationError) in
      try SignedChangeList.sign(list, issuedAt: now, refreshBy: now + freshSeconds, with: publications)
    }
    return try sign(
      VerificationBundle(
        trustList: signedTrustList, statusLists: lists, changeLists: changes, checkpoint: checkpoint,
        files: try templateFiles(resources), issuedAt: now, refreshBy: now + freshSeconds), with: publications)
  }

  /// The files that name domains and make pages: the templates, including those of earlier versions, and the catalogue.
  private static func templateFiles(_ resources: Resources) throws -> [String: [UInt8]] {
    let folder = resources.path + "/templates"
    var files: [String: [UInt8]] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder) where path.hasSuffix(".yaml") {
      files["templates/\(path)"] = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(path)")))
    }
    return files
  }
}

extension VerifiedBundle {
  /// Unpacks the templates of the bundle into the home, in a folder named after their content.
  /// - Returns: the folder that contains `templates`.
  public func unpack(in home: Home) throws -> String {
    var hash = SHA256()
    for (path, bytes) in files.sorted(by: { $0.key < $1.key }) {
      hash.update(data: Array("\(path.utf8.count) \(path) \(bytes.count) ".utf8) + bytes)
    }
    let name = hexadecimal(hash.finalize().prefix(8))
    let folder = "\(home.path)/bundles/\(name)"
    if FileManager.default.fileExists(atPath: folder) { return folder }
    // Written to a staging folder and renamed, so that the final name never shows a partial folder: not after a power cut,
    // either, so each file is on the disk before.
    let staging = try StagingFolder(in: "\(home.path)/bundles", name: name)
    defer { staging.discard() }
    for (path, bytes) in files {
      try staging.write(bytes, as: path)
    }
    // Another process may have created the same files first.
    _ = try staging.publish(as: folder)
    return folder
  }
}
