import PDFReading
import Typesetting

/// The structure as the file stores it (ISO 32000-1, 14.7): each element is an object that names its parent and its
/// children; a tree maps the marked content of the pages back to the elements.
struct StructureTree {
  private let elements: [Structure.Element]
  private let texts: [ElementID: String]
  private let pages: [PDFReference]
  /// A form field on the first page that the tree refers to, though it shows nothing.
  private let field: PDFReference?
  private let sequences: [Sequence]
  /// Linked lists by element: its children and its marked-content sequences.
  private var firstChild: [Int32], nextSibling: [Int32]
  private var firstSequence: [Int32], nextSequence: [Int32]

  /// A piece of marked content.
  private struct Sequence {
    var element: Int32
    var page: Int32
    var identifier: Int32
  }
  private static let none: Int32 = -1

  /// - Parameters:
  ///   - pages: their objects.
  ///   - marked: for each page, the elements of its sequences in the order of their identifiers.
  ///   - field: the signature field, whose /StructParent is the number of pages.
  init(_ structure: Structure, pages: [PDFReference], marked: [[ElementID]], field: PDFReference? = nil) {
    (elements, texts, self.pages, self.field) = (structure.elements, structure.texts, pages, field)
    var sequences: [Sequence] = []
    sequences.reserveCapacity(marked.reduce(0) { $0 + $1.count })
    for (page, ids) in marked.enumerated() {
      for (identifier, id) in ids.enumerated() {
        sequences.append(Sequence(element: id.rawValue, page: Int32(page), identifier: Int32(identifier)))
      }
    }
    self.sequences = sequences
    firstChild = Array(repeating: Self.none, count: elements.count)
    nextSibling = firstChild
    firstSequence = firstChild
    nextSequence = Array(repeating: Self.none, count: sequences.count)
    // From last to first, because each is inserted at the head of its list.
    for child in elements.indices.dropFirst().reversed() {
      let parent = Int(elements[child].parent.rawValue)
      nextSibling[child] = firstChild[parent]
      firstChild[parent] = Int32(child)
    }
    for index in sequences.indices.reversed() {
      let element = Int(sequences[index].element)
      nextSequence[index] = firstSequence[element]
      firstSequence[element] = Int32(index)
    }
  }

  /// - Parameter document: complete but for this tree.
  func write<Signature>(
    to document: consuming PDFDocument<Signature>, _ deflater: borrowing Deflater
  ) throws(PDFError) -> PackedDocument<Signature> {
    let purpose = "the structure tree"
    let root = try document.reserve()
    // ISO 19005-3, 6.7.2.2 and 6.7.3.3.
    try document.set(
      ["MarkInfo": ["Marked": true], "StructTreeRoot": .reference(root)], in: document.catalog, writing: purpose)
    // The elements, then the arrays of the pages, then the tree of these.
    let parentTree = elementCount + pages.count
    var packing = PackingDocument(document, packing: parentTree + 1)
    try packing.set(
      [
        "Type": .name("StructTreeRoot"), "K": .reference(packing.numbers.reference(to: 0)),
        "ParentTree": .reference(packing.numbers.reference(to: parentTree)),
        "ParentTreeNextKey": .integer(pages.count + (field == nil ? 0 : 1)), "ClassMap": Self.classes,
      ], in: root, writing: purpose)
    var rest = sequences[...]
    return try packing.packed(deflater, writing: purpose) { index, writer in
      if index < elements.count {
        write(index, parent: root, to: &writer)
      } else if let field, index == elements.count {
        write(field: field, to: &writer)
      } else if index < parentTree {
        writeParents(of: index - elementCount, from: &rest, to: &writer)
      } else {
        writeParentTree(to: &writer)
      }
    }
  }

  // MARK: Elements

  private var elementCount: Int { elements.count + (field == nil ? 0 : 1) }

  /// The last child of the document: an element for the field's annotation (14.7.4.3, 14.8.4.5).
  private func write(field: PDFReference, to writer: inout PackedObjectWriter) {
    writer.bytes.append("<</S/Form/P ")
    writer.append(packed: 0)
    writer.bytes.append("/Alt")
    writer.append(text: SignatureField.title)
    writer.bytes.append("/Pg ")
    writer.append(reference: pages[0].number)
    writer.bytes.append("/K<</Type/OBJR/Obj ")
    writer.append(reference: field.number)
    writer.bytes.append(">>>>")
  }

