import Blocks
import PDFReading
import Typesetting

/// The pictures that the pages show, numbered in the order of their first appearance.
struct PictureNames {
  struct Picture {
    var id: PictureID
    var name: ResourceName
    /// Pixels.
    var width: Int, height: Int
  }
  private(set) var used: [Picture] = []
  private let bitmaps: [PictureID: Bitmap]

  /// - Throws: if a picture that a page shows is missing or malformed.
  init(shownOn pages: [Page], from bitmaps: [PictureID: Bitmap]) throws(PDFError) {
    self.bitmaps = bitmaps
    for page in pages {
      for case .picture(let id, _, _) in page.marks where !used.contains(where: { $0.id == id }) {
        guard let bitmap = bitmaps[id] else { throw .missingPicture(id) }
        guard (1...32767).contains(bitmap.width), (1...32767).contains(bitmap.height),
          bitmap.rows.count == (bitmap.width + 7) / 8 * bitmap.height
        else {
          throw .invalidPicture(id, width: bitmap.width, height: bitmap.height, bytes: bitmap.rows.count)
        }
        used.append(
          Picture(id: id, name: .picture(used.count), width: bitmap.width, height: bitmap.height))
      }
    }
  }

  func picture(_ id: PictureID) throws(PDFError) -> Picture {
    guard let picture = used.first(where: { $0.id == id }) else { throw .missingPicture(id) }
    return picture
  }

  /// Writes the pictures as image masks (ISO 32000-1, 8.9.6.2): they have no colour space, and no viewer blurs their
  /// edges.
  /// - Returns: the /XObject entries of the resources.
  func write(to document: inout PDFDocument<NoSignature>, _ deflater: borrowing Deflater) throws(PDFError)
    -> PDFDictionary
  {
    var entries = PDFDictionary()
    for picture in used {
      guard let bitmap = bitmaps[picture.id] else { throw .missingPicture(picture.id) }
      let mask: PDFDictionary = [
        "Type": .name("XObject"), "Subtype": .name("Image"), "ImageMask": true,
        "Width": .integer(bitmap.width), "Height": .integer(bitmap.height), "BitsPerComponent": 1,
        // A mask paints where the sample is 0; in a bitmap 1 is dark.
        "Decode": [1, 0], "Interpolate": false, "Filter": .name("FlateDecode"),
      ]
      let reference = try document.addStream(
        mask, bytes: deflater.deflate(bitmap.rows), writing: "the picture '\(picture.id.rawValue)'")
      entries[picture.name.text] = .reference(reference)
    }
    return entries
  }
}
