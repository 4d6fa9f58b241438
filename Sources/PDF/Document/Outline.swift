import Blocks
import PDFReading
import Typesetting

/// The bookmarks (ISO 32000-1, 12.3.3): a tree of items, each linked to its parent, its neighbours and its first and
/// last child. The first level is visible when the file is opened; deeper levels are collapsed.
struct Outline {
  private struct Item {
    var parent: Int?
    var children: [Int] = []
    /// Neighbours with the same parent.
    var previous: Int?, next: Int?
  }
  private let entries: [OutlineEntry]
  private var items: [Item] = []
  private var roots: [Int] = []

  init(_ entries: [OutlineEntry]) {
    self.entries = entries
    /// The ancestors of the next entry, with ascending levels.
    var ancestors: [Int] = []
    for (index, entry) in entries.enumerated() {
      while let last = ancestors.last, entries[last].level >= entry.level { ancestors.removeLast() }
      let parent = ancestors.last
      let previous = parent.map { items[$0].children.last } ?? roots.last
      items.append(Item(parent: parent, previous: previous))
      if let previous { items[previous].next = index }
      if let parent { items[parent].children.append(index) } else { roots.append(index) }
      ancestors.append(index)
    }
  }

  /// - Parameter pages: the document's pages, in order.
  func write(to document: inout PDFDocument<NoSignature>, pages: [PDFReference], height: Length) throws(PDFError) {
    guard let first = roots.first, let last = roots.last else { return }
    let root = try document.reserve()
    var references: [PDFReference] = []
    for _ in items { references.append(try document.reserve()) }

    for (index, item) in items.enumerated() {
      let entry = entries[index]
      guard pages.indices.contains(entry.page) else {
        throw .outlineOutOfRange(title: entry.title, page: entry.page + 1)
      }
      var dictionary: PDFDictionary = [
        "Title": .text(entry.title), "Parent": .reference(item.parent.map { references[$0] } ?? root),
        "Dest": [
          .reference(pages[entry.page]), .name("XYZ"), .null, .real((height - entry.top).points), .null,
        ],
      ]
      dictionary["Prev"] = item.previous.map { .reference(references[$0]) }
      dictionary["Next"] = item.next.map { .reference(references[$0]) }
      if let first = item.children.first, let last = item.children.last {
        dictionary["First"] = .reference(references[first])
        dictionary["Last"] = .reference(references[last])
        // Negative: collapsed. The number is what opening the item would show; its children are collapsed too.
        dictionary["Count"] = .integer(-item.children.count)
      }
      try document.set(dictionary, in: references[index], writing: "the bookmark '\(entry.title)'")
    }
    try document.set(
      [
        "Type": .name("Outlines"), "First": .reference(references[first]), "Last": .reference(references[last]),
        "Count": .integer(roots.count),
      ], in: root, writing: "the bookmarks")
    try document.set(["Outlines": .reference(root)], in: document.catalog, writing: "the bookmarks")
  }
}
