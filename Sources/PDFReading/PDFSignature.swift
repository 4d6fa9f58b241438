/// A signature as a file has it (ISO 32000-1, 12.8.1). Nothing that it says is to be believed before
/// `PDFFile.certified` and the check of its CMS.
public struct PDFSignature: Sendable {
  /// /Name, /Reason and /M as they stand.
  public var signerName: String?, reason: String?, date: String?
  /// /SubFilter: the form of the signature.
  public var format: String?
  /// /ByteRange, nil where it is not a list of whole numbers.
  public var byteRange: [Int]?
  /// The string of /Contents where it stands in the file, its brackets included; nil where it is not one string of
  /// hexadecimal digits without anything between them.
  public var contentsRange: Range<Int>?
  /// CMS without the zeros behind it; nil where something else than zeros is behind it, or nothing is signed.
  public var contents: [UInt8]?
  /// What changes DocMDP permits (12.8.2.2): 1 none, 2 filling in, 3 notes as well; nil where it says nothing.
  public var permission: Int?
  /// The catalog's /Perms name this signature as the one that certifies.
  public var isCertification: Bool
  /// It signs every byte of the file but the string of /Contents.
  public var coversWholeFile: Bool
}

extension PDFFile {
  /// All signatures: those of the form's fields, and those that the catalog's /Perms name.
  /// - Throws: for a file that hides fields or signatures in object streams, too.
  public func signatures() throws(PDFReadingError) -> [PDFSignature] { try SignatureSearch(self).signatures }
}
