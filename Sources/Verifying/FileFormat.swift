/// The format of a file according to its first bytes; its name proves nothing.
public enum FileFormat: Sendable {
  case pdf, png, jpeg

  public var mediaType: String {
    switch self {
    case .pdf: "application/pdf"
    case .png: "image/png"
    case .jpeg: "image/jpeg"
    }
  }

  public init?(of bytes: [UInt8]) {
    // PNG: W3C PNG §5.2. JPEG: ITU-T T.81 B.1.1.3, SOI and the next marker's first byte. PDF: readers accept its header
    // anywhere in the first kilobyte (ISO 32000-1, annex H.3, note 13).
    if bytes.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) {
      self = .png
    } else if bytes.starts(with: [0xff, 0xd8, 0xff]) {
      self = .jpeg
    } else if bytes.prefix(1024).contains("%PDF-".utf8) {
      self = .pdf
    } else {
      return nil
    }
  }
}
