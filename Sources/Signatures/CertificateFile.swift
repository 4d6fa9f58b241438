import SwiftASN1
import X509

/// Reads certificates from files.
enum CertificateFile {
  /// The certificates of a PEM file, in DER, in file order.
  static func certificates(pem: String, file: String) throws(SignatureError) -> [[UInt8]] {
    let documents = try documents(pem: pem, file: file).filter { $0.discriminator == "CERTIFICATE" }
    guard !documents.isEmpty else {
      throw .certificate(file: file, problem: "holds no certificate; give one in PEM (BEGIN CERTIFICATE)")
    }
    return documents.map(\.derBytes)
  }

  static func certificate(der: [UInt8], file: String) throws(SignatureError) -> Certificate {
    do {
      return try Certificate(derEncoded: der)
    } catch {
      throw .certificate(file: file, problem: "a certificate that cannot be read (\(error)); export it anew")
    }
  }

  static func documents(pem: String, file: String) throws(SignatureError) -> [PEMDocument] {
    do {
      return try PEMDocument.parseMultiple(pemString: pem)
    } catch {
      throw .certificate(file: file, problem: "is damaged PEM (\(error)); export it anew")
    }
  }
}

extension Certificate {
  /// The common name, or the whole name if there is none.
  var subjectName: String {
    for relative in subject {
      for attribute in relative where attribute.type == .RDNAttributeType.commonName {
        return String(describing: attribute.value)
      }
    }
    return subject.description
  }
}
