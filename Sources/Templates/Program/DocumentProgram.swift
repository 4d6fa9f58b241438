import Blocks
import ReportKinds
import Reports

/// A compiled template.
struct DocumentProgram: Sendable {
  struct Furniture: Sendable {
    var left: TextProgram?, center: TextProgram?, right: TextProgram?
    var distance: Length
    var rule: Stroke?

    func furniture(_ environment: Environment) throws(TemplateError) -> Blocks.Furniture {
      var furniture = Blocks.Furniture(distance: distance)
      furniture.left = try left?.runs(environment) ?? []
      furniture.center = try center?.runs(environment) ?? []
      furniture.right = try right?.runs(environment) ?? []
      furniture.rule = rule
      return furniture
    }
  }
  struct Watermark: Sendable {
    var text: TextProgram
    var style: CharacterStyle
    var angle: Double
    var across: Int, down: Int
  }
  struct Information: Sendable {
    var title: TextProgram
    var author: TextProgram?, subject: TextProgram?
    var keywords: [TextProgram]
    var language: String
  }

  /// The kind of report that the template is for, and the position where it says so.
  var report = Report.Kind.enterprise
  var reportLocation = TemplateLocation(file: "", line: 0, column: 0)
  /// What somebody should check before the template is used.
  var warnings: [TemplateError.Mistake] = []
  var information: Information
  /// The part of the page setup that does not come from the data.
  var page: PageSetup
  var header: Furniture?
  var footer: Furniture?
  var watermark: Watermark?
  var body: [Operation]
  /// The maximum nesting depth of loops.
  var loops: Int

  func document(for data: DataValue) throws(TemplateError) -> Document {
    var environment = Environment(root: data, loops: loops)
    var page = page
    page.header = try header?.furniture(environment)
    page.footer = try footer?.furniture(environment)
    if let watermark {
      page.watermark = Blocks.Watermark(
        text: try watermark.text.text(environment), style: watermark.style, angle: watermark.angle,
        across: watermark.across, down: watermark.down)
    }
    var keywords: [String] = []
    for keyword in information.keywords { keywords.append(try keyword.text(environment)) }
    let information = Document.Information(
      title: try information.title.text(environment), author: try information.author?.text(environment) ?? "",
      subject: try information.subject?.text(environment) ?? "", keywords: keywords, language: information.language)
    return Document(information: information, page: page, blocks: try body.blocks(&environment))
  }
}
