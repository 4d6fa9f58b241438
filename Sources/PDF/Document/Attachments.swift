import CivilTime
import PDFReading

/// Files embedded in the file (ISO 32000-1, 7.11.4), each associated with the whole document (ISO 19005-3, annex E).
enum Attachments {
  static func write(
    _ attachments: [PDFAttachment], createdAt: Int64, to document: inout PDFDocument<NoSignature>,
    _ deflater: borrowing Deflater
  ) throws(PDFError) {
    guard !attachments.isEmpty else { return }
    let date = PDFValue.text(BeijingTime(secondsSince1970: createdAt).pdfDate)
    var specifications: [PDFValue] = []
    var names: [(key: [UInt8], reference: PDFValue)] = []
    for attachment in attachments {
      let specification = PDFValue.reference(try write(attachment, date: date, to: &document, deflater))
      specifications.append(specification)
      guard case .string(let key) = PDFValue.text(attachment.name), !key.isEmpty,
        !names.contains(where: { $0.key == key })
      else { throw .attachmentName(attachment.name) }
      names.append((key, specification))
    }
    // 7.9.6: the keys of a name tree are sorted byte by byte.
    names.sort { $0.key.lexicographicallyPrecedes($1.key) }
    try document.set(
      [
        "AF": .array(specifications),
        "Names": ["EmbeddedFiles": ["Names": .array(names.flatMap { [.string($0.key), $0.reference] })]],
      ], in: document.catalog, writing: "the list of attachments")
  }

  private static func write(
    _ attachment: PDFAttachment, date: PDFValue, to document: inout PDFDocument<NoSignature>,
    _ deflater: borrowing Deflater
  ) throws(PDFError) -> PDFReference {
    let purpose = "the attachment '\(attachment.name)'"
    // Spaces around the parameters of a media type have no meaning (RFC 9110, 5.6.6).
    let mediaType = attachment.mediaType.filter { $0 != " " }
    let file = try document.addStream(
      [
        "Type": .name("EmbeddedFile"), "Subtype": .name(mediaType), "Filter": .name("FlateDecode"),
        "Params": ["Size": .integer(attachment.bytes.count), "ModDate": date],
      ], bytes: deflater.deflate(attachment.bytes), writing: purpose)
    let name = PDFValue.text(attachment.name)
    return try document.add(
      [
        "Type": .name("Filespec"), "F": name, "UF": name, "Desc": .text(attachment.description),
        "AFRelationship": .name(attachment.relationship.rawValue),
        "EF": ["F": .reference(file), "UF": .reference(file)],
      ], writing: purpose)
  }
}
