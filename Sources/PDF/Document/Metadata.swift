import Blocks
import CivilTime
import Hexadecimal
import PDFReading

/// What the document says about itself, in the information dictionary (ISO 32000-1, 14.3.3) and again as XMP (ISO
/// 16684-1); PDF/A requires the two to agree.
struct Metadata {
  private let information: Document.Information
  private let creator: String
  private let created: BeijingTime
  private let identifier: [UInt8]
  /// ISO 19005-3, 6.2.11.7.3: level A requires the meaning of private-use characters, which is unknown here.
  private let conformance: String

  /// The library that writes the file.
  private static let producer = "libharu"

  /// - Parameter isUniversal: the pages have no private-use characters.
  init(_ properties: PDFProperties, isUniversal: Bool) {
    conformance = isUniversal ? "A" : "U"
    information = properties.information
    creator = properties.creator
    created = BeijingTime(secondsSince1970: properties.createdAt)
    identifier = properties.identifier
  }

  func write(to document: inout PDFDocument<NoSignature>) throws(PDFError) {
    try document.set(informationDictionary, in: document.information, writing: "the document information")
    // Not compressed, so that programs that do not understand PDF find it.
    let packet = try document.addStream(
      ["Type": .name("Metadata"), "Subtype": .name("XML")], bytes: Array(xmp.utf8), writing: "the XMP metadata")
    let profile = try document.addStream(["N": 3], bytes: ColorProfile.sRGB, writing: "the colour profile")
    // ISO 19005-3, 6.2.3: defines the colour space of the pages' colour values.
    let intent: PDFValue = [
      "Type": .name("OutputIntent"), "S": .name("GTS_PDFA1"), "OutputConditionIdentifier": .text("sRGB"),
      "Info": .text("sRGB IEC61966-2.1"), "DestOutputProfile": .reference(profile),
    ]
    try document.set(
      [
        "Metadata": .reference(packet), "Lang": .text(information.language),
        "ViewerPreferences": ["DisplayDocTitle": true], "OutputIntents": [intent],
      ], in: document.catalog, writing: "the document catalog")
  }

  private var keywords: String { information.keywords.joined(separator: ", ") }

  private var informationDictionary: PDFDictionary {
    var entries: PDFDictionary = ["Producer": .text(Self.producer), "Creator": .text(creator)]
    let texts = [
      ("Title", information.title), ("Author", information.author), ("Subject", information.subject),
      ("Keywords", keywords),
    ]
    for (key, text) in texts where !text.isEmpty { entries[key] = .text(text) }
    entries["CreationDate"] = .text(created.pdfDate)
    entries["ModDate"] = .text(created.pdfDate)
    return entries
  }

  // MARK: XMP

  private var xmp: String {
    """
    <?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>
    <x:xmpmeta xmlns:x="adobe:ns:meta/">
    <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" \
    xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" \
    xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
    <pdfaid:part>3</pdfaid:part>
    <pdfaid:conformance>\(conformance)</pdfaid:conformance>
    <dc:format>application/pdf</dc:format>
    <dc:language><rdf:Bag><rdf:li>\(xml(information.language))</rdf:li></rdf:Bag></dc:language>
    \(alternative("dc:title", information.title))\
    \(information.author.isEmpty ? "" : "<dc:creator><rdf:Seq>\(item(information.author))</rdf:Seq></dc:creator>\n")\
    \(alternative("dc:description", information.subject))\
    \(information.keywords.isEmpty ? "" : "<pdf:Keywords>\(xml(keywords))</pdf:Keywords>\n")\
    <pdf:Producer>\(Self.producer)</pdf:Producer>
    <xmp:CreatorTool>\(xml(creator))</xmp:CreatorTool>
    <xmp:CreateDate>\(created)</xmp:CreateDate>
    <xmp:ModifyDate>\(created)</xmp:ModifyDate>
    <xmp:MetadataDate>\(created)</xmp:MetadataDate>
    <xmpMM:DocumentID>uuid:\(hexadecimal(identifier))</xmpMM:DocumentID>
    </rdf:Description>
    </rdf:RDF>
    </x:xmpmeta>
    <?xpacket end="r"?>
    """
  }

  /// A text as a list of language alternatives with one entry; nothing for an empty text.
  private func alternative(_ property: String, _ text: String) -> String {
    guard !text.isEmpty else { return "" }
    return "<\(property)><rdf:Alt><rdf:li xml:lang=\"x-default\">\(xml(text))</rdf:li></rdf:Alt></\(property)>\n"
  }

  private func item(_ text: String) -> String { "<rdf:li>\(xml(text))</rdf:li>" }

}

/// XML 1.0 character data: markup is escaped, and control characters that XML forbids (2.2) are replaced.
private func xml(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
    case "\u{0}"..<" ", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
