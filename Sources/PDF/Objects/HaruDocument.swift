import CHaru
import PDFReading

/// A PDF file being written, on top of libharu's object layer: libharu numbers the objects, keeps the page tree and
/// serializes the objects. No libharu pointer leaves this file.
///
/// A document belongs to one task; libharu has no global state.
final class HaruDocument {
  private let document: HPDF_Doc
  /// Their bytes are read when the document is written.
  private var bodies: [StreamBody] = []
  private var signature: SignatureRoom?
  private var node: HPDF_Pages
  private var pagesInNode = 0
  private var trailer = PDFDictionary()
  /// The streams of packed objects, and the numbers of the objects in them; set once no other objects will be added.
  private var packed: (streams: [PDFReference], numbers: Range<Int>)?
  /// The root of the page tree; inheritable page attributes go here.
  let pages: PDFReference
  let catalog: PDFReference
  let information: PDFReference

  /// Page tree nodes stay this small so that a viewer finds page 2000 without reading 2000 references.
  private static let pagesPerNode = 64
  /// libharu's own small allocations come from blocks of this size, which are freed as a whole.
  private static let poolBlock: HPDF_UINT = 1 << 16

  init() throws(PDFError) {
    // The error handler must not jump over Swift's frames. Instead, statuses are checked, and the document's error once
    // more before its bytes are taken.
    guard let document = HPDF_NewEx({ _, _, _ in }, nil, nil, Self.poolBlock, nil) else {
      throw .library(code: UInt(HPDF_FAILD_TO_ALLOC_MEM), writing: "a new document")
    }
    self.document = document
    node = document.pointee.root_pages
    pages = Self.reference(to: document.pointee.root_pages)
    catalog = Self.reference(to: document.pointee.catalog)
    information = Self.reference(to: document.pointee.info)
  }

  deinit { HPDF_Free(document) }

  // MARK: Objects

  /// A dictionary that `set` fills later, because other objects have to refer to it first.
  func reserve() throws(PDFError) -> PDFReference { Self.reference(to: try newDictionary()) }

  func add(_ dictionary: PDFDictionary, writing purpose: String) throws(PDFError) -> PDFReference {
    let object = try newDictionary()
    try fill(object, with: dictionary, purpose)
    return Self.reference(to: object)
  }

  /// Adds entries to a dictionary, or replaces those with the same name.
  func set(_ entries: PDFDictionary, in reference: PDFReference, writing purpose: String) throws(PDFError) {
    try fill(try object(reference, purpose), with: entries, purpose)
  }

  func setTrailer(_ entries: PDFDictionary) { for entry in entries.entries { trailer[entry.key] = entry.value } }

  /// A stream whose `bytes` are already encoded as the /Filter of `dictionary` says; /Length is added.
  func addStream(_ dictionary: PDFDictionary, bytes: [UInt8], writing purpose: String) throws(PDFError) -> PDFReference
  {
    let object = try newDictionary()
    var entries = dictionary
    entries["Length"] = .integer(bytes.count)
    try fill(object, with: entries, purpose)
    // libharu's own streams copy the bytes twice and need a second object for their length. So the object stays a plain
    // dictionary; its bytes are written after it.
    let body = StreamBody(bytes: bytes, document: document)
    bodies.append(body)
    object.pointee.attr = Unmanaged.passUnretained(body).toOpaque()
    object.pointee.after_write_fn = { object in
      guard let body = object?.pointee.attr else { return HPDF_STATUS(HPDF_INVALID_OBJECT) }
      return Unmanaged<StreamBody>.fromOpaque(body).takeUnretainedValue().write()
    }
    return Self.reference(to: object)
  }

  /// A signature dictionary (12.8.1); /ByteRange and /Contents are added, the latter as `room` zero bytes. One per
  /// document.
  func addSignature(_ dictionary: PDFDictionary, room: Int, writing purpose: String) throws(PDFError) -> PDFReference {
    precondition(signature == nil, "a second signature")
    let object = try newDictionary()
    try fill(object, with: dictionary, purpose)
    let signature = SignatureRoom(room: room)
    self.signature = signature
    object.pointee.attr = Unmanaged.passUnretained(signature).toOpaque()
    object.pointee.write_fn = { object, stream in
      guard let signature = object?.pointee.attr, let output = stream?.pointee.attr else {
        return HPDF_STATUS(HPDF_INVALID_OBJECT)
      }
      Unmanaged<SignatureRoom>.fromOpaque(signature).takeUnretainedValue()
        .write(to: Unmanaged<FileBytes>.fromOpaque(output).takeUnretainedValue())
      return HPDF_STATUS(HPDF_OK)
    }
    return Self.reference(to: object)
  }

