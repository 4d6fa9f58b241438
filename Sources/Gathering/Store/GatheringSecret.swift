import Crypto
import Foundation
import Records

/// A keyed hash of 16 bytes: equal texts have equal digests, and without the key nobody learns the text by trying.
struct Digest: Hashable, Sendable {
  let high: UInt64, low: UInt64

  /// - Parameter bytes: at least 16, of which the first count.
  init(_ bytes: some Sequence<UInt8>) {
    var (high, low) = (UInt64(0), UInt64(0))
    for (index, byte) in bytes.prefix(16).enumerated() {
      if index < 8 { high = high << 8 | UInt64(byte) } else { low = low << 8 | UInt64(byte) }
    }
    (self.high, self.low) = (high, low)
  }

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(16)
    for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: high >> UInt64(shift))) }
    for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: low >> UInt64(shift))) }
    return bytes
  }
}

/// What keeps numbers of persons from a reader of the database: they are sealed (AES-256-GCM), and found by HMAC-SHA256
/// (RFC 2104), both under keys that are derived from the home's secret (HKDF, RFC 5869).
struct GatheringSecret: Sendable {
  private let sealing: SymmetricKey
  /// Keyed, and nothing read yet.
  private let finding: HMAC<SHA256>

  init(_ secret: [UInt8]) {
    let root = SymmetricKey(data: secret)
    sealing = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: root, info: Data("xinbao gathering seal 1".utf8), outputByteCount: 32)
    finding = HMAC<SHA256>(
      key: HKDF<SHA256>.deriveKey(
        inputKeyMaterial: root, info: Data("xinbao gathering find 1".utf8), outputByteCount: 32))
  }

  /// A fingerprint of the secret, so that a database detects a different one.
  var fingerprint: [UInt8] { digest("secret", []).bytes }

  // MARK: Finding

  /// The key of a name: equal for names that differ by width, dots, blanks, brackets or radicals.
  func key(ofName name: String) -> Digest { digest("name", [comparableName(name)]) }
  func key(ofCode code: String) -> Digest { digest("code", [code]) }

  /// The key of what names that are alike have in common (`AlikeNames`).
  func key(ofTrait trait: String) -> Digest { digest("trait", [trait]) }

  /// What a row says, whatever the order in which its source delivers it.
  func content(_ text: [UInt8]) -> Digest { digest("content", texts: [text]) }

  /// Which decision a row is about: its document, and the subject; without a document, its content says it.
  func group(document: Digest?, category: String, subject: String, content: Digest) -> Digest {
    let isNumbered = document == nil ? "content" : "document"
    return digest(
      "group", texts: [Array(category.utf8), Array(subject.utf8), Array(isNumbered.utf8), (document ?? content).bytes])
  }

  /// Which document a row is about: a later row with a subject may be the same.
  func document(category: String, authority: String, number: String) -> Digest {
    digest("document", [category, comparableName(authority), comparableName(number)])
  }

  /// The key under which a natural person's records stand: the number is never in the database in the clear.
  func subject(personNumber: String, name: String?) -> String {
    let digest = digest("person", [personNumber, name.map(comparableName) ?? ""])
    return "p"
      + digest.bytes.map { (byte: UInt8) in String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }.joined()
  }

  private func digest(_ use: String, _ texts: [String]) -> Digest { digest(use, texts: texts.map { Array($0.utf8) }) }

  /// Each use has its own name, and no two lists of texts encode to the same bytes.
  private func digest(_ use: String, texts: [[UInt8]]) -> Digest {
    var encoded: [UInt8] = []
    encoded.reserveCapacity(texts.reduce(use.utf8.count + 8) { $0 + $1.count + 8 })
    func append(_ text: some Collection<UInt8>) {
      let count = UInt64(text.count)
      for shift in stride(from: 56, through: 0, by: -8) {
        encoded.append(UInt8(truncatingIfNeeded: count >> UInt64(shift)))
      }
      encoded.append(contentsOf: text)
    }
    append(use.utf8)
    for text in texts { append(text) }
    var hmac = finding
    hmac.update(data: encoded)
    return Digest(hmac.finalize())
  }

  // MARK: Names of persons

  private static let sealedName = "\u{1}"

  /// A person's name as it is kept: sealed, so that nobody searches for parts of it. An organisation's stays as it is.
  func kept(name: String, isPerson: Bool) throws -> String {
    isPerson ? Self.sealedName + Data(try seal(Array(name.utf8))).base64EncodedString() : name
  }

  /// What a person's name is compared by: nobody reads the name from it.
  func comparable(name: String, isPerson: Bool) -> String {
    isPerson ? Self.sealedName + Data(key(ofName: name).bytes).base64EncodedString() : comparableName(name)
  }

  func opened(name: String) throws -> String {
    guard name.hasPrefix(Self.sealedName), let sealed = Data(base64Encoded: String(name.dropFirst())) else {
      return name
    }
    return String(decoding: try open([UInt8](sealed)), as: UTF8.self)
  }

  // MARK: Sealing

  func seal(_ text: [UInt8]) throws -> [UInt8] {
    guard let sealed = try AES.GCM.seal(text, using: sealing).combined else {
      preconditionFailure("a nonce of the standard's length is always combined")
    }
    return Array(sealed)
  }

  func open(_ sealed: [UInt8]) throws -> [UInt8] {
    Array(try AES.GCM.open(AES.GCM.SealedBox(combined: sealed), using: sealing))
  }
}

/// The form in which names of subjects, authorities and numbers of documents are compared: as `foldedName`, and without
/// regard to the kinds of dots and hyphens, and to radicals in place of characters (Unicode's compatibility forms).
func comparableName(_ name: String) -> String {
  let folded = foldedName(name)
  if folded.unicodeScalars.allSatisfy(isOfOneForm) { return folded }
  var plain = String.UnicodeScalarView()
  for scalar in folded.precomposedStringWithCompatibilityMapping.unicodeScalars {
    switch scalar {
    case "·", "•", "・", "‧", "∙", "⋅", ".", "．", "。": continue
    case "‐", "‑", "‒", "–", "—", "―", "－": plain.append("-")
    default: plain.append(scalar)
    }
  }
  return foldedName(String(plain))
}

/// Han characters of the basic block, letters, digits and brackets: they stay as they are.
private func isOfOneForm(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar {
  case "\u{4E00}"..."\u{9FFF}", "0"..."9", "a"..."z", "(", ")": true
  default: false
  }
}
