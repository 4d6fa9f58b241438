import SwiftASN1

/// The ASN.1 object identifiers that signatures use.
enum OID {
  // Content types: RFC 5652, 4 and 5; RFC 3161, 2.4.2.
  static let data: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 7, 1]
  static let signedData: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 7, 2]
  static let timeStampInfo: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 9, 16, 1, 4]

  // Attributes: RFC 5652, 11; RFC 5035, 3; RFC 3161, appendix A.
  static let contentType: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 9, 3]
  static let messageDigest: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 9, 4]
  static let signingTime: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 9, 5]
  static let signingCertificate: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 9, 16, 2, 12]
  static let signingCertificateV2: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 9, 16, 2, 47]
  static let timeStampToken: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 9, 16, 2, 14]

  // Digests: RFC 5754, 2.
  static let sha256: ASN1ObjectIdentifier = [2, 16, 840, 1, 101, 3, 4, 2, 1]
  static let sha384: ASN1ObjectIdentifier = [2, 16, 840, 1, 101, 3, 4, 2, 2]
  static let sha512: ASN1ObjectIdentifier = [2, 16, 840, 1, 101, 3, 4, 2, 3]

  /// Not for signatures: time stamps identify certificates by it (RFC 2634, 5.4).
  static let sha1: ASN1ObjectIdentifier = [1, 3, 14, 3, 2, 26]

  // Signatures: RFC 5754, 3; RFC 8017, appendix C.
  static let rsa: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 1, 1]
  static let rsaWithSHA256: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 1, 11]
  static let rsaWithSHA384: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 1, 12]
  static let rsaWithSHA512: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 1, 13]
  static let ecdsaWithSHA256: ASN1ObjectIdentifier = [1, 2, 840, 10045, 4, 3, 2]
  static let ecdsaWithSHA384: ASN1ObjectIdentifier = [1, 2, 840, 10045, 4, 3, 3]
  static let ecdsaWithSHA512: ASN1ObjectIdentifier = [1, 2, 840, 10045, 4, 3, 4]

  // What a certificate may be used for: RFC 9336, and the older identifiers of Adobe and Microsoft.
  static let documentSigning: ASN1ObjectIdentifier = [1, 3, 6, 1, 5, 5, 7, 3, 36]
  static let adobeDocuments: ASN1ObjectIdentifier = [1, 2, 840, 113583, 1, 1, 5]
  static let microsoftDocuments: ASN1ObjectIdentifier = [1, 3, 6, 1, 4, 1, 311, 10, 3, 12]
  static let extendedKeyUsage: ASN1ObjectIdentifier = [2, 5, 29, 37]
}
