import Blocks

/// The pictures that a template can place. Their content is made when the report is issued.
private enum KnownPicture: String, CaseIterable {
  case verificationCode = "verification-code"

  var id: PictureID {
    switch self {
    case .verificationCode: .verificationCode
    }
  }
}

extension Compiler {
  mutating func image(_ node: YAMLTree) -> [Operation] {
    guard let properties = content(.image, node),
      let name = require(properties, "picture"), let width = require(properties, "width"),
      let known: KnownPicture = choice(name, "`picture`"), let width = length(width, "`width`", atLeast: 1)
    else { return [] }
    let height = properties["height"].flatMap { length($0, "`height`", atLeast: 1) } ?? width
    return [picture(known.id, Size(width: width, height: height), properties, alternateText: "")]
  }

  mutating func qr(_ node: YAMLTree) -> [Operation] {
    guard let properties = content(.qr, node, shorthand: "side") else { return [] }
    // verification.md §2: tests show that it can be read from print at 36 mm.
    let side = properties["side"].flatMap { length($0, "`side`", atLeast: 1) } ?? Length(millimetres: 36)
    // The page provides the quiet zone: four white modules (ISO/IEC 18004, 6.3.8), which are at most a tenth of the
    // side from version 6 on. The box hides the watermark there.
    var zone = Group(blocks: [])
    zone.fill = Color(hex: 0xFFFFFF)
    zone.padding = Insets(all: side / 10)
    zone.width = side * 1.2
    zone.alignment = alignment(properties)
    zone.keepTogether = true
    let symbol = picture(.verificationCode, Size(width: side, height: side), properties, alternateText: "核验二维码")
    var operations: [Operation] = [.group(zone, [symbol])]
    if let caption = properties["caption"] {
      var style = style(properties["caption-style"], default: "caption")
      if properties["caption-style"] == nil { style.paragraph.alignment = alignment(properties) }
      if let text = text(caption, "`caption`", style: style) {
        operations.append(.paragraph(ParagraphProgram(text: text, style: style.paragraph)))
      }
    }
    return operations
  }

  private mutating func picture(
    _ id: PictureID, _ size: Size, _ properties: Properties, alternateText: String
  ) -> Operation {
    claims.hasCode = claims.hasCode || id == .verificationCode
    let picture = Picture(id: id, size: size, alignment: alignment(properties), alternateText: alternateText)
    guard let node = properties["alt"], let text = text(node, "`alt`", style: TextStyle()) else {
      return .fixed(.picture(picture))
    }
    return .picture(picture, alternateText: text)
  }

  private mutating func alignment(_ properties: Properties) -> ParagraphStyle.Alignment {
    properties["align"].flatMap { choice($0, "`align`") } ?? .center
  }

  /// Room for a seal: an empty frame with a caption at the bottom.
  mutating func seal(_ node: YAMLTree) -> [Operation] {
    guard let properties = content(.seal, node, shorthand: "caption") else { return [] }
    // Company seals are 40 to 45 mm wide.
    let width = properties["width"].flatMap { length($0, "`width`", atLeast: 72) } ?? Length(millimetres: 50)
    let height = properties["height"].flatMap { length($0, "`height`", atLeast: 72) } ?? Length(millimetres: 50)
    let style = style(properties["caption-style"], default: "caption")
    var group = Group(blocks: [])
    group.border = Stroke(width: 0.5, color: Color(hex: 0x999999), pattern: .dashed)
    if let node = properties["border"], let border = stroke(node, "border") { group.border = border }
    (group.width, group.minimumHeight) = (width, height)
    group.padding = Insets(all: 4)
    group.alignment = alignment(properties)
    group.keepTogether = true
    (group.spaceBefore, group.spaceAfter) = spaces(properties)
    guard let node = properties["caption"], let caption = text(node, "`caption`", style: style) else {
      return [.group(group, [])]
    }
    let line = style.character.size * style.paragraph.lineHeight
    return [
      .group(
        group,
        [
          .fixed(.space(height - group.padding.top - group.padding.bottom - line)),
          .paragraph(ParagraphProgram(text: caption, style: style.paragraph)),
        ])
    ]
  }

  mutating func rule(_ node: YAMLTree) -> [Operation] {
    if node.isNull { return [.fixed(.rule(Rule(stroke: Stroke())))] }
    guard let properties = content(.rule, node) else { return [] }
    let (before, after) = spaces(properties)
    return [.fixed(.rule(Rule(stroke: stroke(properties), spaceBefore: before, spaceAfter: after)))]
  }
}
