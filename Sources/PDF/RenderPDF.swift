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
  try compose(pages, fonts, pictures, properties, nil).bytes
}

/// The same, to be signed. The same input gives the same bytes up to the signature itself.
///
/// - Parameter signature: what the file says about the signature, and how much space it gets.
public func renderPDF(
  _ pages: Pages, fonts: FontSet, pictures: [PictureID: Bitmap], properties: PDFProperties, signature: SignatureSlot
) throws(PDFError) -> UnsignedPDF {
  let file = try compose(pages, fonts, pictures, properties, signature)
  guard let contents = file.contents else { preconditionFailure("the signature was not written") }
  return UnsignedPDF(bytes: file.bytes, contents: contents)
}

private func compose(
  _ pages: Pages, _ fonts: FontSet, _ pictures: [PictureID: Bitmap], _ properties: PDFProperties,
  _ signature: SignatureSlot?
) throws(PDFError) -> (bytes: [UInt8], contents: Range<Int>?) {
  guard !pages.pages.isEmpty else { throw .noPages }
  guard let width = Coordinate.hundredths(pages.size.width), let height = Coordinate.hundredths(pages.size.height),
    width > 0, height > 0
  else { throw .coordinateOutOfRange(page: 0) }

  let document = try HaruDocument()
  let deflater = try Deflater(level: properties.compressionLevel)
  let pictureNames = try PictureNames(
    shownOn: pages.pages + (pages.background.map { [$0] } ?? []), from: pictures)
  let box: PDFValue = [0, 0, .real(Double(width) / 100), .real(Double(height) / 100)]
  // Fonts and pictures are known only when the last page is written; all pages share one dictionary of them. Each page
  // names it instead of inheriting it (ISO 19005-3, 6.2.2).
  let resources = try document.reserve()
  var content = PageContent(
    height: pages.size.height, hasBackground: pages.background != nil, structure: pages.structure)

  let flate = PDFValue.name("FlateDecode")
  var references: [PDFReference] = []
  var marked: [[ElementID]] = []
  for (index, page) in pages.pages.enumerated() {
    let contents = try document.addStream(
      ["Filter": flate], bytes: try content.write(page, number: index + 1, pictures: pictureNames, deflater),
      writing: "page \(index + 1)")
    marked.append(content.marked.sequences)
    references.append(
      try document.addPage([
        "Contents": .reference(contents), "Resources": .reference(resources), "StructParents": .integer(index),
        "Tabs": .name("S"),
      ]))
  }
  try document.set(["MediaBox": box], in: document.pages, writing: "the page tree")

  var forms = try pictureNames.write(to: document, deflater)
  let background = try pages.background.map { (page) throws(PDFError) in
    try content.write(page, number: 0, pictures: pictureNames, deflater)
  }
  let written = try FontResources.write(content.usage, from: fonts, to: document, deflater)
  let fontEntries = PDFValue.dictionary(written.entries)
  if let background {
    let form: PDFDictionary = [
      "Type": .name("XObject"), "Subtype": .name("Form"), "BBox": box,
      "Resources": ["Font": fontEntries, "XObject": .dictionary(forms)], "Filter": flate,
    ]
    forms[ResourceName.background.text] = .reference(
      try document.addStream(form, bytes: background, writing: "the background"))
  }
  try document.set(["Font": fontEntries, "XObject": .dictionary(forms)], in: resources, writing: "the resources")

  try Outline(pages.outline).write(to: document, pages: references, height: pages.size.height)
  try Attachments.write(properties.attachments, createdAt: properties.createdAt, to: document, deflater)
  try Metadata(properties, isUniversal: written.isUniversal).write(to: document)
  // The smaller keys belong to the pages.
  let field = try signature.map { (slot) throws(PDFError) in
    try SignatureField.write(slot, page: references[0], structKey: references.count, to: document)
  }
  try StructureTree(pages.structure, pages: references, marked: marked, field: field).write(to: document, deflater)
  return try document.file(deflater)
}