  private func write(_ index: Int, parent root: PDFReference, to writer: inout PackedObjectWriter) {
    let element = elements[index]
    writer.bytes.append("<</S/")
    writer.bytes.append(element.role.type)
    writer.bytes.append("/P ")
    if index == 0 {
      writer.append(reference: root.number)
    } else {
      writer.append(packed: Int(element.parent.rawValue))
    }
    writeAttributes(of: element, to: &writer)
    if element.role == .figure || element.role == .span {
      writer.bytes.append(element.role == .figure ? "/Alt" : "/ActualText")
      writer.append(text: texts[ElementID(rawValue: Int32(index))] ?? "")
    }
    writeChildren(of: index, to: &writer)
    writer.bytes.append(">>")
  }

  /// The scope of a header cell (14.8.5.7). Half of all cells have one, so it is written once (14.7.5.2).
  private static let classes: PDFValue = [
    "C": ["O": .name("Table"), "Scope": .name("Column")], "R": ["O": .name("Table"), "Scope": .name("Row")],
  ]

  private func writeAttributes(of element: Structure.Element, to writer: inout PackedObjectWriter) {
    switch element.role {
    case .columnHeader: writer.bytes.append("/C/C")
    case .rowHeader: writer.bytes.append("/C/R")
    default: break
    }
    guard element.columnSpan > 1 else { return }
    writer.bytes.append("/A<</O/Table/ColSpan ")
    writer.bytes.appendNumber(Int(element.columnSpan))
    writer.bytes.append(">>")
  }

  private func writeChildren(of index: Int, to writer: inout PackedObjectWriter) {
    var (child, sequence) = (firstChild[index], firstSequence[index])
    let hasField = index == 0 && field != nil
    guard child != Self.none || sequence != Self.none || hasField else { return }
    // The page of the kids that are plain numbers.
    let page = sequence == Self.none ? Self.none : sequences[Int(sequence)].page
    if page != Self.none {
      writer.bytes.append("/Pg ")
      writer.append(reference: pages[Int(page)].number)
    }
    writer.bytes.append("/K")
    if child == Self.none, !hasField, nextSequence[Int(sequence)] == Self.none {
      writer.bytes.append(0x20)
      writer.bytes.appendNumber(Int(sequences[Int(sequence)].identifier))
      return
    }
    writer.bytes.append(0x5B)
    var isFirst = true
    while child != Self.none || sequence != Self.none {
      if !isFirst { writer.bytes.append(0x20) }
      isFirst = false
      if child != Self.none, sequence == Self.none || comes(child, before: sequence) {
        writer.append(packed: Int(child))
        child = nextSibling[Int(child)]
      } else {
        write(sequences[Int(sequence)], page: page, to: &writer)
        sequence = nextSequence[Int(sequence)]
      }
    }
    if hasField {
      writer.bytes.append(0x20)
      writer.append(packed: elements.count)
    }
    writer.bytes.append(0x5D)
  }

  /// Whether a child precedes a piece of its parent's own content. If an element has content of its own, its children
  /// have content and no children.
  private func comes(_ child: Int32, before sequence: Int32) -> Bool { firstSequence[Int(child)] < sequence }

  private func write(_ sequence: Sequence, page: Int32, to writer: inout PackedObjectWriter) {
    guard sequence.page != page else { return writer.bytes.appendNumber(Int(sequence.identifier)) }
    writer.bytes.append("<</Type/MCR/Pg ")
    writer.append(reference: pages[Int(sequence.page)].number)
    writer.bytes.append("/MCID ")
    writer.bytes.appendNumber(Int(sequence.identifier))
    writer.bytes.append(">>")
  }

  // MARK: Back from the pages

  /// The elements of a page's sequences, by MCID.
  /// - Parameter rest: the sequences of this page and the following ones; the former are taken off.
  private func writeParents(
    of page: Int, from rest: inout ArraySlice<Sequence>, to writer: inout PackedObjectWriter
  ) {
    let sequences = rest.prefix { $0.page == page }
    rest = rest[sequences.endIndex...]
    writer.bytes.append(0x5B)
    for sequence in sequences {
      writer.append(packed: Int(sequence.element))
      writer.bytes.append(0x20)
    }
    writer.bytes.append(0x5D)
  }

  /// 14.7.4.4: a number tree whose keys are the pages' /StructParents and the field's /StructParent.
  private func writeParentTree(to writer: inout PackedObjectWriter) {
    writer.bytes.append("<</Nums[")
    for page in pages.indices {
      writer.bytes.appendNumber(page)
      writer.bytes.append(0x20)
      writer.append(packed: elementCount + page)
      writer.bytes.append(0x20)
    }
    if field != nil {
      writer.bytes.appendNumber(pages.count)
      writer.bytes.append(0x20)
      writer.append(packed: elements.count)
    }
    writer.bytes.append("]>>")
  }
}
