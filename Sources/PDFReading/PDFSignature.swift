/// A signature as stored in a file (ISO 32000-1, 12.8.1). Do not trust anything it says before `PDFFile.certified` and
/// the check of its CMS.
public struct PDFSignature: Sendable {
  /// /Name, /Reason and /M, unchecked.
  public var signerName: String?, reason: String?, date: String?
  /// /SubFilter: the form of the signature.
  public var format: String?
  /// /ByteRange; nil if it is not a list of whole numbers.
  public var byteRange: [Int]?
  /// The range of the /Contents string in the file, brackets included; nil if it is not a single string of hexadecimal
  /// digits with nothing between them.
  public var contentsRange: Range<Int>?
  /// CMS without the trailing zeros; nil unless it is one DER sequence followed only by zeros.
  public var contents: [UInt8]?
  /// The changes that DocMDP permits (12.8.2.2): 1 none, 2 filling in, 3 also annotations; nil if it does not say.
  public var permission: Int?
  /// The catalog's /Perms name this signature as the certifying one.
  public var isCertification: Bool
  /// It signs every byte of the file except the string of /Contents.
  public var coversWholeFile: Bool
}

extension PDFFile {
  /// All signatures: those of the form's fields and those named in the catalog's /Perms.
  /// - Throws: also for a file that hides fields or signatures in object streams.
  public func signatures() throws(PDFReadingError) -> [PDFSignature] { try SignatureSearch(self).signatures }
}
