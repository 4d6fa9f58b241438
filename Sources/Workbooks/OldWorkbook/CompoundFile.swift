/// Reads the streams of a compound file ([MS-CFB]), the container of old workbooks.
///
/// Every chain of sectors is followed at most as far as the file has sectors, so that no file costs more time or memory
/// than its own length.
struct CompoundFile {
  static let signature: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]

  private let bytes: [UInt8]
  private let sectorSize: Int
  private let miniSectorSize: Int
  private let miniStreamCutoff: Int
  /// The next sector of each sector.
  private var next: [UInt32] = []
  private var nextMini: [UInt32] = []
  private var miniStream: [UInt8] = []
  /// Streams by name in upper case: first sector and size.
  private var streams: [String: (start: UInt32, size: Int)] = [:]

  private enum Sector {
    /// Numbers above this are marks: free, end of a chain, part of the allocation tables.
    static let last: UInt32 = 0xFFFF_FFFA
  }

  init(_ bytes: [UInt8]) throws(WorkbookFault) {
    guard bytes.starts(with: Self.signature), bytes.count >= 512 else {
      throw .init("is a damaged workbook of the old kind (.xls)")
    }
    self.bytes = bytes
    let header = LittleEndian(bytes)
    let shift = header.uint16(30)
    let miniShift = header.uint16(32)
    guard shift == 9 || shift == 12, miniShift == 6 else { throw .init("is a damaged workbook of the old kind (.xls)") }
    (sectorSize, miniSectorSize) = (1 << shift, 1 << miniShift)
    miniStreamCutoff = Int(header.uint32(56))
    try readAllocation(header)
    try readDirectory(first: header.uint32(48))
    nextMini = Self.numbers(try chain(from: header.uint32(60), size: nil))
  }

  func has(_ name: String) -> Bool { streams[name.uppercased()] != nil }

  /// The bytes of a stream.
  func stream(_ name: String) throws(WorkbookFault) -> [UInt8] {
    guard let stream = streams[name.uppercased()] else { throw .init("has no stream \(name)") }
    guard stream.size >= miniStreamCutoff else { return try miniChain(from: stream.start, size: stream.size) }
    return try chain(from: stream.start, size: stream.size)
  }

  // MARK: Sectors

  private var sectorCount: Int { max(0, (bytes.count - 1) / sectorSize) }

  private func sector(_ number: UInt32) throws(WorkbookFault) -> ArraySlice<UInt8> {
    let start = (Int(number) + 1) * sectorSize
    guard number < Sector.last, start < bytes.count else { throw .init("refers to a sector that it lacks") }
    return bytes[start..<min(start + sectorSize, bytes.count)]
  }

  private mutating func readAllocation(_ header: LittleEndian) throws(WorkbookFault) {
    // 109 sectors of the table stand in the header, further ones in a chain of their own.
    var tables = (0..<109).map { header.uint32(76 + 4 * $0) }
    var more = header.uint32(68)
    var visited = 0
    while more < Sector.last {
      visited += 1
      guard visited <= sectorCount else { throw .init("has a chain of sectors without end") }
      let numbers = Self.numbers(try sector(more))
      guard numbers.count == sectorSize / 4 else { throw .init("is cut off") }
      tables += numbers.dropLast()
      more = numbers[numbers.count - 1]
    }
    let used = tables.filter { $0 < Sector.last }
    guard used.count <= sectorCount else { throw .init("is a damaged workbook of the old kind (.xls)") }
    for table in used { next += Self.numbers(try sector(table)) }
  }

  /// - Parameter size: of the stream; nil: as long as the chain is.
  private func chain(from start: UInt32, size: Int?) throws(WorkbookFault) -> [UInt8] {
    var content: [UInt8] = []
    if let size {
      guard size <= bytes.count else { throw .init("is cut off") }
      content.reserveCapacity(size)
    }
    var number = start
    var visited = 0
    while number < Sector.last, size.map({ content.count < $0 }) ?? true {
      visited += 1
      guard visited <= sectorCount else { throw .init("has a chain of sectors without end") }
      content += try sector(number)
      guard Int(number) < next.count else { throw .init("refers to a sector that it lacks") }
      number = next[Int(number)]
    }
    return try cut(content, to: size)
  }

  private func miniChain(from start: UInt32, size: Int) throws(WorkbookFault) -> [UInt8] {
    // Whatever the cutoff says, no stream of small sectors is longer than all of them.
    guard size <= miniStream.count else { throw .init("is cut off") }
    var content: [UInt8] = []
    var number = start
    while number < Sector.last, content.count < size {
      let first = Int(number) * miniSectorSize
      guard first < miniStream.count, Int(number) < nextMini.count else {
        throw .init("refers to a sector that it lacks")
      }
      content += miniStream[first..<min(first + miniSectorSize, miniStream.count)]
      number = nextMini[Int(number)]
    }
    return try cut(content, to: size)
  }

  private func cut(_ content: [UInt8], to size: Int?) throws(WorkbookFault) -> [UInt8] {
    guard let size else { return content }
    guard content.count >= size else { throw .init("is cut off") }
    return Array(content[..<size])
  }

  private static func numbers(_ sector: some Collection<UInt8>) -> [UInt32] {
    let reader = LittleEndian(Array(sector))
    return (0..<sector.count / 4).map { reader.uint32(4 * $0) }
  }

  // MARK: Directory

  /// Entries of 128 bytes ([MS-CFB] 2.6.1). The tree that orders them is not needed: names of workbooks' streams stand
  /// in the root only once.
  private mutating func readDirectory(first: UInt32) throws(WorkbookFault) {
    let directory = LittleEndian(try chain(from: first, size: nil))
    for start in stride(from: 0, to: directory.count - 127, by: 128) {
      let length = Int(directory.uint16(start + 64))
      guard (2...64).contains(length) else { continue }
      let name = directory.utf16(start, count: length / 2 - 1).uppercased()
      let entry = (start: directory.uint32(start + 116), size: Int(directory.uint32(start + 120)))
      switch directory.uint8(start + 66) {
      case 2 where streams[name] == nil: streams[name] = entry
      case 5: miniStream = try chain(from: entry.start, size: min(entry.size, bytes.count))
      default: continue
      }
    }
  }
}
