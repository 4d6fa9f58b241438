public import Blocks
public import ErrorCauses

/// Why pages could not become a PDF file.
public enum PDFError: ClassifiedError, Sendable, Hashable, CustomStringConvertible {
  /// A PDF has at least one page (ISO 32000-1, 7.7.3).
  case noPages
  /// The pages show a picture that was not given.
  case missingPicture(PictureID)
  /// The rows of a picture are not `height` × ⌈`width` / 8⌉ bytes, or it is empty.
  case invalidPicture(PictureID, width: Int, height: Int, bytes: Int)
  /// A coordinate, size or width is not a number or exceeds what PDF readers accept (±32767 points).
  /// `page` counts from 1; 0 is the background.
  case coordinateOutOfRange(page: Int)
  /// A bookmark leads to a page (from 1) that does not exist.
  case outlineOutOfRange(title: String, page: Int)
  /// Two attachments have the same name, or one has no name.
  case attachmentName(String)
  /// A PDF name (a font's, a media type) contains a space.
  case nameWithSpace(String)
  /// The signature is larger than the space that its slot reserves; both in bytes.
  case signatureTooLarge(bytes: Int, room: Int)
  /// libharu refused an object: its status code and what was being written.
  case library(code: UInt, writing: String)

  public var cause: ErrorCause { .defect }

  public var description: String {
    switch self {
    case .noPages: return "PDF: the document has no page; give the template a body"
    case .missingPicture(let id):
      return "PDF: the pages show the picture '\(id.rawValue)', which was not given; pass it in `pictures`"
    case .invalidPicture(let id, let width, let height, let bytes):
      return "PDF: picture '\(id.rawValue)' of \(width) × \(height) has \(bytes) bytes; "
        + "give \(height) rows, each padded to whole bytes"
    case .coordinateOutOfRange(let page):
      return "PDF: \(page == 0 ? "the background" : "page \(page)") has a mark outside of ±32767 points; "
        + "check the lengths of the template"
    case .outlineOutOfRange(let title, let page):
      return "PDF: the bookmark '\(title)' leads to page \(page), which does not exist"
    case .attachmentName(let name): return "PDF: two attachments named '\(name)', or an empty name; give each its own"
    case .nameWithSpace(let name): return "PDF: the name '\(name)' holds a space; take it out"
    case .signatureTooLarge(let bytes, let room):
      return "PDF: a signature of \(bytes) bytes, and room for \(room); give the slot more room"
    case .library(let code, let writing):
      let code = "0x" + String(code, radix: 16)
      return "PDF: libharu refused \(writing) with status \(code)\(Self.meanings[code].map { " (\($0))" } ?? ""); "
        + "shorten what is too long, or free memory"
    }
  }

  /// The status codes (hpdf_consts.h) that input can cause. All others are bugs, for which the number is more useful.
  private static let meanings = [
    "0x1001": "an array of more than 32767 items", "0x1004": "a text of more than 65535 bytes",
    "0x1007": "more than 4095 dictionary entries", "0x1015": "out of memory",
    "0x1045": "a name of more than 127 bytes", "0x1057": "a number outside of ±32767",
    "0x105b": "a text of more than 65535 bytes",
  ]
}
