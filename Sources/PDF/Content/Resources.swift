import PDFReading
import Typeface

/// The form that is drawn under every page (ISO 32000-1, 8.10).
struct Background {
  let box: PDFValue
  /// Its content stream, deflated.
  let stream: [UInt8]
}

/// What the content streams of all pages name (ISO 32000-1, 7.8.3): fonts, pictures, the background.
enum Resources {
  /// - Returns: whether all characters have a public meaning: private-use characters have none.
  static func write(
    _ glyphs: GlyphUsage, _ fonts: FontSet, _ pictures: PictureNames, _ background: Background?,
    in resources: PDFReference, to document: inout PDFDocument<NoSignature>, _ deflater: borrowing Deflater
  ) throws(PDFError) -> Bool {
    var forms = try pictures.write(to: &document, deflater)
    let written = try FontResources.write(glyphs, from: fonts, to: &document, deflater)
    let fonts = PDFValue.dictionary(written.entries)
    if let background {
      let form: PDFDictionary = [
        "Type": .name("XObject"), "Subtype": .name("Form"), "BBox": background.box,
        "Resources": ["Font": fonts, "XObject": .dictionary(forms)], "Filter": .name("FlateDecode"),
      ]
      forms[ResourceName.background.text] = .reference(
        try document.addStream(form, bytes: background.stream, writing: "the background"))
    }
    try document.set(["Font": fonts, "XObject": .dictionary(forms)], in: resources, writing: "the resources")
    return written.isUniversal
  }
}
