import Blocks

extension Composer {
  /// Sets a group as one element that contains its own list.
  mutating func set(_ group: Group, width available: Double, base: Int) throws(TypesettingError) {
    let padding = group.padding
    for inset in [padding.top, padding.right, padding.bottom, padding.left] {
      _ = try checked(inset, "a group's padding")
    }
    let width = min(available, try checked(group.width ?? Length(points: available), "a group's width"))
    let inner = width - padding.left.points - padding.right.points
    guard inner > 0 else { throw TypesettingError(.noWidth(Length(points: inner))) }
    let minimum = try checked(group.minimumHeight, "a group's height")
    let content = try list(group.blocks, width: inner)
    let height = max(minimum, content.height + padding.top.points + padding.bottom.points)
    try addSpace(group.spaceBefore, base: base)
    galley.groups.append(
      GroupBox(
        x: group.alignment.offset(of: width, in: available), width: width, height: height, padding: padding,
        border: group.border, fill: group.fill, keepTogether: group.keepTogether, content: content))
    open.append(Element(content: .group(Int32(galley.groups.count - 1)), height: height))
    try addSpace(group.spaceAfter, base: base)
  }
}
