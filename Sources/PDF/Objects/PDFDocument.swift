import PDFReading

/// A PDF file in the first phase of its making, in which objects are added (ISO 32000-1, 7.3.10): dictionaries, and
/// streams, which are dictionaries with bytes. They are numbered from 1 in the order of their addition.
///
/// `PackingDocument`, the next phase, consumes it: how packed objects are numbered depends on how many others there are.
///
/// `Signature` is what is known of the signature: `NoSignature`, or the field that consumed the document without one. So
/// there is one signature at most, and the finished file has a hole if and only if there is one.
struct PDFDocument<Signature>: ~Copyable {
  private var dictionaries: HaruDictionaries
  /// The bytes of the streams, by the index of their dictionary.
  private var bodies: [[UInt8]?]
  let signature: Signature
  let catalog: PDFReference
  /// The root of the page tree.
  let pages: PDFReference
  let information: PDFReference

  /// The numbers of the objects.
  var numbers: Range<Int> { 1..<bodies.count + 1 }

  /// How many bytes the objects take in the file, roughly.
  var estimatedSize: Int { bodies.reduce(160 * bodies.count) { $0 + ($1?.count ?? 0) } }

  /// A dictionary that `set` fills later, because other objects have to refer to it first.
  mutating func reserve() throws(PDFError) -> PDFReference {
    try dictionaries.append()
    bodies.append(nil)
    return PDFReference(number: bodies.count)
  }

  /// Adds entries to a dictionary, or replaces those with the same name.
  mutating func set(_ entries: PDFDictionary, in reference: PDFReference, writing purpose: String) throws(PDFError) {
    try dictionaries.set(entries, at: reference.number - 1, writing: purpose)
  }

  mutating func add(_ dictionary: PDFDictionary, writing purpose: String) throws(PDFError) -> PDFReference {
    let reference = try reserve()
    try set(dictionary, in: reference, writing: purpose)
    return reference
  }

  /// A stream whose `bytes` are already encoded as the /Filter of `dictionary` says; /Length is added.
  mutating func addStream(
    _ dictionary: PDFDictionary, bytes: [UInt8], writing purpose: String
  ) throws(PDFError) -> PDFReference {
    var entries = dictionary
    entries["Length"] = .integer(bytes.count)
    let reference = try add(entries, writing: purpose)
    bodies[reference.number - 1] = bytes
    return reference
  }

  /// Appends an object's value to the bytes of a file.
  func write(_ number: Int, to file: inout [UInt8]) throws(PDFError) {
    try dictionaries.write(at: number - 1, to: &file)
    guard let body = bodies[number - 1] else { return }
    // 7.3.8.1: a line end before the bytes belongs to the keyword; one after them is not counted in /Length.
    file += "\nstream\n".utf8
    file += body
    file += "\nendstream".utf8
  }
}

/// A document without a signature.
struct NoSignature {}

extension PDFDocument where Signature == NoSignature {
  init() throws(PDFError) {
    let (catalog, pages, information) = (PDFReference(number: 1), PDFReference(number: 2), PDFReference(number: 3))
    var dictionaries = try HaruDictionaries()
    for _ in 1...3 { try dictionaries.append() }
    try dictionaries.set(
      ["Type": .name("Catalog"), "Pages": .reference(pages)], at: catalog.number - 1, writing: "the document catalog")
    self.init(
      dictionaries: dictionaries, bodies: [nil, nil, nil], signature: NoSignature(), catalog: catalog, pages: pages,
      information: information)
  }

  /// The same document, with a field for its signature.
  consuming func signed(in field: SignatureField) -> PDFDocument<SignatureField> {
    PDFDocument<SignatureField>(
      dictionaries: dictionaries, bodies: bodies, signature: field, catalog: catalog, pages: pages,
      information: information)
  }
}
