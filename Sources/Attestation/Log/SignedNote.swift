/// A text with signatures under it: C2SP signed-note.
struct SignedNote {
  struct Signature: Equatable {
    var name: String
    var keyID: [UInt8]
    var bytes: [UInt8]
  }

  /// With its final newline, which is also signed.
  let text: String
  let signatures: [Signature]

  /// Room for more than the 16 signatures of 5 kB that readers must accept.
  static let maximumSize = 1 << 17

  /// - Throws: `MALFORMED`.
  init(reading note: String) throws(TrustRefusal) {
    guard note.utf8.count <= Self.maximumSize else { throw .malformed("too long for a signed note") }
    let isText = note.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 }
    // Split by bytes: in a String, a carriage return and a newline are one character.
    let lines = note.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard isText, lines.last?.isEmpty == true, let separator = lines.dropLast().lastIndex(where: \.isEmpty),
      separator > 0, separator < lines.count - 2
    else { throw .malformed("not a signed note: text, an empty line, signatures") }
    text = lines[..<separator].map { "\(Substring($0))\n" }.joined()
    var signatures: [Signature] = []
    for line in lines[(separator + 1)...].dropLast() { signatures.append(try Self.signature(Substring(line))) }
    self.signatures = signatures
  }

  private static func signature(_ line: Substring) throws(TrustRefusal) -> Signature {
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, words[0] == "\u{2014}", LogPublicKey.isName(String(words[1])),
      let bytes = StrictBase64.decode(words[2]), bytes.count > 4
    else { throw .malformed("a line under the text is not a signature") }
    return Signature(name: String(words[1]), keyID: Array(bytes.prefix(4)), bytes: Array(bytes.dropFirst(4)))
  }

  static func sign(_ text: String, with key: LogSigningKey) throws(AttestationError) -> String {
    let signature = key.publicKey.noteKeyID + (try key.signature(over: Array(text.utf8)))
    return "\(text)\n\u{2014} \(key.name) \(StrictBase64.encode(signature))\n"
  }

  /// The keys that signed. Signatures of unknown keys are ignored; a bad one of a known key invalidates the note.
  /// - Throws: `UNKNOWN_KEY` if none of the keys signed, `BAD_SIGNATURE`.
  func signers(among keys: [LogPublicKey]) throws(TrustRefusal) -> [LogPublicKey] {
    var signers: [LogPublicKey] = []
    for key in keys {
      let own = signatures.filter { $0.name == key.name && $0.keyID == key.noteKeyID }
      guard !own.isEmpty else { continue }
      guard own.allSatisfy({ key.verifies($0.bytes, over: Array(text.utf8)) }) else {
        throw TrustRefusal(.badSignature, "the note is not what \(key.name) signed")
      }
      signers.append(key)
    }
    guard !signers.isEmpty else { throw TrustRefusal(.unknownKey, "the note is signed by no known key of a log") }
    return signers
  }
}
