import Blocks
import Records
import ReportKinds
import Reports

/// Compiles a template's YAML into a program. Continues after a mistake, so that one run finds as many as possible.
struct Compiler {
  typealias Reader = (String) throws(TemplateError) -> String

  /// Returns the text of an included file, by its path.
  let read: Reader
  var scope: Scope
  /// The maximum nesting depth of loops so far.
  var loops = 0
  var mistakes: [TemplateError.Mistake] = []
  var colors: [String: Color] = [:]
  /// Styles as written, own and included.
  var styleNodes: [String: YAMLTree] = [:]
  var styles: [String: TextStyle] = [:]
  /// By file.
  var sources: [String: Source] = [:]
  var trees: [String: YAMLTree] = [:]
  /// The texts of all files, in the order in which they were first read.
  var texts: [String] = []
  /// The chain of files from the template to the one that is being compiled.
  var including: [String] = []
  var claims = Claims()
  /// The content for the slots of the parts that are being compiled, innermost part last.
  var slots: [Slots] = []

  /// - Parameters:
  ///   - shape: of the data; nil: of the report that the template says it is for.
  ///   - texts: receives the texts of the template and of its parts.
  static func program(
    file: String, text: String, catalogue: Catalogue?, shape: DataShape?, read: @escaping Reader,
    texts: inout [String]
  ) throws(TemplateError) -> DocumentProgram {
    let tree = try YAMLTree(text: text, file: file)
    var compiler = Compiler(read: read, scope: Scope(root: .any, masks: catalogue?.masks ?? []))
    compiler.sources[file] = Source(text)
    compiler.texts = [text]
    compiler.including = [file]
    let (kind, location) = compiler.kind(of: tree)
    compiler.scope.root = shape ?? .report(kind, catalogue)
    var program = compiler.program(of: tree)
    texts = compiler.texts
    program?.report = kind
    program?.reportLocation = location
    program?.warnings = compiler.warnings(kind, body: tree["body"]?.location ?? location)
    guard compiler.mistakes.isEmpty, let program else {
      // A file that is included twice would repeat its mistakes.
      throw TemplateError(Set(compiler.mistakes).sorted { ($0.location, $0.message) < ($1.location, $1.message) })
    }
    return program
  }

  /// The report that the template is for, and the position where it says so.
  private mutating func kind(of root: YAMLTree) -> (Report.Kind, TemplateLocation) {
    guard let node = root["report"], !node.isNull else { return (.enterprise, root.location) }
    return (choice(node, "`report`") ?? .enterprise, node.location)
  }

  private mutating func program(of root: YAMLTree) -> DocumentProgram? {
    guard let template = open(root, "template", keys: Grammar.template) else { return nil }
    let parts = includedParts(template)
    // The layer closest to the template wins: later parts over earlier ones, the template over all.
    let layers = parts + [template]
    for layer in layers { collect(layer) }
    resolveStyles()

    var page = PageProgram()
    // Merged key by key, inside the header too: a template that changes its left text keeps its rule.
    var pageNode: YAMLTree?
    for layer in layers { if let node = layer["page"] { pageNode = node.deeplyOver(pageNode) } }
    if let pageNode { readPage(pageNode, into: &page) }
    if page.margins == nil, !layers.contains(where: { $0["page"]?["margins"] != nil }) {
      report(
        template["page"]?.location ?? root.location,
        "the page needs `margins`: under `page`, here or in what it includes")
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
