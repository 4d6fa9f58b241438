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

  /// Must be the last call that adds objects to the document.
  func write(to document: HaruDocument, _ deflater: borrowing Deflater) throws(PDFError) {
    let purpose = "the structure tree"
    let root = try document.reserve()
    // ISO 19005-3, 6.7.2.2 and 6.7.3.3.
    try document.set(
      ["MarkInfo": ["Marked": true], "StructTreeRoot": .reference(root)], in: document.catalog, writing: purpose)
    let count = elementCount + pages.count + 1
    var packer = document.packer(for: count)
    for element in elements.indices {
      packer.begin(deflater)
      write(element, parent: root, to: &packer)
    }
    if let field {
      packer.begin(deflater)
      write(field: field, to: &packer)
    }
    writeParentTree(to: &packer, deflater)
    packer.endStream(deflater)
    try document.set(
      [
        "Type": .name("StructTreeRoot"), "K": .reference(PDFReference(number: packer.firstNumber)),
        "ParentTree": .reference(PDFReference(number: packer.firstNumber + count - 1)),
        "ParentTreeNextKey": .integer(pages.count + (field == nil ? 0 : 1)), "ClassMap": Self.classes,
      ], in: root, writing: purpose)
    try document.add(packer, writing: purpose)
  }

  // MARK: Elements

  private var elementCount: Int { elements.count + (field == nil ? 0 : 1) }

  /// The last child of the document: an element for the field's annotation (14.7.4.3, 14.8.4.5).
  private func write(field: PDFReference, to packer: inout ObjectPacker) {
    packer.bytes.append("<</S/Form/P ")
    packer.append(element: 0)
    packer.bytes.append("/Alt")
    packer.append(text: SignatureField.title)
    packer.bytes.append("/Pg ")
    packer.append(reference: pages[0].number)
    packer.bytes.append("/K<</Type/OBJR/Obj ")
    packer.append(reference: field.number)
    packer.bytes.append(">>>>")
  }

  private func write(_ index: Int, parent root: PDFReference, to packer: inout ObjectPacker) {
    let element = elements[index]
    packer.bytes.append("<</S/")
    packer.bytes.append(element.role.type)
    packer.bytes.append("/P ")
    if index == 0 {
      packer.append(reference: root.number)
    } else {
      packer.append(element: Int(element.parent.rawValue))
    }
    writeAttributes(of: element, to: &packer)
    if element.role == .figure || element.role == .span {
      packer.bytes.append(element.role == .figure ? "/Alt" : "/ActualText")
      packer.append(text: texts[ElementID(rawValue: Int32(index))] ?? "")
    }
    writeChildren(of: index, to: &packer)
    packer.bytes.append(">>")
  }

  /// The scope of a header cell (14.8.5.7). Half of all cells have one, so it is written once (14.7.5.2).
  private static let classes: PDFValue = [
    "C": ["O": .name("Table"), "Scope": .name("Column")], "R": ["O": .name("Table"), "Scope": .name("Row")],
  ]

  private func writeAttributes(of element: Structure.Element, to packer: inout ObjectPacker) {
    switch element.role {
    case .columnHeader: packer.bytes.append("/C/C")
    case .rowHeader: packer.bytes.append("/C/R")
    default: break
    }
    guard element.columnSpan > 1 else { return }
    packer.bytes.append("/A<</O/Table/ColSpan ")
    packer.bytes.appendNumber(Int(element.columnSpan))
    packer.bytes.append(">>")
  }

  private func writeChildren(of index: Int, to packer: inout ObjectPacker) {
    var (child, sequence) = (firstChild[index], firstSequence[index])
    let hasField = index == 0 && field != nil
    guard child != Self.none || sequence != Self.none || hasField else { return }
    // The page of the kids that are plain numbers.
    let page = sequence == Self.none ? Self.none : sequences[Int(sequence)].page
    if page != Self.none {
      packer.bytes.append("/Pg ")
      packer.append(reference: pages[Int(page)].number)
    }
    packer.bytes.append("/K")
    if child == Self.none, !hasField, nextSequence[Int(sequence)] == Self.none {
      packer.bytes.append(0x20)
      packer.bytes.appendNumber(Int(sequences[Int(sequence)].identifier))
      return
    }
    packer.bytes.append(0x5B)
    var isFirst = true
    while child != Self.none || sequence != Self.none {
      if !isFirst { packer.bytes.append(0x20) }
      isFirst = false
      if child != Self.none, sequence == Self.none || comes(child, before: sequence) {
        packer.append(element: Int(child))
        child = nextSibling[Int(child)]
      } else {
        write(sequences[Int(sequence)], page: page, to: &packer)
        sequence = nextSequence[Int(sequence)]
      }
    }
    if hasField {
      packer.bytes.append(0x20)
      packer.append(element: elements.count)
    }
    packer.bytes.append(0x5D)
  }

  /// Whether a child precedes a piece of its parent's own content. If an element has content of its own, its children
  /// have content and no children.
  private func comes(_ child: Int32, before sequence: Int32) -> Bool { firstSequence[Int(child)] < sequence }

  private func write(_ sequence: Sequence, page: Int32, to packer: inout ObjectPacker) {
    guard sequence.page != page else { return packer.bytes.appendNumber(Int(sequence.identifier)) }
    packer.bytes.append("<</Type/MCR/Pg ")
    packer.append(reference: pages[Int(sequence.page)].number)
    packer.bytes.append("/MCID ")
    packer.bytes.appendNumber(Int(sequence.identifier))
    packer.bytes.append(">>")
  }

  // MARK: Back from the pages

  /// 14.7.4.4: a number tree whose keys are the pages' /StructParents; for each page it holds an array of elements by
  /// MCID.
  private func writeParentTree(to packer: inout ObjectPacker, _ deflater: borrowing Deflater) {
    var sequence = 0
    for page in pages.indices {
      packer.begin(deflater)
      packer.bytes.append(0x5B)
      while sequence < sequences.count, sequences[sequence].page == page {
        packer.append(element: Int(sequences[sequence].element))
        packer.bytes.append(0x20)
        sequence += 1
      }
      packer.bytes.append(0x5D)
    }
    packer.begin(deflater)
    packer.bytes.append("<</Nums[")
    for page in pages.indices {
      packer.bytes.appendNumber(page)
      packer.bytes.append(0x20)
      packer.append(element: elementCount + page)
      packer.bytes.append(0x20)
    }
    if field != nil {
      packer.bytes.appendNumber(pages.count)
      packer.bytes.append(0x20)
      packer.append(element: elements.count)
    }
    packer.bytes.append("]>>")
  }
}
