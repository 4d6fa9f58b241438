import Attestation
import Crypto
import Foundation
import Secrets

/// Seals a page, so that the browser itself can keep it: nothing is stored here, and whichever process has the key can
/// show the page again. The browser cannot read it and cannot change it (AES-GCM, NIST SP 800-38D).
struct PageSeal: Sendable {
  private let key: SymmetricKey

  /// Of a sealed page, as text. With the other headers of an answer it must fit into the 4 kB that a proxy such as nginx
  /// reads of them, and a browser keeps no more than 4 kB in a cookie (RFC 6265 §6.1).
  static let longest = 2800
  /// Bytes of a page before it is compressed.
  private static let largest = 64 << 10

  /// - Parameter key: 32 bytes; nil: drawn, so that only this process can open what it sealed.
  init(key: [UInt8]?) { self.key = key.map { SymmetricKey(data: $0) } ?? SymmetricKey(size: .bits256) }

  /// - Parameter handle: the page's address, to which it is bound.
  /// - Returns: nil if it does not fit.
  func sealed(_ page: KeptPage, handle: String) -> String? {
    guard let plain = try? JSONEncoder().encode(page), let short = Zlib.compressed(Array(plain)),
      let box = try? AES.GCM.seal(short, using: key, authenticating: Array(handle.utf8)), let bytes = box.combined
    else { return nil }
    let text = base64URL(Array(bytes))
    return text.utf8.count <= Self.longest ? text : nil
  }

  /// - Parameter now: seconds since 1970.
  /// - Returns: nil for what was not sealed here for this address, and once its time is over.
  func opened(_ text: String, handle: String, at now: Int64) -> KeptPage? {
    guard text.utf8.count <= Self.longest, let bytes = bytes(base64URL: text),
      let box = try? AES.GCM.SealedBox(combined: bytes),
      let short = try? AES.GCM.open(box, using: key, authenticating: Array(handle.utf8)),
      let plain = Zlib.decompressed(Array(short), limit: Self.largest),
      let page = try? JSONDecoder().decode(KeptPage.self, from: Data(plain)), now <= page.until
    else { return nil }
    return page
  }
}
