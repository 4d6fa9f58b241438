/// What the pages say, independent of their look: a tree of elements in reading order (ISO 32000-1, 14.7). Text and
/// pictures name the element to which they belong; an element that continues on another page is still one element.
public struct Structure: Sendable, Hashable {
  /// The standard structure types (ISO 32000-1, 14.8.4) that reports use.
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
    /// Only for cells.
    public var columnSpan: UInt16
    public var parent: ElementID
    public init(role: Role, columnSpan: Int = 1, parent: ElementID) {
      (self.role, self.columnSpan, self.parent) = (role, UInt16(clamping: columnSpan), parent)
    }
  }

  /// Parents before their children; children of one parent in reading order. The first element is the whole document.
  public private(set) var elements = [Element(role: .document, parent: .artifact)]
  /// For figures: what they show. For spans: the character that they represent.
  public private(set) var texts: [ElementID: String] = [:]

  public init() {}

  public subscript(id: ElementID) -> Element { elements[Int(id.rawValue)] }

  /// Adds an element as the last child of a parent. Children of an artifact are artifacts.
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

/// An element's index in `Structure.elements`.
public struct ElementID: Sendable, Hashable, RawRepresentable {
  public var rawValue: Int32
  @inlinable public init(rawValue: Int32) { self.rawValue = rawValue }
  public static let document = ElementID(rawValue: 0)
  /// Belongs to no element: decoration, or content repeated on every page (ISO 32000-1, 14.8.2.2).
  public static let artifact = ElementID(rawValue: -1)
}
