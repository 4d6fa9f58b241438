import Typesetting

/// The marked-content sequences of a page (ISO 32000-1, 14.6 and 14.7.4): they say which operators belong to which
/// structure element. All other content is marked as an artifact.
struct MarkedContent {
  /// The elements of the page's sequences, in the order of their identifiers (MCID).
  private(set) var sequences: [ElementID] = []
  /// The element of the open sequence.
  private var current: ElementID?
  private let structure: Structure

  init(_ structure: Structure) { self.structure = structure }

  /// Resets the state for a new page.
  mutating func begin() {
    sequences.removeAll()
    current = nil
  }

  /// The content that follows belongs to `element`.
  @inline(__always)
  mutating func mark(_ element: ElementID, in stream: inout ContentStream) {
    guard element != current else { return }
    end(in: &stream)
    begin(element, in: &stream)
  }

  /// A sequence ends in the text object in which it began, or outside every text object if it began there (14.6.1).
  mutating func end(in stream: inout ContentStream) {
    guard current != nil else { return }
    current = nil
    stream.append("EMC")
  }

  private mutating func begin(_ element: ElementID, in stream: inout ContentStream) {
    current = element
    guard element != .artifact else { return stream.append(delimiter: "/Artifact BMC") }
    let role = structure[element].role
    stream.append(delimiter: "/")
    stream.append(delimiter: role.type)
    stream.append(delimiter: "<</MCID")
    stream.append(sequences.count, decimals: 0)
    if role == .span, let text = structure.texts[element] {
      // Repeated here for readers that do not look into the structure.
      stream.append(delimiter: "/ActualText")
      stream.append(text: text)
    }
    stream.append(delimiter: ">>BDC")
    sequences.append(element)
  }
}

extension Structure.Role {
  /// The standard structure type (ISO 32000-1, 14.8.4).
  var type: StaticString {
    switch self {
    case .document: "Document"
    case .heading1: "H1"
    case .heading2: "H2"
    case .heading3: "H3"
    case .paragraph: "P"
    case .list: "L"
    case .listItem: "LI"
    case .listBody: "LBody"
    case .table: "Table"
    case .row: "TR"
    case .columnHeader, .rowHeader: "TH"
    case .cell: "TD"
    case .figure: "Figure"
    case .span: "Span"
    }
  }
}
