public import FileFormats

// A file can be two things at once, and another program may show the other one: a PNG with a PDF in one of its chunks
// opens as a report with forged pages, while its picture holds a genuine code. So the file's content, its name and its
// declared type must agree on one kind.

extension FileKind {
  /// - Parameters:
  ///   - name: as given; nil or without a known extension: claims nothing.
  ///   - mediaType: as declared; nil or `application/octet-stream`: claims nothing.
  ///   - formats: those that reports can have.
  /// - Throws: `FILE_UNKNOWN_FORMAT`, `FILE_TWO_FORMATS`, `FILE_TYPE_MISMATCH`.
  public init(
    of bytes: [UInt8], name: String?, mediaType: String?, among formats: ReadableFormats
  ) throws(FileRefusal) {
    let labels = formats.formats(of: bytes).map(\.label)
    guard let kind = FileKind(of: bytes, among: formats) else {
      throw labels.isEmpty
        ? .unknownFormat(known: formats.all.map(\.label), kind: foreignKind(of: bytes)) : .twoDocuments(labels)
    }
    if case .picture(let picture) = kind {
      let end = pictureEnd(in: bytes, picture) ?? 0
      if let hidden = formats.all.first(where: { $0.isHidden(in: bytes, endingAt: end) }) {
        throw .pictureAndDocument(hidden.label)
      }
    }
    let claims = [
      name.flatMap { Claim(fileName: $0, among: formats) }, mediaType.flatMap { Claim(mediaType: $0, among: formats) },
    ]
    guard claims.allSatisfy({ $0 == nil || $0 == kind.claim }) else { throw .typeMismatch }
    self = kind
  }

  private var claim: Claim {
    switch self {
    case .picture: .picture
    case .document(let format): .document(format.name)
    }
  }
}

/// The kind of program that would open the file. A JPEG that a chat program calls `.png` is still a picture and looks
/// the same in every program.
private enum Claim: Equatable {
  case picture
  /// A file of the format of this name.
  case document(String)
  case other

  private static let pictures: Set = [
    "png", "jpg", "jpeg", "jpe", "jfif", "heic", "heif", "webp", "gif", "bmp", "tif", "tiff", "avif",
  ]
  /// Other kinds of documents, whose readers look for their own start or end in a file: ZIP from the end (ECMA-376,
  /// GB/T 33190), HTML anywhere.
  private static let others: Set = [
    "ofd", "doc", "docx", "wps", "rtf", "odt", "xls", "xlsx", "et", "ods", "ppt", "pptx", "zip", "htm", "html", "xhtml",
    "shtml", "mht", "mhtml", "svg", "svgz", "xml", "xps", "ps", "eps", "ai", "epub", "txt",
  ]

  init?(fileName: String, among formats: ReadableFormats) {
    var name = fileName[...]
    // Windows opens `a.pdf. ` as `a.pdf`.
    while let last = name.last, last == "." || last.isWhitespace { name.removeLast() }
    guard let dot = name.lastIndex(of: ".") else { return nil }
    let ending = name[name.index(after: dot)...].lowercased()
    if let format = formats.all.first(where: { $0.fileExtension == ending }) {
      self = .document(format.name)
    } else if Self.pictures.contains(ending) {
      self = .picture
    } else if Self.others.contains(ending) {
      self = .other
    } else {
      // a.pdf~, a.pdf;1, or a.pdf followed by an invisible character: some program opens it as a PDF.
      let whole = name.lowercased()
      guard let format = formats.all.first(where: { whole.contains("." + $0.fileExtension) }) else { return nil }
      self = .document(format.name)
    }
  }

  init?(mediaType: String, among formats: ReadableFormats) {
    let type = mediaType.prefix { $0 != ";" }.lowercased().filter { !$0.isWhitespace }
    if ["", "application/octet-stream", "binary/octet-stream"].contains(type) { return nil }
    if let format = formats.all.first(where: { $0.mediaType == type || $0.otherMediaTypes.contains(type) }) {
      self = .document(format.name)
    } else {
      // An SVG is a document that may contain scripts, despite its type's name.
      self = type.hasPrefix("image/") && type != "image/svg+xml" ? .picture : .other
    }
  }
}
