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
    case .picture(let picture): "image/\(picture.rawValue)"
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

/// The kinds of pictures that are read, by the names of their media types.
public enum PictureFormat: String, Sendable, CaseIterable {
  case png, jpeg, webp, heic, avif, gif, tiff

  /// Scanners write TIFFs of several pages. Of an animation, the first picture is read, and the answer is not complete.
  var hasPages: Bool { self == .tiff }

  init?(of bytes: [UInt8]) {
    func begins(_ mark: [UInt8], at start: Int = 0) -> Bool { bytes.dropFirst(start).starts(with: mark) }
    func begins(_ mark: String, at start: Int = 0) -> Bool { begins(Array(mark.utf8), at: start) }
    // PNG: W3C PNG §5.2. JPEG: ITU-T T.81 B.1.1.3, SOI and the next marker's first byte. WebP: RFC 9649, 2.4. TIFF: revision
    // 6.0, section 2. HEIC: ISO/IEC 23008-12, B.4.1, brands of HEVC pictures, and the brand that only says that it is one
    // picture (10.2). AVIF: AV1 Image File Format, 6.2.
    if begins([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) {
      self = .png
    } else if begins([0xff, 0xd8, 0xff]) {
      self = .jpeg
    } else if begins("RIFF"), begins("WEBP", at: 8) {
      self = .webp
    } else if begins("GIF87a") || begins("GIF89a") {
      self = .gif
    } else if begins("II*\0") || begins("MM\0*") {
      self = .tiff
    } else if begins("ftyp", at: 4), ["heic", "heix", "heim", "heis", "mif1"].contains(where: { begins($0, at: 8) }) {
      self = .heic
    } else if begins("ftyp", at: 4), ["avif", "avis"].contains(where: { begins($0, at: 8) }) {
      self = .avif
    } else {
      return nil
    }
  }
}
