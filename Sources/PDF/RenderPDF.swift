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
  let tree = StructureTree(pages.structure, pages: written.pages, marked: written.marked, field: nil)
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
    signature, page: written.pages[0], structKey: written.pages.count, to: document)
  let tree = StructureTree(
    pages.structure, pages: written.pages, marked: written.marked, field: signed.signature.field)
  return try tree.write(to: signed, deflater).file(identifier: properties.identifier, deflater)
}

/// Everything that a document has with and without a signature.
/// - Returns: the pages, and for each the elements of its marked-content sequences.
private func write(
  _ pages: Pages, _ fonts: FontSet, _ pictures: [PictureID: Bitmap], _ properties: PDFProperties,
  to document: inout PDFDocument<NoSignature>, _ deflater: borrowing Deflater
) throws(PDFError) -> (pages: [PDFReference], marked: [[ElementID]]) {
  guard !pages.pages.isEmpty else { throw .noPages }
  guard let width = Coordinate.hundredths(pages.size.width), let height = Coordinate.hundredths(pages.size.height),
    width > 0, height > 0
  else { throw .coordinateOutOfRange(page: 0) }
  let box: PDFValue = [0, 0, .real(Double(width) / 100), .real(Double(height) / 100)]
  let names = try PictureNames(shownOn: pages.pages + (pages.background.map { [$0] } ?? []), from: pictures)
  var content = PageContent(
    height: pages.size.height, hasBackground: pages.background != nil, structure: pages.structure)

  // Fonts and pictures are known only when the last page is written; all pages share one dictionary of them. Each page
  // names it instead of inheriting it (ISO 19005-3, 6.2.2).
  let resources = try document.reserve()
  var tree = PageTree()
  var marked: [[ElementID]] = []
  for (index, page) in pages.pages.enumerated() {
    let written = try content.write(page, number: index + 1, pictures: names, deflater)
    marked.append(written.sequences)
    let contents = try document.addStream(
      ["Filter": .name("FlateDecode")], bytes: written.stream, writing: "page \(index + 1)")
    try tree.append(
      [
        "Contents": .reference(contents), "Resources": .reference(resources), "StructParents": .integer(index),
        "Tabs": .name("S"),
      ], to: &document)
  }
  let references = try tree.write(mediaBox: box, to: &document)

  let background = try pages.background.map { (page) throws(PDFError) in
    Background(box: box, stream: try content.write(background: page, pictures: names, deflater))
  }
  let isUniversal = try Resources.write(
    content.glyphs(), fonts, names, background, in: resources, to: &document, deflater)

  try Outline(pages.outline).write(to: &document, pages: references, height: pages.size.height)
  try Attachments.write(properties.attachments, createdAt: properties.createdAt, to: &document, deflater)
  try Metadata(properties, isUniversal: isUniversal).write(to: &document)
  return (references, marked)
}
