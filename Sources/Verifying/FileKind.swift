public import FileFormats

/// What a file is according to its first bytes; its name proves nothing.
public enum FileKind: Sendable {
  case picture(PictureFormat)
  /// A file of a format that reports have.
  case document(any FileFormat)

  public var isPicture: Bool {
    if case .picture = self { true } else { false }
  }

  public var mediaType: String {
    switch self {
    case .picture(.png): "image/png"
    case .picture(.jpeg): "image/jpeg"
    case .document(let format): format.mediaType
    }
  }

  /// Nil for a file that is neither, or could be files of two formats.
  public init?(of bytes: [UInt8], among formats: ReadableFormats) {
    if let picture = PictureFormat(of: bytes) {
      self = .picture(picture)
    } else {
      let found = formats.formats(of: bytes)
      guard found.count == 1 else { return nil }
      self = .document(found[0])
    }
  }
}

public enum PictureFormat: Sendable {
  case png, jpeg

  init?(of bytes: [UInt8]) {
    // PNG: W3C PNG §5.2. JPEG: ITU-T T.81 B.1.1.3, SOI and the next marker's first byte.
    if bytes.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) {
      self = .png
    } else if bytes.starts(with: [0xff, 0xd8, 0xff]) {
      self = .jpeg
    } else {
      return nil
    }
  }
}
