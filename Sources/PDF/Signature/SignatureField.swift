import CivilTime
import PDFReading

/// The form field that holds the signature (ISO 32000-1, 12.7.4.5), and the entries that make it a certification
/// (12.8.4).
struct SignatureField {
  /// The field, which is its own annotation on the page.
  let field: PDFReference
  /// The signature dictionary (12.8.1), without /ByteRange and /Contents.
  let dictionary: PDFReference
  /// Bytes reserved for the signature.
  let room: Int

  /// What screen readers announce for the field.
  static let title = "电子签名"
  private static let purpose = "the signature"

  /// Only `write` makes one, so that there is none without its objects.
  private init(field: PDFReference, dictionary: PDFReference, room: Int) {
    (self.field, self.dictionary, self.room) = (field, dictionary, room)
  }

  /// - Returns: the document, which will have a hole for its signature.
  static func write(
    _ slot: SignatureSlot, page: PDFReference, structKey: Int, to document: consuming PDFDocument<NoSignature>
  ) throws(PDFError) -> PDFDocument<SignatureField> {
    // 12.8.2.2: DocMDP with P 1: after any change, the document is no longer the certified one.
    let transform: PDFValue = [
      "Type": .name("SigRef"), "TransformMethod": .name("DocMDP"),
      "TransformParams": ["Type": .name("TransformParams"), "P": 1, "V": .name("1.2")],
    ]
    let dictionary = try document.add(
      [
        "Type": .name("Sig"), "Filter": .name("Adobe.PPKLite"), "SubFilter": .name("ETSI.CAdES.detached"),
        "M": .text(BeijingTime(secondsSince1970: slot.signedAt).pdfDate), "Name": .text(slot.signerName),
        "Reason": .text(slot.reason), "Reference": [transform],
      ], writing: purpose)
    // ISO 19005-3, 6.3.2 and 6.3.3: printed and locked; no appearance, because the rectangle is empty.
    let field = try document.add(
      [
        "Type": .name("Annot"), "Subtype": .name("Widget"), "FT": .name("Sig"), "T": .text("Signature"),
        "TU": .text(title), "F": 132, "Rect": [0, 0, 0, 0], "P": .reference(page), "V": .reference(dictionary),
        "StructParent": .integer(structKey),
      ], writing: purpose)
    try document.set(["Annots": [.reference(field)]], in: page, writing: purpose)
    // 12.7.2: 1, there is a signature; 2, write only updates.
    try document.set(
      ["AcroForm": ["Fields": [.reference(field)], "SigFlags": 3], "Perms": ["DocMDP": .reference(dictionary)]],
      in: document.catalog, writing: purpose)
    return document.signed(in: SignatureField(field: field, dictionary: dictionary, room: slot.room))
  }
}