  /// Appends a page. /Type and /Parent are added.
  func addPage(_ entries: PDFDictionary) throws(PDFError) -> PDFReference {
    let purpose = "a page"
    if pagesInNode == Self.pagesPerNode || node == document.pointee.root_pages {
      guard let next = HPDF_Doc_AddPagesTo(document, document.pointee.root_pages) else { throw failure(purpose) }
      (node, pagesInNode) = (next, 0)
    }
    let page = try newDictionary()
    // This class makes libharu count the page in the tree.
    page.pointee.header.obj_class |= HPDF_UINT16(HPDF_OSUBCLASS_PAGE)
    try check(HPDF_Dict_AddName(page, "Type", "Page"), purpose)
    try check(HPDF_Dict_Add(page, "Parent", node), purpose)
    try fill(page, with: entries, purpose)
    guard let kids = HPDF_Dict_GetItem(node, "Kids", HPDF_UINT16(HPDF_OCLASS_ARRAY)) else { throw failure(purpose) }
    try check(HPDF_Array_Add(kids.assumingMemoryBound(to: HPDF_Array_Rec.self), page), purpose)
    pagesInNode += 1
    return Self.reference(to: page)
  }

  // MARK: Packed objects

  /// A packer for `count` objects. Their numbers come after all others, so no object may be added from now on.
  func packer(for count: Int) -> ObjectPacker {
    // After the streams that hold them and the cross-reference stream.
    let first = objectCount + ObjectPacker.streamCount(for: count) + 1
    packed = ([], first..<first + count)
    return ObjectPacker(firstNumber: first)
  }

  func add(_ packer: borrowing ObjectPacker, writing purpose: String) throws(PDFError) {
    for stream in packer.streams {
      packed?.streams.append(try addStream(stream.dictionary, bytes: stream.bytes, writing: purpose))
    }
  }

  // MARK: The file

  /// The whole file, and the range of the signature's /Contents in it. Call once.
  func file(_ deflater: borrowing Deflater) throws(PDFError) -> (bytes: [UInt8], contents: Range<Int>?) {
    let purpose = "the file"
    // `HPDF_SaveToStream` copies byte by byte and knows only cross-reference tables, which cannot list packed objects.
    // So libharu writes the objects, and everything around them is written here.
    let output = FileBytes(
      capacity: bodies.reduce(1 << 14) { $0 + $1.bytes.count } + 160 * objectCount + 2 * (signature?.room ?? 0))
    guard
      let stream = HPDF_CallbackWriter_New(
        document.pointee.mmgr, { FileBytes.append($0, $1, $2) }, Unmanaged.passUnretained(output).toOpaque())
    else { throw failure(purpose) }
    document.pointee.stream = stream
    // A comment with bytes above 127 marks the file as binary (7.5.2; ISO 19005-3, 6.1.2).
    output.append("%PDF-1.7\n%\u{4FE1}\u{62A5}\n")
    var references = CrossReferenceStream()
    for number in 1..<objectCount {
      references.append(offset: output.bytes.count)
      try write(number, to: stream, output)
    }
    let start = output.bytes.count
    references.append(offset: start)
    if let packed {
      precondition(packed.numbers.lowerBound == objectCount + 1, "an object was added after the packed ones")
      references.append(packed: packed.numbers.count, in: packed.streams)
    }
    setTrailer(["Root": .reference(catalog), "Info": .reference(information)])
    let table = references.finished(trailer: trailer, deflater)
    let reference = try addStream(table.dictionary, bytes: table.bytes, writing: purpose)
    try write(reference.number, to: stream, output)
    output.append("startxref\n\(start)\n%%EOF\n")
    // Object functions record failures here without returning them, and drop what is written afterwards.
    try check(document.pointee.error.error_no, purpose)
    signature?.tellRange(in: output)
    return (output.bytes, signature?.contents)
  }

  private func write(_ number: Int, to stream: HPDF_Stream, _ output: FileBytes) throws(PDFError) {
    output.append(String(number))
    output.append(" 0 obj\n")
    guard let entry = HPDF_Xref_GetEntry(document.pointee.xref, HPDF_UINT(number)) else { throw failure("the file") }
    try check(HPDF_Obj_WriteValue(entry.pointee.obj, stream, nil), "the file")
    output.append("\nendobj\n")
  }

  private var objectCount: Int { Int(document.pointee.xref.pointee.entries.pointee.count) }

  // MARK: Values to libharu's objects

  private func newDictionary() throws(PDFError) -> HPDF_Dict {
    guard let object = HPDF_Dict_New(document.pointee.mmgr) else { throw failure("a dictionary") }
    try check(HPDF_Xref_Add(document.pointee.xref, object), "a dictionary")
    return object
  }

  private func fill(_ object: HPDF_Dict, with dictionary: PDFDictionary, _ purpose: String) throws(PDFError) {
    for entry in dictionary.entries {
      try check(HPDF_Dict_Add(object, entry.key, try self.object(for: entry.value, purpose)), purpose)
    }
    // A value that is too large is still created, but empty; only the document's error shows it.
    try check(document.pointee.error.error_no, purpose)
  }

