public import FileFormats
import FileReplies

/// A format whose files are taken apart by another process. What is only looked at for certain bytes is looked at here.
///
/// That process is trusted with nothing that can be looked at here: it says where the signature is, and this side sees that
/// everything else in the file is signed, what the signature is, and whether a file made again has the same bytes. What the
/// attachments are, it says alone; they must fit the token, the seal and the pages that are made from them. Of what is wrong
/// with a file it names the code, one of the format's; how two files differ it says in its own words.
struct ConfinedFormat: FileFormat {
  let format: any FileFormat
  let parser: FileParser

  var name: String { format.name }
  var label: String { format.label }
  var fileExtension: String { format.fileExtension }
  var mediaType: String { format.mediaType }
  var otherMediaTypes: [String] { format.otherMediaTypes }
  var reasons: [UnfitFile.Reason] { format.reasons + [Self.readingStopped(label)] }
  var isDrawn: Bool { format.isDrawn }

  func isFormat(of bytes: [UInt8]) -> Bool { format.isFormat(of: bytes) }
  func isHidden(in picture: [UInt8], endingAt end: Int) -> Bool { format.isHidden(in: picture, endingAt: end) }
  func mentions(_ names: [String], in bytes: [UInt8]) -> Bool { format.mentions(names, in: bytes) }
  func signature(at place: Range<Int>, in bytes: [UInt8]) -> ReceivedSignature? {
    format.signature(at: place, in: bytes)
  }
  func isSame(_ given: [UInt8], as made: [UInt8], butForSignatureAt place: Range<Int>) -> Bool {
    format.isSame(given, as: made, butForSignatureAt: place)
  }

  func read(_ bytes: [UInt8]) throws(UnfitFile) -> any ReceivedFile {
    switch parser.reply(format, [], to: bytes) {
    case .success(.fit(let content)): return ConfinedFile(format: self, bytes: bytes, content: content)
    case .success(.unfit(let unfit)): throw unfit
    case .success(.differences): throw readingStopped("the reader's reply is to another question")
    case .failure(let stopped): throw readingStopped("\(stopped)")
    }
  }

  func readingStopped(_ detail: String) -> UnfitFile {
    UnfitFile(Self.readingStopped(label), detail)
  }

  private static func readingStopped(_ label: String) -> UnfitFile.Reason {
    UnfitFile.Reason(
      code: "\(label)_READING_STOPPED", chinese: "\(label)文件未能读取完毕，没有作出核验结论。请使用下载的原始文件；仍不能读取的，请联系报告出具单位。")
  }
}

extension ReadableFormats {
  /// The same formats, whose files are taken apart by other processes.
  public func confined(by parser: FileParser) -> ReadableFormats {
    ReadableFormats(all.map { ConfinedFormat(format: $0, parser: parser) })
  }
}

/// A file as another process says that it is.
private struct ConfinedFile: ReceivedFile {
  let format: ConfinedFormat
  let bytes: [UInt8]
  let content: FileReply.Content

  var pageCount: Int { content.pages }

  func attachments() throws(UnfitFile) -> [(name: String, bytes: [UInt8])] {
    try content.attachments.get().map { ($0.name, $0.bytes) }
  }

  func certifications() throws(UnfitFile) -> [[UInt8]] { try content.certifications.get() }

  func signed() throws(UnfitFile) -> any SignedFile {
    let place = try content.place.get()
    guard place.upperBound <= bytes.count, let signature = format.signature(at: place, in: bytes) else {
      throw format.readingStopped("there is no signature at \(place), where the reader says that it is")
    }
    return ConfinedSignedFile(file: self, place: place, signature: signature)
  }
}

private struct ConfinedSignedFile: SignedFile {
  let file: ConfinedFile
  let place: Range<Int>
  let signature: ReceivedSignature

  func differences(from made: [UInt8]) throws(UnfitFile) -> [FileDifference] {
    let format = file.format
    if format.isSame(file.bytes, as: made, butForSignatureAt: place) { return [] }
    // They differ; the other process only explains it.
    switch format.parser.reply(format.format, [FileQuestion.differences, "\(made.count)"], to: made + file.bytes) {
    case .success(.differences(let found)) where !found.isEmpty: return found
    case .success(.unfit(let unfit)): throw unfit
    case .success: throw format.readingStopped("the reader does not say what differs")
    case .failure(let stopped): throw format.readingStopped("the file differs from the one made again; \(stopped)")
    }
  }
}
