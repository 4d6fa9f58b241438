import CMiniZip

/// Reads the parts of a ZIP file, one at a time, with minizip.
///
/// Limits protect against hostile files: on the number of parts, on the decompressed bytes of a part, and on its
/// expansion ratio (deflate can expand 1 to 1,000; sheets rarely reach 30), for each part and for all that is read.
final class ZipArchive {
  enum Limit {
    static let parts = 10_000
    static let partBytes = 1 << 30
    static let expansion = 250
    /// The decompressed size in bytes below which the ratio does not matter.
    static let harmless = 16 << 20
    /// The same for all parts together, each as often as it is read.
    static let harmlessTogether = 256 << 20
  }

  private let file: unzFile
  /// What minizip reads from.
  private let input: InputFile
  /// Positions of the parts, by name in lower case.
  private var positions: [String: unz64_file_pos] = [:]
  private let limit: Int
  private var count = 0

  init(_ input: InputFile) throws(WorkbookFault) {
    guard let file = Self.opened(input) else { throw WorkbookFault("is no ZIP file, though it begins like one") }
    (self.file, self.input) = (file, input)
    limit = max(Limit.harmlessTogether, input.size.multipliedReportingOverflow(by: Limit.expansion).partialValue)
    var info = unz_global_info64()
    guard unzGetGlobalInfo64(file, &info) == UNZ_OK else { throw WorkbookFault("is a damaged ZIP file") }
    guard info.number_entry <= Limit.parts else {
      throw WorkbookFault("has \(info.number_entry) parts, which no workbook has")
    }
    var status = unzGoToFirstFile(file)
    while status == UNZ_OK {
      var name = [CChar](repeating: 0, count: 1024)
      var position = unz64_file_pos()
      guard unzGetCurrentFileInfo64(file, nil, &name, 1023, nil, 0, nil, 0) == UNZ_OK,
        unzGetFilePos64(file, &position) == UNZ_OK
      else { throw WorkbookFault("is a damaged ZIP file") }
      let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      positions[String(decoding: bytes, as: UTF8.self).lowercased()] = position
      status = unzGoToNextFile(file)
    }
    guard status == UNZ_END_OF_LIST_OF_FILE else { throw WorkbookFault("is a damaged ZIP file") }
  }

  deinit { unzClose(file) }

  /// minizip opens files by name, unless it is told how else to read.
  private static func opened(_ input: InputFile) -> unzFile? {
    var calls = zlib_filefunc64_def()
    calls.opaque = Unmanaged.passUnretained(input).toOpaque()
    calls.zopen64_file = { opaque, _, _ in opaque }
    calls.zread_file = { _, stream, buffer, count in
      uLong(bitPattern: ZipArchive.input(stream).fill(buffer, Int(count)))
    }
    calls.ztell64_file = { _, stream in ZPOS64_T(bitPattern: Int64(ZipArchive.input(stream).position)) }
    calls.zseek64_file = { _, stream, offset, origin in
      ZipArchive.input(stream).seek(Int(Int64(bitPattern: offset)), from: origin) ? 0 : -1
    }
    calls.zclose_file = { _, _ in 0 }
    calls.zerror_file = { _, _ in 0 }
    return unzOpen2_64("", &calls)
  }

  private static func input(_ stream: UnsafeMutableRawPointer?) -> InputFile {
    guard let stream else { preconditionFailure("minizip hands on what it was given") }
    return Unmanaged<InputFile>.fromOpaque(stream).takeUnretainedValue()
  }

  /// Names are compared without regard to case (ECMA-376 part 2, 6.2.2.3).
  func has(_ name: String) -> Bool { positions[name.lowercased()] != nil }

  /// Opens a part; the one that was open before is closed.
  func open(_ name: String) throws(WorkbookFault) -> Part {
    guard var position = positions[name.lowercased()] else { throw WorkbookFault("has no part \(name)") }
    unzCloseCurrentFile(file)
    var info = unz_file_info64()
    guard unzGoToFilePos64(file, &position) == UNZ_OK,
      unzGetCurrentFileInfo64(file, &info, nil, 0, nil, 0, nil, 0) == UNZ_OK
    else { throw WorkbookFault("is a damaged ZIP file") }
    guard info.flag & 1 == 0 else { throw WorkbookFault("is encrypted; save it without a password") }
    guard unzOpenCurrentFile(file) == UNZ_OK else {
      throw WorkbookFault("has a part \(name) that cannot be read")
    }
    return Part(file: file, archive: self, name: name, compressed: Int(clamping: info.compressed_size))
  }

  private func exceeds(byReading bytes: Int) -> Bool {
    count += bytes
    return count > limit
  }

  /// A part that is read from its first byte to its last.
  final class Part {
    private let file: unzFile
    /// Kept alive as long as its parts are read.
    private let archive: ZipArchive
    let name: String
    private let limit: Int
    private var count = 0
    /// Why reading ended before the end of the part.
    private(set) var fault: WorkbookFault?

    fileprivate init(file: unzFile, archive: ZipArchive, name: String, compressed: Int) {
      (self.file, self.archive, self.name) = (file, archive, name)
      let expanded = compressed.multipliedReportingOverflow(by: Limit.expansion)
      limit = min(Limit.partBytes, max(Limit.harmless, expanded.overflow ? .max : expanded.partialValue))
    }

    /// - Returns: the number of bytes written; 0 at the end; -1 on failure, with the reason in `fault`.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
      let received = Int(unzReadCurrentFile(file, buffer.baseAddress, UInt32(buffer.count)))
      count += max(received, 0)
      if received < 0 {
        fault = WorkbookFault("has a damaged part \(name)")
      } else if count > limit {
        fault = WorkbookFault("has a part \(name) that unpacks to more than \(limit) bytes")
      } else if archive.exceeds(byReading: max(received, 0)) {
        fault = WorkbookFault("has parts that unpack to more than \(archive.limit) bytes")
      } else if received == 0, unzCloseCurrentFile(file) == UNZ_CRCERROR {
        fault = WorkbookFault("has a part \(name) whose check sum is wrong")
      }
      return fault == nil ? received : -1
    }
  }
}
