/// The words of the template language, also in docs/schema/template.schema.json for editors; a test compares them.
enum Grammar {
  static let template = ["report"] + part
  static let part = ["include", "information", "page", "colors", "styles", "body"]
  static let information = ["title", "author", "subject", "keywords", "language"]
  static let page = ["size", "margins", "header", "footer", "watermark", "furniture-on-first-page"]
  static let furniture = ["left", "center", "right", "style", "distance", "rule"]
  static let watermark = ["text", "style", "angle", "across", "down"]
  static let style = [
    "based-on", "font", "size", "color", "align", "line-height", "first-line-indent", "indent-left", "indent-right",
    "space-before", "space-after", "keep-with-next", "shrink-to",
  ]
  static let span = ["text", "style", "if"]
  static let stroke = ["width", "color", "pattern"]
  static let insets = ["top", "right", "bottom", "left"]
  static let size = ["width", "height"]
  static let repetition = ["for", "if"]
  static let pair = repetition + ["label", "value", "wide"]
  static let item = repetition + ["text"]
  static let row = repetition + ["cells"]
  static let cell = repetition + ["text", "blocks", "style", "align", "span", "fill", "vertical-align"]
  static let tableColumn = repetition + ["width"]
  static let column = ["width", "body"]

  enum Block: String, CaseIterable {
    case heading, paragraph, note, list, fields, records, table, labels, columns, group, image, qr, seal, rule, space
    case spring, include, slot
    case pageBreak = "page-break"
    case condition = "if"
    case loop = "for"

    /// The keys of the mapping under the block's name.
    var keys: [String] {
      switch self {
      case .heading: ["text", "level", "style"]
      case .paragraph: ["text", "style"]
      case .note: ["text", "style"] + Grammar.box
      case .list: ["items", "marker", "style"]
      case .fields: Grammar.grid + ["space-before", "space-after"]
      case .records:
        [
          "for", "head", "continued", "head-style", "head-fill", "rows-kept", "fields", "space-before",
          "space-after",
        ]
      case .table:
        ["columns", "head", "rows", "style", "head-style", "head-fill", "rows-split", "border", "lines", "padding"]
          + ["space-before", "space-after"]
      case .labels:
        ["items", "style", "border", "fill", "padding", "gap", "per-row", "space-before", "space-after"]
      case .columns, .spring, .pageBreak, .space, .slot, .condition, .loop: []
      case .include: ["file", "with"]
      case .group: ["body"] + Grammar.box
      case .image: ["picture", "width", "height", "align", "alt"]
      case .qr: ["side", "align", "alt", "caption", "caption-style"]
      case .seal: ["caption", "caption-style", "width", "height", "align", "border", "space-before", "space-after"]
      case .rule: ["width", "color", "pattern", "space-before", "space-after"]
      }
    }

    /// The keys that may stand next to the block's name.
    var companions: [String] {
      switch self {
      case .condition: ["then", "else"]
      case .loop: ["do", "else"]
      case .slot: ["else"]
      default: []
      }
    }
  }

  static let box = [
    "border", "fill", "padding", "keep-together", "minimum-height", "width", "align", "space-before", "space-after",
  ]
  static let grid = [
    "for", "if", "label", "value", "rows", "per-row", "label-width", "wide-over", "label-style", "value-style",
    "label-fill", "value-fill", "border", "lines", "padding",
  ]
}
