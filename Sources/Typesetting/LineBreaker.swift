/// Divides items into lines, each as full as possible (greedy), at the break opportunities that the itemizer found.
struct LineBreaker {
  /// The end of a line, and its natural width (points) without trailing spaces.
  struct Extent {
    var end: Int
    /// The start of the next line: after the spaces or the newline.
    var next: Int
    var width: Double
    /// The blank half of a full-width mark at the end of the line, which may extend beyond the measure.
    var trim: Double
    /// The paragraph ends here, or there is a newline here.
    var isLast: Bool
  }

  /// Gaps and punctuation may be squeezed to fit one more character (justified text only).
  var squeezes: Bool
  private static let tolerance = 1e-3

  /// - Parameters:
  ///   - items: of the whole galley.
  ///   - end: of the paragraph.
  ///   - limit: no line should end after it, unless there is no other way.
  ///   - nextWidth: of the line after this one, for words that do not fit there either.
  func nextLine(
    in items: [Item], from start: Int, to end: Int, limit: Int = .max, width available: Double, nextWidth: Double
  ) -> Extent {
    var best: Extent?
    var width = Self.startShift(items, start, end)
    var visible = max(0, width)
    var visibleEnd = start
    var slack = 0.0
    var index = start
    while true {
      let atEnd = index == end || items[index].breakBefore == .newline
      if atEnd || index > start && visibleEnd > start && items[index].breakBefore == .allowed {
        let trim = visibleEnd > start ? Self.endTrim(items[visibleEnd - 1]) : 0
        let excess = visible - trim - available
        guard
          index <= limit || best == nil,
          excess <= Self.tolerance || excess <= slack && excess < available - (best?.width ?? -.infinity)
        else { break }
        best = Extent(
          end: visibleEnd, next: atEnd ? min(index + 1, end) : index, width: visible, trim: trim, isLast: atEnd)
        if atEnd { break }
      }
      let item = items[index]
      if index > start {
        width += Double(item.gap)
        if squeezes { slack += Self.shrinkability(of: item, after: items[index - 1]) }
      }
      width += Double(item.advance)
      index += 1
      if !item.traits.contains(.space) {
        visible = width
        visibleEnd = index
        // From here on no break can fit.
        if visible - slack - Double(item.advance) > available { break }
      }
    }
    guard let best else {
      return breakAnywhere(in: items, from: start, to: end, after: start, width: available)
        ?? Extent(end: start, next: min(start + 1, end), width: 0, trim: 0, isLast: true)
    }
    if !best.isLast, best.next <= limit, available - best.width > available / 5,
      items[best.next].traits.contains(.western)
    {
      // A word that must be broken anyway begins on this line instead of leaving a hole; and a URL that breaks after a
      // solidus may break further on, after one of its dots.
      let isWithinURL = items[best.next - 1].traits.isSuperset(of: [.endsPiece, .western])
      let isTooLong = isTooLong(in: items, from: best.next, to: end, width: nextWidth)
      if isTooLong || isWithinURL,
        let broken = breakAnywhere(
          in: items, from: start, to: end, after: best.next, width: available, onlyPreferred: !isTooLong)
      {
        return broken
      }
    }
    return best
  }

  /// An opening mark at the start of a line is set flush: its blank left half lies outside the measure.
  static func startShift(_ items: [Item], _ start: Int, _ end: Int) -> Double {
    start < end && items[start].traits.contains(.opening) ? -Double(items[start].advance) / 2 : 0
  }

  static func endTrim(_ item: Item) -> Double {
    item.traits.contains(.closing) ? Double(item.advance) / 2 : 0
  }

  /// How much the space between two items may shrink: half of a gap between Han and Latin, half of the blank of a
  /// full-width mark.
  @inline(__always)
  static func shrinkability(of item: Item, after left: Item) -> Double {
    if item.traits.contains(.flexibleGap) { return Double(item.gap) / 2 }
    if item.traits.union(left.traits).isDisjoint(with: .punctuation) || item.gap != 0 { return 0 }
    if left.traits.contains(.closing) { return Double(left.advance) / 4 }
    return item.traits.contains(.opening) ? Double(item.advance) / 4 : 0
  }

  /// Whether the text becomes wider than a line before the next break opportunity.
  private func isTooLong(in items: [Item], from start: Int, to end: Int, width available: Double) -> Bool {
    var width = Double(items[start].advance)
    var index = start + 1
    while index < end && items[index].breakBefore == .prohibited && !items[index].traits.contains(.space) {
      width += Double(items[index].gap + items[index].advance)
      if width > available + Self.tolerance { return true }
      index += 1
    }
    return false
  }

  /// Last resort: a break where none is allowed. It comes after a separator of a URL or number if there is one in the
  /// second half of the line; if possible not before a closing or after an opening mark; and always after at least one
  /// item.
  private func breakAnywhere(
    in items: [Item], from start: Int, to end: Int, after lowerBound: Int, width available: Double,
    onlyPreferred: Bool = false
  ) -> Extent? {
    var plain: Extent?
    var tolerable: Extent?
    var preferred: Extent?
    var width = Self.startShift(items, start, end)
    var index = start
    while index < end && items[index].breakBefore != .newline {
      let item = items[index]
      width += Double(item.advance) + (index > start ? Double(item.gap) : 0)
      if width > available + Self.tolerance && plain != nil { break }
      index += 1
      guard index > lowerBound else {
        if width > available + Self.tolerance { break }
        continue
      }
      let isLast = index == end || items[index].breakBefore == .newline
      let extent = Extent(
        end: index, next: isLast ? min(index + 1, end) : index, width: width, trim: 0, isLast: isLast)
      if width <= available + Self.tolerance || index == start + 1 { plain = extent }
      guard width <= available + Self.tolerance else { break }
      // A mark without advance belongs to the item before it.
      if index < end && (items[index].advance == 0 || items[index].traits.contains(.closing)) { continue }
      if item.traits.contains(.opening) { continue }
      tolerable = extent
      if item.traits.contains(.endsPiece) && width > available / 2 { preferred = extent }
    }
    return onlyPreferred ? preferred : preferred ?? tolerable ?? plain
  }
}
