import Crypto
import Records

/// See `Template.digest`.
/// - Parameter texts: those of the template and of its parts, in the order in which they are first read.
func templateDigest(_ texts: [String], masks: [Mask]) -> [UInt8] {
  var hash = SHA256()
  for text in texts {
    let bytes = Array(text.utf8)
    withUnsafeBytes(of: UInt64(bytes.count).bigEndian) { hash.update(bufferPointer: $0) }
    hash.update(data: bytes)
  }
  // Masks belong to the catalogue, but they affect the pages too.
  if texts.contains(where: { $0.contains("mask") }) {
    for mask in masks {
      hash.update(data: Array("\(mask.key) \(mask.first) \(mask.last) \(mask.exceptOrganisations)\n".utf8))
    }
  }
  return Array(hash.finalize())
}
