// A file can be two things at once, and another program may show the other one: a PNG with a PDF in one of its chunks
// opens as a report with forged pages, while its picture holds a genuine code. So the file's content, its name and its
// declared type must agree on one kind.

extension FileFormat {
  /// - Parameters:
  ///   - name: as given; nil or without a known extension: claims nothing.
  ///   - mediaType: as declared; nil or `application/octet-stream`: claims nothing.
  /// - Throws: `FILE_UNKNOWN_FORMAT`, `FILE_TWO_FORMATS`, `FILE_TYPE_MISMATCH`.
  public init(of bytes: [UInt8], name: String?, mediaType: String?) throws(FileRefusal) {
    guard let format = FileFormat(of: bytes) else { throw .unknownFormat }
    guard !format.isPicture || !holdsPDF(picture: bytes, format) else { throw .twoFormats }
    let claims = [name.flatMap(FileKind.init(fileName:)), mediaType.flatMap(FileKind.init(mediaType:))]
    guard claims.allSatisfy({ $0 == nil || $0 == format.kind }) else { throw .typeMismatch }
    self = format
  }

  public var isPicture: Bool { kind == .picture }

  fileprivate var kind: FileKind { self == .pdf ? .pdf : .picture }
}

/// The kind of program that would open the file. A JPEG that a chat program calls `.png` is still a picture and looks
/// the same in every program.
private enum FileKind {
  case picture, pdf, other

  private static let pictures: Set = [
    "png", "jpg", "jpeg", "jpe", "jfif", "heic", "heif", "webp", "gif", "bmp", "tif", "tiff", "avif",
  ]
  /// Other kinds of documents, whose readers look for their own start or end in a file: ZIP from the end (ECMA-376,
  /// GB/T 33190), HTML anywhere.
  private static let others: Set = [
    "ofd", "doc", "docx", "wps", "rtf", "odt", "xls", "xlsx", "et", "ods", "ppt", "pptx", "zip", "htm", "html", "xhtml",
    "shtml", "mht", "mhtml", "svg", "svgz", "xml", "xps", "ps", "eps", "ai", "epub", "txt",
  ]

  init?(fileName: String) {
    var name = fileName[...]
    // Windows opens `a.pdf. ` as `a.pdf`.
    while let last = name.last, last == "." || last.isWhitespace { name.removeLast() }
    guard let dot = name.lastIndex(of: ".") else { return nil }
    let ending = name[name.index(after: dot)...].lowercased()
    if ending == "pdf" {
      self = .pdf
    } else if Self.pictures.contains(ending) {
      self = .picture
    } else if Self.others.contains(ending) {
      self = .other
    } else if name.lowercased().contains(".pdf") {
      // a.pdf~, a.pdf;1, or a.pdf followed by an invisible character: some program opens it as a PDF.
      self = .pdf
    } else {
      return nil
    }
  }

  init?(mediaType: String) {
    let type = mediaType.prefix { $0 != ";" }.lowercased().filter { !$0.isWhitespace }
    switch type {
    case "", "application/octet-stream", "binary/octet-stream": return nil
    case "application/pdf", "application/x-pdf": self = .pdf
    // A document that may contain scripts, despite its type name.
    case "image/svg+xml": self = .other
    case let type where type.hasPrefix("image/"): self = .picture
    default: self = .other
    }
  }
}

/// Whether a PDF program could find a PDF in a picture: by its header in the first kilobyte (ISO 32000-1, annex H.3,
/// note 13) or after the picture's end; or by an object anywhere, because some programs look for objects if there is no
/// header and no table. What phones write into and after their pictures (previews, maps, films) has neither.
private func holdsPDF(picture bytes: [UInt8], _ format: FileFormat) -> Bool {
  // %FDF- begins a form data file (12.7.7.2), which some programs open as a document.
  let headers = [ByteSearch("%PDF-"), ByteSearch("%FDF-")]
  let end = pictureEnd(in: bytes, format) ?? 0
  let beginning = min(1024 + 4, bytes.count)
  return headers.contains { $0.isFound(in: bytes, 0..<beginning) || $0.isFound(in: bytes, end..<bytes.count) }
    || ByteSearch("obj").isFound(in: bytes, 0..<bytes.count, where: beginsAnObject)
}

/// Whether this `obj` ends `12 0 obj`, with any white space and comments in between; comments count as white space: ISO
/// 32000-1, 7.2.3, 7.3.10.
private func beginsAnObject(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Int) -> Bool {
  var before = position - 1
  func skip(_ isSkipped: (UInt8) -> Bool) -> Bool {
    let start = before
    while before >= 0, isSkipped(bytes[before]) { before -= 1 }
    return before < start
  }
  func skipBlank() -> Bool {
    let start = before
    while true {
      var isLineEnd = false
      _ = skip { byte in
        if byte == 10 || byte == 13 { isLineEnd = true }
        return isPDFSpace(byte)
      }
      // After % the rest of the line is a comment.
      guard isLineEnd, let comment = commentStart(bytes, endingAt: before) else { return before < start }
      before = comment - 1
    }
  }
  _ = skipBlank()
  return skip(isDigit) && skipBlank() && skip(isDigit)
}

/// The start of the comment that ends at a position, however long it is; nil: its line has no comment.
private func commentStart(_ bytes: UnsafeBufferPointer<UInt8>, endingAt end: Int) -> Int? {
  var (position, found) = (end, Int?.none)
  while position >= 0, bytes[position] != 10, bytes[position] != 13 {
    if bytes[position] == UInt8(ascii: "%") { found = position }
    position -= 1
  }
  return found
}

private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

/// ISO 32000-1, table 1.
private func isPDFSpace(_ byte: UInt8) -> Bool {
  switch byte {
  case 0, 9, 10, 12, 13, 32: true
  default: false
  }
}
