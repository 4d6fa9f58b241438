public import Blocks
import PDFReading
public import Typeface
public import Typesetting

/// Renders the pages as a PDF 1.7 file. It embeds the fonts with only the glyphs in use. The same input gives the same
/// bytes.
///
/// - Parameters:
///   - fonts: the set with which the pages were laid out.
///   - pictures: at least those that the pages show.
public func renderPDF(
  _ pages: Pages, fonts: FontSet, pictures: [PictureID: Bitmap], properties: PDFProperties
) throws(PDFError) -> [UInt8] {
  let deflater = try Deflater(level: properties.compressionLevel)
  var document = try PDFDocument()
  let written = try write(pages, fonts, pictures, properties, to: &document, deflater)
  let tree = StructureTree(pages.structure, pages: written.references, marked: written.marked, field: nil)
  return try tree.write(to: document, deflater).file(identifier: properties.identifier, deflater)
}

/// The same, to be signed. The same input gives the same bytes up to the signature itself.
///
/// - Parameter signature: what the file says about the signature, and how much space it gets.
public func renderPDF(
  _ pages: Pages, fonts: FontSet, pictures: [PictureID: Bitmap], properties: PDFProperties, signature: SignatureSlot
) throws(PDFError) -> UnsignedPDF {
  let deflater = try Deflater(level: properties.compressionLevel)
  var document = try PDFDocument()
  let written = try write(pages, fonts, pictures, properties, to: &document, deflater)
  // The smaller keys belong to the pages.
  let signed = try SignatureField.write(
    signature, page: written.references[0], structKey: written.references.count, to: document)
  let tree = StructureTree(
    pages.structure, pages: written.references, marked: written.marked, field: signed.signature.field)
  return try tree.write(to: signed, deflater).file(identifier: properties.identifier, deflater)
}

/// The pages as objects, and for each the elements of its marked-content sequences in the order of their identifiers.
private struct WrittenPages {
  var references: [PDFReference]
  var marked: [[ElementID]]
}

/// Everything that a document has with and without a signature.
private func write(
  _ pages: Pages, _ fonts: FontSet, _ pictures: [PictureID: Bitmap], _ properties: PDFProperties,
  to document: inout PDFDocument<NoSignature>, _ deflater: borrowing Deflater
) throws(PDFError) -> WrittenPages {
  guard !pages.pages.isEmpty else { throw .noPages }
  let box = try mediaBox(pages.size)
  let names = try PictureNames(shownOn: pages.pages + (pages.background.map { [$0] } ?? []), from: pictures)
  var content = PageContent(
    height: pages.size.height, hasBackground: pages.background != nil, structure: pages.structure)

  // Fonts and pictures are known only when the last page is written; all pages share one dictionary of them. Each page
  // names it instead of inheriting it (ISO 19005-3, 6.2.2).
  let resources = try document.reserve()
  let written = try write(
    pages.pages, with: &content, box: box, resources: resources, pictures: names, to: &document, deflater)
  let background = try pages.background.map { (page) throws(PDFError) in
    Background(box: box, stream: try content.write(background: page, pictures: names, deflater))
  }
  let isUniversal = try Resources.write(
    content.glyphs(), fonts, names, background, in: resources, to: &document, deflater)

  try Outline(pages.outline).write(to: &document, pages: written.references, height: pages.size.height)
  try Attachments.write(properties.attachments, createdAt: properties.createdAt, to: &document, deflater)
  try Metadata(properties, isUniversal: isUniversal).write(to: &document)
  return written
}

private func mediaBox(_ size: Size) throws(PDFError) -> PDFValue {
  guard let width = Coordinate.hundredths(size.width), let height = Coordinate.hundredths(size.height),
    width > 0, height > 0
  else { throw .coordinateOutOfRange(page: 0) }
  return [0, 0, .real(Double(width) / 100), .real(Double(height) / 100)]
}

private func write(
  _ pages: [Page], with content: inout PageContent, box: PDFValue, resources: PDFReference, pictures: PictureNames,
  to document: inout PDFDocument<NoSignature>, _ deflater: borrowing Deflater
) throws(PDFError) -> WrittenPages {
  var tree = PageTree()
  var marked: [[ElementID]] = []
  for (index, page) in pages.enumerated() {
    let written = try content.write(page, number: index + 1, pictures: pictures, deflater)
    marked.append(written.sequences)
    let stream = try document.addStream(
      ["Filter": .name("FlateDecode")], bytes: written.stream, writing: "page \(index + 1)")
    try tree.append(
      [
        "Contents": .reference(stream), "Resources": .reference(resources), "StructParents": .integer(index),
        "Tabs": .name("S"),
      ], to: &document)
  }
  return WrittenPages(references: try tree.write(mediaBox: box, to: &document), marked: marked)
}