  private func object(for value: PDFValue, _ purpose: String) throws(PDFError) -> UnsafeMutableRawPointer {
    let memory = document.pointee.mmgr
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
    case .reference(let reference) where packed?.numbers.contains(reference.number) == true:
      object = standIn(for: reference)
    case .reference(let reference): object = .init(try self.object(reference, purpose))
    }
    guard let object else { throw failure(purpose) }
    return object
  }

  /// ASCII becomes a literal string, anything else hexadecimal, which is how libharu writes binaries.
  private func string(_ bytes: [UInt8]) -> UnsafeMutableRawPointer? {
    let memory = document.pointee.mmgr
    if bytes.allSatisfy({ (0x20...0x7E).contains($0) }) {
      return .init(HPDF_String_New(memory, String(decoding: bytes, as: UTF8.self), nil))
    }
    var bytes = bytes
    return .init(HPDF_Binary_New(memory, &bytes, HPDF_UINT(bytes.count)))
  }

  /// libharu writes a reference for any object that is marked as indirect.
  private func standIn(for reference: PDFReference) -> UnsafeMutableRawPointer? {
    guard let object = HPDF_Null_New(document.pointee.mmgr) else { return nil }
    object.pointee.header.obj_id = HPDF_UINT32(reference.number) | HPDF_UINT32(HPDF_OTYPE_INDIRECT)
    return .init(object)
  }

  private func object(_ reference: PDFReference, _ purpose: String) throws(PDFError) -> HPDF_Dict {
    guard let entry = HPDF_Xref_GetEntry(document.pointee.xref, HPDF_UINT(reference.number)),
      let object = entry.pointee.obj
    else { throw failure(purpose) }
    return object.assumingMemoryBound(to: HPDF_Dict_Rec.self)
  }

  private static func reference(to object: HPDF_Dict) -> PDFReference {
    // The upper bits say whether the object is direct or indirect.
    PDFReference(number: Int(object.pointee.header.obj_id & 0x00FF_FFFF))
  }

  private func check(_ status: HPDF_STATUS, _ purpose: String) throws(PDFError) {
    if status != HPDF_STATUS(HPDF_OK) { throw .library(code: UInt(status), writing: purpose) }
  }

  private func failure(_ purpose: String) -> PDFError {
    let status = document.pointee.error.error_no
    return .library(code: UInt(status == 0 ? HPDF_STATUS(HPDF_FAILD_TO_ALLOC_MEM) : status), writing: purpose)
  }
}

/// The file as written so far.
private final class FileBytes {
  /// Only libharu's writing touches it, one call after the other; the exclusivity check costs more than the small
  /// writes.
  @exclusivity(unchecked) private(set) var bytes: [UInt8] = []

  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  func append(zeros count: Int) { bytes.append(contentsOf: repeatElement(0x30, count: count)) }

  func replace(at place: Int, by text: String) {
    bytes.replaceSubrange(place..<place + text.utf8.count, with: text.utf8)
  }

  static func append(_ stream: HPDF_Stream?, _ start: UnsafePointer<UInt8>?, _ count: HPDF_UINT) -> HPDF_STATUS {
    guard let output = stream?.pointee.attr else { return HPDF_STATUS(HPDF_INVALID_OBJECT) }
    Unmanaged<FileBytes>.fromOpaque(output).takeUnretainedValue().bytes
      .append(contentsOf: UnsafeBufferPointer(start: start, count: Int(count)))
    return HPDF_STATUS(HPDF_OK)
  }
}

/// The bytes between `stream` and `endstream`.
private final class StreamBody {
  let bytes: [UInt8]
  let document: HPDF_Doc

  init(bytes: [UInt8], document: HPDF_Doc) { (self.bytes, self.document) = (bytes, document) }

  func write() -> HPDF_STATUS {
    let output = document.pointee.stream
    // ISO 32000-1, 7.3.8.1: a line end before the bytes belongs to the keyword; one after them is not counted in
    // /Length.
    let before = HPDF_Stream_WriteStr(output, "\nstream\n")
    guard before == HPDF_STATUS(HPDF_OK) else { return before }
    let status = HPDF_Stream_Write(output, bytes, HPDF_UINT(bytes.count))
    guard status == HPDF_STATUS(HPDF_OK) else { return status }
    return HPDF_Stream_WriteStr(output, "\nendstream")
  }
}

/// The entries of a signature dictionary that are known only when the file is written (12.8.1, table 252).
private final class SignatureRoom {
  let room: Int
  /// The offset of the three numbers of /ByteRange, and the range of /Contents, angle brackets included.
  private var numbers = 0
  private(set) var contents: Range<Int>?

  /// Space for three numbers of ten digits.
  private static let blank = String(repeating: " ", count: 32)

  init(room: Int) { self.room = room }

  func write(to output: FileBytes) {
    output.append("/ByteRange[0 ")
    numbers = output.bytes.count
    output.append(Self.blank + "]/Contents")
    let start = output.bytes.count
    output.append("<")
    output.append(zeros: 2 * room)
    output.append(">")
    contents = start..<output.bytes.count
    output.append("\n")
  }

  /// Sets /ByteRange to everything but /Contents.
  func tellRange(in output: FileBytes) {
    guard let contents else { return }
    let text = "\(contents.lowerBound) \(contents.upperBound) \(output.bytes.count - contents.upperBound)"
    precondition(text.utf8.count <= Self.blank.utf8.count, "a file too large for its signature")
    output.replace(at: numbers, by: text)
  }
}
