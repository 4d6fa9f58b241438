/// The structure trees of several files merged into one (ISO 32000-1, 14.7): a document whose parts are the files.
///
/// All or nothing: a file that declares itself tagged must be tagged throughout. If any file has no tree, or one that
/// cannot be joined (custom types, or a class with the same name and a different meaning), the merged file has none.
struct MergedStructure {
  private let document: QPDFDocument
  private let tree: QPDFObject
  private let top: QPDFObject
  private let parts: QPDFObject
  /// The parent tree that maps the pages back to the elements: alternating keys and values.
  private let numbers: QPDFObject
  private let classes: QPDFObject
  private var nextKey = 0

  /// The part of one file that is joined.
  struct Part {
    fileprivate let elements: [QPDFObject]
    fileprivate let parents: [(key: Int, elements: QPDFObject)]
    fileprivate let classes: QPDFObject?
  }

  init(in document: QPDFDocument) {
    self.document = document
    tree = document.dictionary().indirect
    top = document.dictionary().indirect
    (parts, numbers, classes) = (document.array(), document.array(), document.dictionary())
  }

  /// Prepares a file whose pages are about to be copied: gives its pages new keys in the parent tree.
  /// - Returns: nil if its structure cannot be joined.
  mutating func prepare(_ source: QPDFDocument, pages: [QPDFObject]) -> Part? {
    guard let root = source.root["/StructTreeRoot"], root["/RoleMap"] == nil, root["/Namespaces"] == nil,
      let kids = root["/K"], let entries = root["/ParentTree"]?["/Nums"]?.items, entries.count.isMultiple(of: 2),
      mayJoin(root["/ClassMap"])
    else { return nil }
    var parents: [Int: QPDFObject] = [:]
    for index in stride(from: 0, to: entries.count, by: 2) {
      if let key = entries[index].integer { parents[key] = entries[index + 1] }
    }
    var found: [(key: Int, elements: QPDFObject)] = []
    for page in pages {
      for note in page["/Annots"]?.items ?? [] {
        if let element = note["/StructParent"]?.integer.flatMap({ parents[$0] }) { Self.remove(element) }
        note["/StructParent"] = nil
      }
      guard let key = page["/StructParents"]?.integer, let elements = parents[key] else {
        page["/StructParents"] = nil
        continue
      }
      page["/StructParents"] = source.integer(nextKey)
      found.append((nextKey, elements))
      nextKey += 1
    }
    let elements = (kids.items ?? [kids]).map(\.indirect)
    // References to the old root would copy all of it along.
    for element in elements { element["/P"] = nil }
    return Part(elements: elements, parents: found, classes: root["/ClassMap"])
  }

  /// Joins a file after its pages were copied.
  func join(_ part: Part) throws(QPDFDocument.Fault) {
    for element in part.elements {
      let copied = try document.copy(element)
      copied["/P"] = top
      // A document within a document becomes a part (14.8.4.2).
      if copied["/S"]?.isName("/Document") == true { copied["/S"] = document.name("/Part") }
      parts.append(copied)
    }
    for (key, elements) in part.parents {
      numbers.append(document.integer(key))
      numbers.append(try document.copy(elements))
    }
    for name in part.classes?.keys ?? [] where classes[name] == nil {
      if let attributes = part.classes?[name] { classes[name] = try document.copy(attributes) }
    }
  }

  /// Adds the tree to the document.
  func finish() {
    top["/Type"] = document.name("/StructElem")
    top["/S"] = document.name("/Document")
    top["/P"] = tree
    top["/K"] = parts
    let parents = document.dictionary().indirect
    parents["/Nums"] = numbers
    tree["/Type"] = document.name("/StructTreeRoot")
    tree["/K"] = top
    tree["/ParentTree"] = parents
    tree["/ParentTreeNextKey"] = document.integer(nextKey)
    if !classes.keys.isEmpty { tree["/ClassMap"] = classes }
    document.root["/StructTreeRoot"] = tree
    let mark = document.dictionary()
    mark["/Marked"] = document.boolean(true)
    document.root["/MarkInfo"] = mark
  }

  private func mayJoin(_ others: QPDFObject?) -> Bool {
    (others?.keys ?? []).allSatisfy { name in
      classes[name].map { $0.written == others?[name]?.written } ?? true
    }
  }

  /// Removes an element from its parent's kids, because the annotation that it describes is removed.
  private static func remove(_ element: QPDFObject) {
    guard let parent = element["/P"], let kids = parent["/K"]?.items else { return }
    let left = kids.indices.filter { kids[$0].identifier != element.identifier || element.identifier == 0 }
    parent.replaceItems("/K", with: left.map { kids[$0] })
  }
}
