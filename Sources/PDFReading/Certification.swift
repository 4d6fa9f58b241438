/// Why a file does not count as signed as a whole.
public struct PDFSignatureRefusal: Error, Sendable, Equatable, CustomStringConvertible {
  /// Stable codes for machines.
  public enum Reason: String, Sendable, CaseIterable {
    /// Damaged, or in a form that reports never have.
    case unreadable = "PDF_UNREADABLE"
    /// Something was appended after the file was made.
    case modified = "PDF_MODIFIED"
    case missing = "PDF_SIGNATURE_MISSING"
    /// More than one signature, or other form fields beside it.
    case ambiguous = "PDF_SIGNATURE_AMBIGUOUS"
    /// Not a certification that forbids all changes.
    case notCertification = "PDF_SIGNATURE_NOT_CERTIFICATION"
    /// The signed bytes are not exactly the whole file except the signature itself.
    case coverage = "PDF_SIGNATURE_COVERAGE"
    /// A signature of another form, or none in its place.
    case malformed = "PDF_SIGNATURE_MALFORMED"
  }
  public var reason: Reason
  /// For logs and developers, in English: what exactly is wrong.
  public var detail: String

  public init(_ reason: Reason, _ detail: String) { (self.reason, self.detail) = (reason, detail) }

  public var description: String { "\(reason.rawValue): \(detail)" }
}

/// A file as `verification.md` §4 (1) requires it: exactly one signature, a certification that forbids all changes,
/// over the whole file except itself, and nothing appended since. Whether the signature is valid must be checked with
/// its `contents`.
public struct CertifiedPDF: Sendable {
  public let file: PDFFile
  public let signature: PDFSignature
  /// CMS without the trailing zeros.
  public let contents: [UInt8]
  /// The range of the /Contents string in the file, brackets included.
  public let contentsRange: Range<Int>

  /// Bytes that were reserved for the signature.
  public var room: Int { contentsRange.count / 2 - 1 }

  /// The signed parts of the file, in order.
  public var signedParts: [ArraySlice<UInt8>] {
    [file.bytes[..<contentsRange.lowerBound], file.bytes[contentsRange.upperBound...]]
  }
}

extension PDFFile {
  public func certified() throws(PDFSignatureRefusal) -> CertifiedPDF {
    let search: SignatureSearch
    do throws(PDFReadingError) { search = try SignatureSearch(self) } catch {
      throw PDFSignatureRefusal(.unreadable, "\(error)")
    }
    guard let signature = search.signatures.first else {
      throw PDFSignatureRefusal(.missing, "the file has no signature")
    }
    for check in CertificationCheck.all { try check.run(self, search, signature) }
    guard let contents = signature.contents, let contentsRange = signature.contentsRange else {
      throw PDFSignatureRefusal(.malformed, "/Contents is not one signature in hexadecimal with zeros behind it")
    }
    guard signature.coversWholeFile else {
      let range = signature.byteRange.map { "\($0)" } ?? "none"
      throw PDFSignatureRefusal(.coverage, "/ByteRange \(range) is not the whole file but /Contents")
    }
    return CertifiedPDF(file: self, signature: signature, contents: contents, contentsRange: contentsRange)
  }
}

/// One condition under which a file counts as certified.
private struct CertificationCheck: Sendable {
  var run: @Sendable (PDFFile, SignatureSearch, PDFSignature) throws(PDFSignatureRefusal) -> Void

  static let all = [appended, single, certification, form]

  static let appended = CertificationCheck { file, _, _ throws(PDFSignatureRefusal) in
    guard !file.hasIncrementalUpdates else {
      throw PDFSignatureRefusal(.modified, "something was appended to the file after it was made")
    }
  }

  static let single = CertificationCheck { _, search, _ throws(PDFSignatureRefusal) in
    guard search.signatures.count == 1, search.fieldCount == 1, search.signedFieldCount == 1, !search.hasForeignForm
    else {
      throw PDFSignatureRefusal(
        .ambiguous, "\(search.signatures.count) signatures, \(search.fieldCount) form fields")
    }
  }

  static let certification = CertificationCheck { _, _, signature throws(PDFSignatureRefusal) in
    guard signature.isCertification, signature.permission == 1 else {
      throw PDFSignatureRefusal(.notCertification, "not a certification that permits no changes (DocMDP with P 1)")
    }
  }

  static let form = CertificationCheck { _, _, signature throws(PDFSignatureRefusal) in
    guard signature.format == "ETSI.CAdES.detached" else {
      throw PDFSignatureRefusal(.malformed, "a signature of the form \(signature.format ?? "none")")
    }
  }
}
