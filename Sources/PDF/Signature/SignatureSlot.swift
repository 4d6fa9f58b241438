import Hexadecimal

/// Where a signature goes, and what the file says of it (ISO 32000-1, 12.8.1): an invisible certification signature,
/// after which nothing may be changed.
public struct SignatureSlot: Sendable, Hashable {
  /// /Name: who signs.
  public var signerName: String
  /// /Reason: why.
  public var reason: String
  /// /M: seconds since 1970; printed as Beijing time.
  public var signedAt: Int64
  /// Bytes reserved for the signature.
  public var room: Int

  /// - Parameter room: at least 1; libharu's numbers and the file's offsets allow up to 2³¹ − 1.
  public init(signerName: String, reason: String, signedAt: Int64, room: Int) {
    precondition((1...1 << 24).contains(room), "no room for a signature, or too much")
    (self.signerName, self.reason, self.signedAt, self.room) = (signerName, reason, signedAt, room)
  }
}

/// A file that is complete except for its signature.
public struct UnsignedPDF: Sendable {
  /// With zeros in place of the signature.
  public private(set) var bytes: [UInt8]
  /// The hexadecimal string of /Contents, angle brackets included: the only part that is not signed.
  public let contents: Range<Int>

  init(bytes: [UInt8], contents: Range<Int>) { (self.bytes, self.contents) = (bytes, contents) }

  /// The maximum size of the signature in bytes.
  public var room: Int { contents.count / 2 - 1 }

  /// What is signed, in order.
  public var signedParts: [ArraySlice<UInt8>] { [bytes[..<contents.lowerBound], bytes[contents.upperBound...]] }

  /// The finished file.
  /// - Parameter sign: makes the signature (CMS in DER) over these parts of the file, one after the other.
  /// - Throws: `PDFError.signatureTooLarge`, and what `sign` throws.
  public consuming func signed(by sign: ([ArraySlice<UInt8>]) throws -> [UInt8]) throws -> [UInt8] {
    let signature = try sign(signedParts)
    guard signature.count <= room else { throw PDFError.signatureTooLarge(bytes: signature.count, room: room) }
    let digits = hexadecimal(signature).utf8
    let start = contents.lowerBound + 1
    bytes.replaceSubrange(start..<start + digits.count, with: digits)
    return bytes
  }
}
