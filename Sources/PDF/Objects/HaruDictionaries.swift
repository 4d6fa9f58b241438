import CHaru
import PDFReading

/// Dictionaries as libharu keeps them, checks their limits (ISO 32000-1, annex C) and serializes them. The only file that
/// knows libharu; none of its pointers leaves it.
///
/// Of libharu only the object layer is used. Its documents bring cross-reference tables, which cannot list packed
/// objects, and streams that copy their bytes twice.
struct HaruDictionaries: ~Copyable {
  /// The version that runs.
  static var version: String { String(cString: HPDF_GetVersion()) }

  private var dictionaries: [HPDF_Dict] = []
  private let memory: HPDF_MMgr
  private let error: UnsafeMutablePointer<HPDF_Error_Rec>
  private let stream: HPDF_Stream

  /// All of libharu's objects lie in blocks of this size, which are freed as a whole.
  private static let poolBlock: HPDF_UINT = 1 << 16

  init() throws(PDFError) {
    let error = UnsafeMutablePointer<HPDF_Error_Rec>.allocate(capacity: 1)
    // Without a handler: it must not jump over Swift's frames. Instead, statuses are checked, and the error itself.
    HPDF_Error_Init(error, nil)
    let memory = HPDF_MMgr_New(error, Self.poolBlock, nil, nil)
    guard let memory, let stream = HPDF_CallbackWriter_New(memory, { Self.receive($0, $1, $2) }, nil) else {
      HPDF_MMgr_Free(memory)
      error.deallocate()
      throw .library(code: UInt(HPDF_FAILD_TO_ALLOC_MEM), writing: "a new document")
    }
    (self.error, self.memory, self.stream) = (error, memory, stream)
  }

  deinit {
    HPDF_MMgr_Free(memory)
    error.deallocate()
  }

  /// An empty dictionary, after all others.
  mutating func append() throws(PDFError) {
    guard let dictionary = HPDF_Dict_New(memory) else { throw failure("a dictionary") }
    dictionaries.append(dictionary)
  }

  /// Adds entries to a dictionary, or replaces those with the same name.
  mutating func set(_ entries: PDFDictionary, at index: Int, writing purpose: String) throws(PDFError) {
    try fill(dictionaries[index], with: entries, purpose)
  }

  /// Appends the dictionary to the bytes of a file.
  func write(at index: Int, to file: inout [UInt8]) throws(PDFError) {
    let status = withUnsafeMutablePointer(to: &file) { file in
      stream.pointee.attr = UnsafeMutableRawPointer(file)
      return HPDF_Obj_WriteValue(dictionaries[index], stream, nil)
    }
    try check(status, "the file")
    // Object functions record failures here without returning them, and drop what is written afterwards.
    try check(error.pointee.error_no, "the file")
  }

  /// What libharu writes goes to the array that `write` names.
  private static func receive(
    _ stream: HPDF_Stream?, _ start: UnsafePointer<UInt8>?, _ count: HPDF_UINT
  ) -> HPDF_STATUS {
    guard let file = stream?.pointee.attr else { return HPDF_STATUS(HPDF_INVALID_OBJECT) }
    file.assumingMemoryBound(to: [UInt8].self).pointee
      .append(contentsOf: UnsafeBufferPointer(start: start, count: Int(count)))
    return HPDF_STATUS(HPDF_OK)
  }

  // MARK: Values to libharu's objects

  private func fill(_ dictionary: HPDF_Dict, with entries: PDFDictionary, _ purpose: String) throws(PDFError) {
    for entry in entries.entries {
      try check(HPDF_Dict_Add(dictionary, entry.key, try object(for: entry.value, purpose)), purpose)
    }
    // A value that is too large is still created, but empty; only the error shows it.
    try check(error.pointee.error_no, purpose)
  }

  private func object(for value: PDFValue, _ purpose: String) throws(PDFError) -> UnsafeMutableRawPointer {
    let object: UnsafeMutableRawPointer?
    switch value {
    case .null: object = .init(HPDF_Null_New(memory))
    case .boolean(let flag): object = .init(HPDF_Boolean_New(memory, flag ? 1 : 0))
    case .integer(let number):
      guard let number = HPDF_INT32(exactly: number) else {
        throw .library(code: UInt(HPDF_REAL_OUT_OF_RANGE), writing: purpose)
      }
      object = .init(HPDF_Number_New(memory, number))
    case .real(let number): object = .init(HPDF_Real_New(memory, HPDF_REAL(number)))
    case .name(let name):
      // libharu escapes delimiters but not spaces, and a space would end the name.
      guard !name.utf8.contains(0x20) else { throw .nameWithSpace(name) }
      object = .init(HPDF_Name_New(memory, name))
    case .string(let bytes): object = string(bytes)
    case .array(let values):
      guard let array = HPDF_Array_New(memory) else { throw failure(purpose) }
      for value in values { try check(HPDF_Array_Add(array, try self.object(for: value, purpose)), purpose) }
      object = .init(array)
    case .dictionary(let entries):
      guard let dictionary = HPDF_Dict_New(memory) else { throw failure(purpose) }
      try fill(dictionary, with: entries, purpose)
      object = .init(dictionary)
    case .reference(let reference): object = indirectObject(reference)
    }
    guard let object else { throw failure(purpose) }
    return object
  }

  /// ASCII becomes a literal string, anything else hexadecimal, which is how libharu writes binaries.
  private func string(_ bytes: [UInt8]) -> UnsafeMutableRawPointer? {
    if bytes.allSatisfy({ (0x20...0x7E).contains($0) }) {
      return .init(HPDF_String_New(memory, String(decoding: bytes, as: UTF8.self), nil))
    }
    var bytes = bytes
    return .init(HPDF_Binary_New(memory, &bytes, HPDF_UINT(bytes.count)))
  }

  /// libharu writes a reference for any object that is marked as indirect, and looks at nothing but its number.
  private func indirectObject(_ reference: PDFReference) -> UnsafeMutableRawPointer? {
    guard let object = HPDF_Null_New(memory) else { return nil }
    object.pointee.header.obj_id = HPDF_UINT32(reference.number) | HPDF_UINT32(HPDF_OTYPE_INDIRECT)
    return .init(object)
  }

  private func check(_ status: HPDF_STATUS, _ purpose: String) throws(PDFError) {
    if status != HPDF_STATUS(HPDF_OK) { throw .library(code: UInt(status), writing: purpose) }
  }

  private func failure(_ purpose: String) -> PDFError {
    let status = error.pointee.error_no
    return .library(code: UInt(status == 0 ? HPDF_STATUS(HPDF_FAILD_TO_ALLOC_MEM) : status), writing: purpose)
  }
}
