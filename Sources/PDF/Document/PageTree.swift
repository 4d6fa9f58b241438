import PDFReading

/// The pages as the file stores them (ISO 32000-1, 7.7.3): a tree of two levels, whose nodes stay small so that a viewer
/// finds page 2000 without reading 2000 references.
struct PageTree: ~Copyable {
  private var pages: [PDFReference] = []
  private var nodes: [PDFReference] = []

  private static let pagesPerNode = 64
  private static let purpose = "the page tree"

  /// Appends a page. /Type and /Parent are added.
  mutating func append(_ entries: PDFDictionary, to document: inout PDFDocument<NoSignature>) throws(PDFError) {
    if pages.count.isMultiple(of: Self.pagesPerNode) { nodes.append(try document.reserve()) }
    var page: PDFDictionary = ["Type": .name("Page"), "Parent": .reference(nodes[nodes.count - 1])]
    for entry in entries.entries { page.append(entry.key, entry.value) }
    pages.append(try document.add(page, writing: "a page"))
  }

  /// Writes the tree of all pages.
  /// - Returns: the pages, in order.
  consuming func write(
    mediaBox: PDFValue, to document: inout PDFDocument<NoSignature>
  ) throws(PDFError) -> [PDFReference] {
    for (index, node) in nodes.enumerated() {
      let kids = pages.dropFirst(index * Self.pagesPerNode).prefix(Self.pagesPerNode)
      var entries = Self.node(kids, pageCount: kids.count)
      entries.append("Parent", .reference(document.pages))
      try document.set(entries, in: node, writing: Self.purpose)
    }
    var root = Self.node(nodes[...], pageCount: pages.count)
    root.append("MediaBox", mediaBox)
    try document.set(root, in: document.pages, writing: Self.purpose)
    return pages
  }

  private static func node(_ kids: ArraySlice<PDFReference>, pageCount: Int) -> PDFDictionary {
    ["Type": .name("Pages"), "Kids": .array(kids.map { .reference($0) }), "Count": .integer(pageCount)]
  }
}
