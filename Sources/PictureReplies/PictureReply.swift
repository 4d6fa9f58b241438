/// What `xinbao-read` found in a picture, as it says it on its standard output. The side that reads it takes the writer
/// for hostile: any other form is no reply.
///
/// ```
/// "XBR2"  kind (1 byte)  count (1 byte)  pixels (4 bytes, big endian)  count × ( length (2 bytes, big endian)  UTF-8 )
/// ```
public enum PictureReply: Sendable, Equatable {
  /// Of the QR symbols of a page, or of what could be read of it.
  case read(Reading)
  /// Damaged, or of a kind that no camera writes.
  case unreadable
  /// More pixels than are looked at.
  case tooLarge
  /// The file has fewer pages.
  case noSuchPage
  /// The file is damaged where it says where its next page is: it may have this page, and more.
  case pagesLost

  public struct Reading: Sendable, Equatable {
    /// In the order in which they were found; empty: there is no symbol.
    public var texts: [String]
    /// Whether all of the picture was seen: nothing of it is missing, and it has no other frames.
    public var isWhole: Bool
    /// How many the page has.
    public var pixels: Int

    public init(_ texts: [String], isWhole: Bool = true, pixels: Int = 0) {
      (self.texts, self.isWhole, self.pixels) = (texts, isWhole, pixels)
    }
  }

  /// A picture with more symbols shows no report.
  public static let maximumTexts = 32
  /// More than the largest QR symbol holds: 7,089 digits (ISO/IEC 18004, table 7).
  public static let maximumTextBytes = 8192
  /// Of a whole reply.
  public static let maximumBytes = headBytes + maximumTexts * (2 + maximumTextBytes)

  private static let mark = Array("XBR2".utf8)
  private static let headBytes = 10

  public var bytes: [UInt8] {
    switch self {
    case .unreadable: return head("U")
    case .tooLarge: return head("L")
    case .noSuchPage: return head("N")
    case .pagesLost: return head("C")
    case .read(let reading):
      let all = reading.texts.map { Array($0.utf8) }
      let kept = all.filter { $0.count <= Self.maximumTextBytes }.prefix(Self.maximumTexts)
      let items = kept.flatMap { [UInt8($0.count >> 8), UInt8($0.count & 0xff)] + $0 }
      // What is left out here, nobody looks at.
      let isWhole = reading.isWhole && kept.count == all.count
      return head(isWhole ? "T" : "P", count: kept.count, pixels: reading.pixels) + items
    }
  }

  private func head(_ kind: Unicode.Scalar, count: Int = 0, pixels: Int = 0) -> [UInt8] {
    let pixels = UInt32(clamping: pixels)
    return Self.mark + [UInt8(ascii: kind), UInt8(count)]
      + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: pixels >> $0) }
  }

  /// - Returns: nil for anything but exactly one reply.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count >= Self.headBytes, bytes.count <= Self.maximumBytes, bytes.starts(with: Self.mark) else {
      return nil
    }
    let (kind, count) = (bytes[4], Int(bytes[5]))
    let pixels = bytes[6..<10].reduce(0) { $0 << 8 | Int($1) }
    guard let texts = Self.texts(in: bytes[Self.headBytes...], count: count) else { return nil }
    switch kind {
    case UInt8(ascii: "T"): self = .read(Reading(texts, pixels: pixels))
    case UInt8(ascii: "P"): self = .read(Reading(texts, isWhole: false, pixels: pixels))
    case _ where count > 0 || pixels > 0: return nil
    case UInt8(ascii: "U"): self = .unreadable
    case UInt8(ascii: "L"): self = .tooLarge
    case UInt8(ascii: "N"): self = .noSuchPage
    case UInt8(ascii: "C"): self = .pagesLost
    default: return nil
    }
  }

  /// - Returns: nil if there is anything but so many texts.
  private static func texts(in bytes: ArraySlice<UInt8>, count: Int) -> [String]? {
    guard count <= maximumTexts else { return nil }
    var rest = bytes
    var texts: [String] = []
    for _ in 0..<count {
      guard rest.count >= 2 else { return nil }
      let length = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
      rest = rest.dropFirst(2)
      guard length <= maximumTextBytes, rest.count >= length,
        let text = String(validating: rest.prefix(length), as: UTF8.self)
      else { return nil }
      texts.append(text)
      rest = rest.dropFirst(length)
    }
    return rest.isEmpty ? texts : nil
  }
}
