public import FileFormats
import ReplyBytes

/// What `xinbao-parse` found in a report's file, as it says it on its standard output. The side that reads it takes the
/// writer for hostile: any other form is no reply, and whether a signature is where it says, that side looks itself.
///
/// ```
/// "XBF2"  1  unfit                                       the file is not taken apart
/// "XBF2"  0  pages  attachments  certifications  place   each of the three: 1 unfit, or 0 and its content
/// "XBF2"  2  count  count × ( text text )                differences, to a question about two files
///
/// unfit           code text, detail text
/// attachments     count, count × ( name text, bytes )
/// certifications  count, count × bytes
/// place           start, end
/// ```
///
/// Numbers have 8 bytes, big endian; texts and bytes have their length before them.
public enum FileReply: Sendable, Equatable {
  case unfit(UnfitFile)
  case fit(Content)
  case differences([FileDifference])

  public struct Content: Sendable, Equatable {
    public struct Attachment: Sendable, Equatable {
      public var name: String
      public var bytes: [UInt8]

      public init(name: String, bytes: [UInt8]) { (self.name, self.bytes) = (name, bytes) }
    }
    public var pages: Int
    public var attachments: Result<[Attachment], UnfitFile>
    public var certifications: Result<[[UInt8]], UnfitFile>
    /// Of the signature: all that is not signed.
    public var place: Result<Range<Int>, UnfitFile>

    public init(
      pages: Int, attachments: Result<[Attachment], UnfitFile>, certifications: Result<[[UInt8]], UnfitFile>,
      place: Result<Range<Int>, UnfitFile>
    ) {
      (self.pages, self.attachments) = (pages, attachments)
      (self.certifications, self.place) = (certifications, place)
    }
  }

  private static let mark = Array("XBF2".utf8)

  public var bytes: [UInt8] {
    var writer = ReplyWriter(Self.mark)
    switch self {
    case .fit(let content):
      writer.put(0)
      writer.put(content.pages)
      writer.put(content.attachments) { writer, files in
        writer.put(files.count)
        for file in files {
          writer.put(file.name)
          writer.put(file.bytes)
        }
      }
      writer.put(content.certifications) { writer, all in
        writer.put(all.count)
        for each in all { writer.put(each) }
      }
      writer.put(content.place) { writer, place in
        writer.put(place.lowerBound)
        writer.put(place.upperBound)
      }
    case .unfit(let unfit):
      writer.put(1)
      writer.put(unfit)
    case .differences(let all):
      writer.put(2)
      writer.put(all.count)
      for each in all {
        writer.put(each.description)
        writer.put(each.chinese)
      }
    }
    return writer.bytes
  }

  /// - Parameter reasons: that a file may be unfit for.
  /// - Returns: nil for anything but exactly one reply.
  public init?(_ bytes: [UInt8], _ reasons: [UnfitFile.Reason]) {
    guard bytes.starts(with: Self.mark) else { return nil }
    var reader = ReplyReader(bytes[Self.mark.count...])
    do throws(NoReply) {
      self = try FileReply(&reader, reasons)
      try reader.end()
    } catch { return nil }
  }

  private init(_ reader: inout ReplyReader, _ reasons: [UnfitFile.Reason]) throws(NoReply) {
    switch try reader.number() {
    case 0:
      let pages = try reader.number()
      let attachments = try reader.result(reasons) { (reader) throws(NoReply) in
        try reader.list { (reader) throws(NoReply) in
          Content.Attachment(name: try reader.text(), bytes: try reader.block())
        }
      }
      let certifications = try reader.result(reasons) { (reader) throws(NoReply) in
        try reader.list { (reader) throws(NoReply) in try reader.block() }
      }
      let place = try reader.result(reasons) { (reader) throws(NoReply) in
        let (start, end) = (try reader.number(), try reader.number())
        guard start <= end else { throw NoReply() }
        return start..<end
      }
      self = .fit(Content(pages: pages, attachments: attachments, certifications: certifications, place: place))
    case 1: self = .unfit(try reader.unfit(reasons))
    case 2:
      self = .differences(
        try reader.list { (reader) throws(NoReply) in
          FileDifference(try reader.text(), chinese: try reader.text())
        })
    default: throw NoReply()
    }
  }
}

/// What `xinbao-parse` is asked besides what a file holds.
public enum FileQuestion {
  /// How the second file on standard input differs from the first, which has so many bytes.
  public static let differences = "differences"
}
