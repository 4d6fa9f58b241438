import Blocks

// Dividing set material between pages. Nothing is changed: the parts are new values that share their content, so that a
// table of 5,000 rows is cut 1,500 times in linear time.

/// The constraints of a cut.
struct Cut {
  /// The height that is left on the page (points).
  var available: Double
  /// The height of a whole page: material that is taller is split where it would otherwise be moved.
  var page: Double
  var force: Force

  /// What may be done so that something is placed. At the top of a page, material is cut with full force, because
  /// moving it to the next page would not help.
  enum Force: Int, Comparable {
    case none
    /// Material that should stay together is separated.
    case parting
    /// Material that is too tall is placed anyway.
    case overflowing
    static func < (a: Force, b: Force) -> Bool { a.rawValue < b.rawValue }
  }

  func fits(_ height: Double) -> Bool { height <= available + Self.tolerance }
  func reduced(by height: Double) -> Cut { Cut(available: available - height, page: page, force: force) }
  func with(_ force: Force) -> Cut { Cut(available: available, page: page, force: force) }
  /// Sums of many heights are not exact; a hundredth of a point is invisible.
  private static let tolerance = 0.01
}

extension Galley {
  func element(_ index: Int, of list: VerticalList) -> Element {
    guard let head = list.head else { return elements[list.range.lowerBound + index] }
    return index == 0 ? head : elements[list.range.lowerBound + index - 1]
  }

  /// Cuts a list at the last permitted position before which everything fits, or within the element that overflows. The
  /// rest is empty if all fits.
  /// - Returns: nil if there is no such position and the force does not allow another.
  mutating func cut(_ list: VerticalList, _ cut: Cut) -> (first: VerticalList, rest: VerticalList)? {
    var height = 0.0
    var permitted: (count: Int, height: Double)?
    var hasContent = false
    for index in 0..<list.count {
      let element = element(index, of: list)
      guard cut.fits(height + element.height) else {
        if case .space = element.content, hasContent, !element.keepsWithNext {
          return divide(list, at: index, height: height)
        }
        let left = cut.reduced(by: height)
        if let parts = split(element, left.with(.none)) { return join(list, parts, at: index, height: height) }
        if let permitted { return divide(list, at: permitted.count, height: permitted.height) }
        guard cut.force >= .parting else { return nil }
        if let parts = split(element, left.with(.parting)) { return join(list, parts, at: index, height: height) }
        if hasContent { return divide(list, at: index, height: height) }
        guard cut.force >= .overflowing else { return nil }
        if let parts = split(element, left) { return join(list, parts, at: index, height: height) }
        return divide(list, at: index + 1, height: height + element.height)
      }
      height += element.height
      switch element.content {
      case .space, .spring, .pageBreak: break
      default: hasContent = true
      }
      if hasContent && !element.keepsWithNext { permitted = (index + 1, height) }
    }
    return (list, .empty)
  }

  /// The first `count` elements, `height` tall, and the others, without their leading spaces.
  private func divide(_ list: VerticalList, at count: Int, height: Double) -> (VerticalList, VerticalList) {
    let first = prefix(of: list, count, height: height)
    let taken = list.head == nil ? count : count - 1
    var rest = VerticalList(
      head: count == 0 ? list.head : nil, range: (list.range.lowerBound + max(0, taken))..<list.range.upperBound,
      height: list.height - height)
    dropLeadingSpace(&rest)
    return (first, rest)
  }

  private func join(
    _ list: VerticalList, _ parts: (first: Element, rest: Element), at index: Int, height: Double
  ) -> (VerticalList, VerticalList) {
    var first = prefix(of: list, index, height: height + parts.first.height)
    first.tail = parts.first
    let whole = element(index, of: list).height
    let next = list.range.lowerBound + (list.head == nil ? index + 1 : index)
    let rest = VerticalList(
      head: parts.rest, range: next..<list.range.upperBound,
      height: list.height - height - whole + parts.rest.height)
    return (first, rest)
  }

  private func prefix(of list: VerticalList, _ count: Int, height: Double) -> VerticalList {
    guard count > 0 else { return VerticalList(range: list.range.lowerBound..<list.range.lowerBound, height: height) }
    let end = list.range.lowerBound + (list.head == nil ? count : count - 1)
    return VerticalList(head: list.head, range: list.range.lowerBound..<end, height: height)
  }

  func dropLeadingSpace(_ list: inout VerticalList) {
    while list.head == nil, let index = list.range.first, case .space = elements[index].content {
      list.height -= elements[index].height
      list.range = index + 1..<list.range.upperBound
    }
  }

  private mutating func split(_ element: Element, _ cut: Cut) -> (first: Element, rest: Element)? {
    guard cut.available > 0 || cut.force == .overflowing else { return nil }
    switch element.content {
    case .table(let index):
      guard let (first, rest) = split(tables[Int(index)], cut) else { return nil }
      tables.append(first)
      tables.append(rest)
      let last = Int32(tables.count - 1)
      return (
        Element(content: .table(last - 1), height: first.height),
        Element(content: .table(last), height: rest.height, keepsWithNext: element.keepsWithNext)
      )
    case .group(let index):
      guard let (first, rest) = split(groups[Int(index)], cut) else { return nil }
      groups.append(first)
      groups.append(rest)
      let last = Int32(groups.count - 1)
      return (
        Element(content: .group(last - 1), height: first.height),
        Element(content: .group(last), height: rest.height, keepsWithNext: element.keepsWithNext)
      )
    case .line, .picture, .rule, .space, .spring, .pageBreak: return nil
    }
  }

  private mutating func split(_ group: GroupBox, _ cut: Cut) -> (GroupBox, GroupBox)? {
    if group.keepTogether && group.height <= cut.page && cut.force == .none { return nil }
    let padding = group.padding.top.points + group.padding.bottom.points
    let inner = cut.reduced(by: padding)
    guard inner.available > 0 || cut.force == .overflowing, let parts = self.cut(group.content, inner),
      parts.rest.count > 0
    else { return nil }
    var (first, rest) = (group, group)
    first.content = parts.first
    first.height = parts.first.height + padding
    first.hasBottom = false
    rest.content = parts.rest
    // The remaining part of a minimum height applies to the rest.
    rest.height = max(group.height - first.height, parts.rest.height + padding)
    rest.hasTop = false
    return (first, rest)
  }
}
