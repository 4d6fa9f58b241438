/// What `xinbao-read` found in a picture, as it says it on its standard output. The side that reads it takes the writer
/// for hostile: any other form is no reply.
///
/// ```
/// "XBR1"  kind (1 byte)  count (1 byte)  count × ( length (2 bytes, big endian)  UTF-8 )
/// ```
public enum PictureReply: Sendable, Equatable {
  /// Of the QR symbols, in the order in which they were found; empty: there is none.
  case texts([String])
  /// Damaged, or of a kind that no camera writes.
  case unreadable
  /// More pixels than are looked at.
  case tooLarge
  /// The file has fewer pages.
  case noSuchPage

  /// A picture with more symbols shows no report.
  public static let maximumTexts = 32
  /// More than the largest QR symbol holds: 7,089 digits (ISO/IEC 18004, table 7).
  public static let maximumTextBytes = 8192
  /// Of a whole reply.
  public static let maximumBytes = 6 + maximumTexts * (2 + maximumTextBytes)

  private static let mark = Array("XBR1".utf8)

  public var bytes: [UInt8] {
    switch self {
    case .unreadable: return Self.mark + [UInt8(ascii: "U"), 0]
    case .tooLarge: return Self.mark + [UInt8(ascii: "L"), 0]
    case .noSuchPage: return Self.mark + [UInt8(ascii: "N"), 0]
    case .texts(let texts):
      let kept = texts.map { Array($0.utf8) }.filter { $0.count <= Self.maximumTextBytes }.prefix(Self.maximumTexts)
      let items = kept.flatMap { [UInt8($0.count >> 8), UInt8($0.count & 0xff)] + $0 }
      return Self.mark + [UInt8(ascii: "T"), UInt8(kept.count)] + items
    }
  }

  /// - Returns: nil for anything but exactly one reply.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count >= 6, bytes.count <= Self.maximumBytes, bytes.starts(with: Self.mark) else { return nil }
    let (kind, count) = (bytes[4], Int(bytes[5]))
    var rest = bytes[6...]
    var texts: [String] = []
    for _ in 0..<count {
      guard rest.count >= 2 else { return nil }
      let length = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
      rest = rest.dropFirst(2)
      guard length <= Self.maximumTextBytes, rest.count >= length,
        let text = String(validating: rest.prefix(length), as: UTF8.self)
      else { return nil }
      texts.append(text)
      rest = rest.dropFirst(length)
    }
    guard rest.isEmpty, texts.count <= Self.maximumTexts else { return nil }
    switch (kind, count) {
    case (UInt8(ascii: "T"), _): self = .texts(texts)
    case (UInt8(ascii: "U"), 0): self = .unreadable
    case (UInt8(ascii: "L"), 0): self = .tooLarge
    case (UInt8(ascii: "N"), 0): self = .noSuchPage
    default: return nil
    }
  }
}
