import Blocks
import Records
import ReportKinds
import Reports

/// Turns a template's YAML into a program. Goes on after a mistake, so that one run finds as many as there are.
struct Compiler {
  typealias Reader = (String) throws(TemplateError) -> String

  /// Gives the text of a file that is included, by its path.
  let read: Reader
  var scope: Scope
  /// How deep loops were nested so far at most.
  var loops = 0
  var mistakes: [TemplateError.Mistake] = []
  var colors: [String: Color] = [:]
  /// As written, own and included.
  var styleNodes: [String: YAMLTree] = [:]
  var styles: [String: TextStyle] = [:]
  /// By file.
  var sources: [String: Source] = [:]
  var trees: [String: YAMLTree] = [:]
  /// Of all files, in the order in which they were met.
  var texts: [String] = []
  /// Files from the template to the one that is being compiled.
  var including: [String] = []
  var claims = Claims()
  /// What is put into the slots of the parts that are being compiled, innermost part last.
  var slots: [Slots] = []

  /// - Parameters:
  ///   - shape: of the data; nil: of the report of which the template says that it is for it.
  ///   - texts: gets the texts of the template and of its parts.
  static func program(
    file: String, text: String, catalogue: Catalogue?, shape: DataShape?, read: @escaping Reader,
    texts: inout [String]
  ) throws(TemplateError) -> DocumentProgram {
    let tree = try YAMLTree(text: text, file: file)
    var compiler = Compiler(read: read, scope: Scope(root: .any, masks: catalogue?.masks ?? []))
    compiler.sources[file] = Source(text)
    compiler.texts = [text]
    compiler.including = [file]
    let (report, place) = compiler.kind(of: tree)
    compiler.scope.root = shape ?? .report(report, catalogue)
    var program = compiler.program(of: tree)
    texts = compiler.texts
    program?.report = report
    program?.reportPlace = place
    program?.warnings = compiler.warnings(report, body: tree["body"]?.place ?? place)
    guard compiler.mistakes.isEmpty, let program else {
      // What is included twice would be said twice.
      throw TemplateError(Set(compiler.mistakes).sorted { ($0.place, $0.message) < ($1.place, $1.message) })
    }
    return program
  }

  /// Which report the template is for, and where it says so.
  private mutating func kind(of root: YAMLTree) -> (Report.Kind, TemplatePlace) {
    guard let node = root["report"], !node.isNull else { return (.enterprise, root.place) }
    return (choice(node, "`report`") ?? .enterprise, node.place)
  }

  private mutating func program(of root: YAMLTree) -> DocumentProgram? {
    guard let template = open(root, "template", keys: Grammar.template) else { return nil }
    let parts = includedParts(template)
    // What is nearer to the template holds: later parts over earlier ones, the template over all.
    let layers = parts + [template]
    for layer in layers { collect(layer) }
    resolveStyles()

    var page = PageProgram()
    // Key by key, within the header as well: who changes its left text keeps its rule.
    var pageNode: YAMLTree?
    for layer in layers { if let node = layer["page"] { pageNode = node.deeplyOver(pageNode) } }
    if let pageNode { readPage(pageNode, into: &page) }
    if page.margins == nil, !layers.contains(where: { $0["page"]?["margins"] != nil }) {
      report(
        template["page"]?.place ?? root.place, "the page needs `margins`: under `page`, here or in what it includes")
    }
    let information = require(template, "information").flatMap { readInformation($0) }
    let body = require(template, "body").map { readBody($0) } ?? []
    guard let information, let margins = page.margins else { return nil }
    var setup = PageSetup(margins: margins)
    setup.size = page.size
    setup.furnitureOnFirstPage = page.furnitureOnFirstPage
    return DocumentProgram(
      information: information, page: setup, header: page.header, footer: page.footer, watermark: page.watermark,
      body: body, loops: loops)
  }
}
