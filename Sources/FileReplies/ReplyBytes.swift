import FileFormats

/// The bytes are no reply.
struct NoReply: Error {}

/// Puts the parts of a reply one behind the other.
struct ReplyWriter {
  private(set) var bytes: [UInt8]

  init(_ start: [UInt8]) { bytes = start }

  mutating func put(_ number: Int) {
    bytes += stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  mutating func put(_ block: [UInt8]) {
    put(block.count)
    bytes += block
  }

  mutating func put(_ text: String) { put(Array(text.utf8)) }

  mutating func put(_ unfit: UnfitFile) {
    put(unfit.reason.code)
    put(unfit.reason.chinese)
    put(unfit.detail)
  }

  mutating func put<Value>(_ result: Result<Value, UnfitFile>, _ putValue: (inout ReplyWriter, Value) -> Void) {
    switch result {
    case .success(let value):
      put(0)
      putValue(&self, value)
    case .failure(let unfit):
      put(1)
      put(unfit)
    }
  }
}

/// Takes a reply apart. Nothing is reserved for what is only announced.
struct ReplyReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  mutating func number() throws(NoReply) -> Int {
    guard rest.count >= 8, let first = rest.first, first < 0x80 else { throw NoReply() }
    defer { rest = rest.dropFirst(8) }
    return rest.prefix(8).reduce(0) { $0 << 8 | Int($1) }
  }

  mutating func block() throws(NoReply) -> [UInt8] {
    let count = try number()
    guard count <= rest.count else { throw NoReply() }
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  mutating func text() throws(NoReply) -> String {
    guard let text = String(validating: try block(), as: UTF8.self) else { throw NoReply() }
    return text
  }

  mutating func unfit() throws(NoReply) -> UnfitFile {
    UnfitFile(UnfitFile.Reason(code: try text(), chinese: try text()), try text())
  }

  mutating func list<Item>(_ item: (inout ReplyReader) throws(NoReply) -> Item) throws(NoReply) -> [Item] {
    let count = try number()
    // Each item has a length at least.
    guard count <= rest.count / 8 else { throw NoReply() }
    var items: [Item] = []
    for _ in 0..<count { items.append(try item(&self)) }
    return items
  }

  mutating func result<Value>(
    _ value: (inout ReplyReader) throws(NoReply) -> Value
  ) throws(NoReply) -> Result<Value, UnfitFile> {
    switch try number() {
    case 0: .success(try value(&self))
    case 1: .failure(try unfit())
    default: throw NoReply()
    }
  }

  func end() throws(NoReply) { guard rest.isEmpty else { throw NoReply() } }
}
