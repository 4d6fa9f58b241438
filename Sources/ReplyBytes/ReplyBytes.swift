/// The bytes are no reply.
public struct NoReply: Error {
  public init() {}
}

/// Puts the parts of a confined program's reply one behind the other: numbers with 8 bytes, big endian; texts and blocks
/// with their length before them.
public struct ReplyWriter: Sendable {
  public private(set) var bytes: [UInt8]

  public init(_ start: [UInt8] = []) { bytes = start }

  public mutating func put(_ number: Int) {
    withUnsafeBytes(of: UInt64(bitPattern: Int64(number)).bigEndian) { bytes += $0 }
  }

  public mutating func put(_ block: [UInt8]) {
    put(block.count)
    bytes += block
  }

  public mutating func put(_ text: String) {
    put(text.utf8.count)
    bytes += text.utf8
  }

  public mutating func put<Item>(_ items: some Collection<Item>, _ putItem: (inout ReplyWriter, Item) -> Void) {
    put(items.count)
    for item in items { putItem(&self, item) }
  }
}

/// Takes a reply apart. Its writer is taken for hostile: nothing is reserved for what is only announced.
public struct ReplyReader: Sendable {
  private let bytes: ArraySlice<UInt8>
  private var next: Int

  public init(_ bytes: ArraySlice<UInt8>) { (self.bytes, next) = (bytes, bytes.startIndex) }

  private var count: Int { bytes.endIndex - next }

  /// Of a number that is not negative.
  public mutating func number() throws(NoReply) -> Int {
    guard count >= 8, bytes[next] < 0x80 else { throw NoReply() }
    var number = 0
    for index in next..<next + 8 { number = number << 8 | Int(bytes[index]) }
    next += 8
    return number
  }

  private mutating func slice() throws(NoReply) -> ArraySlice<UInt8> {
    let length = try number()
    guard length <= count else { throw NoReply() }
    defer { next += length }
    return bytes[next..<next + length]
  }

  public mutating func block() throws(NoReply) -> [UInt8] { Array(try slice()) }

  public mutating func text() throws(NoReply) -> String {
    guard let text = String(validating: try slice(), as: UTF8.self) else { throw NoReply() }
    return text
  }

  public mutating func list<Item>(_ item: (inout ReplyReader) throws(NoReply) -> Item) throws(NoReply) -> [Item] {
    let announced = try number()
    // Each item has a number at least.
    guard announced <= count / 8 else { throw NoReply() }
    var items: [Item] = []
    for _ in 0..<announced { items.append(try item(&self)) }
    return items
  }

  public func end() throws(NoReply) { guard count == 0 else { throw NoReply() } }
}
