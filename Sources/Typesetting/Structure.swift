/// What the pages say, apart from how it looks: a tree of elements in reading order (ISO 32000-1, 14.7). Text and
/// pictures name the element to which they belong; an element that goes on with another page is one all the same.
public struct Structure: Sendable, Hashable {
  /// The standard structure types (ISO 32000-1, 14.8.4) that reports have.
  public enum Role: UInt8, Sendable, Hashable, CaseIterable {
    case document
    case heading1, heading2, heading3, paragraph
    case list, listItem, listBody
    case table, row, columnHeader, rowHeader, cell
    case figure
    /// A character that is drawn as something else.
    case span
  }

  public struct Element: Sendable, Hashable {
    public var role: Role
    /// Of cells.
    public var columnSpan: UInt16
    public var parent: ElementID
    public init(role: Role, columnSpan: Int = 1, parent: ElementID) {
      (self.role, self.columnSpan, self.parent) = (role, UInt16(clamping: columnSpan), parent)
    }
  }

  /// Parents before their children, children of one parent in reading order. The first is the whole document.
  public private(set) var elements = [Element(role: .document, parent: .artifact)]
  /// Of figures: what they show. Of spans: the character that they stand for.
  public private(set) var texts: [ElementID: String] = [:]

  public init() {}

  public subscript(id: ElementID) -> Element { elements[Int(id.rawValue)] }

  /// Adds the last child of a parent. What is within an artifact is one too.
  public mutating func add(
    _ role: Role, columnSpan: Int = 1, text: String? = nil, to parent: ElementID
  ) -> ElementID {
    guard parent != .artifact else { return .artifact }
    elements.append(Element(role: role, columnSpan: columnSpan, parent: parent))
    let id = ElementID(rawValue: Int32(elements.count - 1))
    if let text { texts[id] = text }
    return id
  }
}

/// An element's place in `Structure.elements`.
public struct ElementID: Sendable, Hashable, RawRepresentable {
  public var rawValue: Int32
  @inlinable public init(rawValue: Int32) { self.rawValue = rawValue }
  public static let document = ElementID(rawValue: 0)
  /// Of no element: what only decorates, or repeats itself on every page (ISO 32000-1, 14.8.2.2).
  public static let artifact = ElementID(rawValue: -1)
}
