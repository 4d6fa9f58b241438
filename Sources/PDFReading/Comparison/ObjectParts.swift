/// Which part of the document each object of a file belongs to, so that people can be told where a difference lies.
///
/// It follows references from the catalog, each object once. It does not follow the objects of the structure, which are
/// many and are in object streams.
struct ObjectParts {
  private let file: ObjectReader
  private var parts: [Int: PDFDifference.Part] = [:]

  /// For a partly damaged file, it finds the objects of the undamaged part.
  init(of file: ObjectReader) {
    self.file = file
    if case .reference(let info)? = file.references.trailer["Info"] { parts[info.number] = .metadata }
    guard case .reference(let root)? = file.references.trailer["Root"] else { return }
    parts[root.number] = .catalog
    guard let catalog = dictionary(.reference(root)) else { return }
    // Before the pages, which show the fields as annotations.
    add(catalog["AcroForm"], as: .form)
    if let tree = catalog["Pages"] { addPages(tree) }
    // Everything reachable from a page is assigned by now; each remaining object belongs to the first part that reaches
    // it.
    addFiles(dictionary(dictionary(catalog["Names"])?["EmbeddedFiles"]), depth: 0)
    for (key, part) in Self.catalogEntries { add(catalog[key], as: part) }
    if case .reference(let structure)? = catalog["StructTreeRoot"] { set(structure, .structure) }
    for entry in catalog.entries where entry.key != "StructTreeRoot" { add(entry.value, as: .catalog) }
  }

  func part(of number: Int) -> PDFDifference.Part {
    if let part = parts[number] { return part }
    // Reports pack nothing else.
    if case .packed? = file.references.locations[number] { return .structure }
    return file.isObjectStream(number) ? .structure : .other
  }

  private static let catalogEntries: [(String, PDFDifference.Part)] = [
    ("Outlines", .bookmarks), ("Metadata", .metadata), ("OutputIntents", .colorProfile),
  ]

  private func dictionary(_ value: PDFValue?) -> PDFDictionary? { try? file.dictionary(value) }

  private mutating func set(_ reference: PDFReference, _ part: PDFDifference.Part) {
    if parts[reference.number] == nil { parts[reference.number] = part }
  }

  /// Assigns to `part` everything reachable from a value that is not yet assigned.
  private mutating func add(_ value: PDFValue?, as part: PDFDifference.Part) {
    var pending = value.map { [$0] } ?? []
    while let value = pending.popLast() {
      switch value {
      case .array(let items): pending += items
      // Parent entries lead back up to what led here.
      case .dictionary(let dictionary):
        pending += dictionary.entries.filter { !["Parent", "P"].contains($0.key) }.map(\.value)
      case .reference(let reference):
        guard parts[reference.number] == nil else { continue }
        parts[reference.number] = part
        if let object = try? file.object(reference.number) { pending.append(object.value) }
      default: continue
      }
    }
  }

  private mutating func addPages(_ tree: PDFValue) {
    var pending = [tree]
    var count = 0
    var resources: [PDFDictionary] = []
    while let node = pending.popLast() {
      guard case .reference(let reference) = node, parts[reference.number] == nil, let node = dictionary(node) else {
        continue
      }
      if case .array(let kids)? = node["Kids"] {
        parts[reference.number] = .catalog
        pending += kids.reversed()
        continue
      }
      count += 1
      parts[reference.number] = .page(count)
      add(node["Contents"], as: .contents(page: count))
      add(node["Annots"], as: .annotation(page: count))
      if case .reference(let own)? = node["Resources"], parts[own.number] != nil { continue }
      if let own = dictionary(node["Resources"]) { resources.append(own) }
      if case .reference(let own)? = node["Resources"] { set(own, .catalog) }
    }
    for resources in resources {
      for entry in dictionary(resources["Font"])?.entries ?? [] {
        add(entry.value, as: .font(Self.name(of: dictionary(entry.value))))
      }
      for entry in dictionary(resources["XObject"])?.entries ?? [] { add(entry.value, as: .picture) }
    }
  }

  /// `NotoSerifCJKsc-Regular` of `VNIVZZ+NotoSerifCJKsc-Regular-Identity-H`.
  private static func name(of font: PDFDictionary?) -> String {
    guard case .name(var name)? = font?["BaseFont"] else { return "" }
    if let plus = name.firstIndex(of: "+") { name = String(name[name.index(after: plus)...]) }
    return name.hasSuffix("-Identity-H") ? String(name.dropLast(11)) : name
  }

  private mutating func addFiles(_ node: PDFDictionary?, depth: Int) {
    guard let node, depth < 16 else { return }
    if case .array(let pairs)? = node["Names"] {
      for index in stride(from: 1, to: pairs.count, by: 2) {
        let specification = dictionary(pairs[index])
        add(pairs[index], as: .attachment(specification.flatMap { try? file.text($0["UF"] ?? $0["F"]) } ?? ""))
      }
    }
    if case .array(let kids)? = node["Kids"] {
      for case .reference(let kid) in kids where parts[kid.number] == nil {
        parts[kid.number] = .catalog
        addFiles(dictionary(.reference(kid)), depth: depth + 1)
      }
    }
  }
}

extension ObjectReader {
  func isObjectStream(_ number: Int) -> Bool {
    (try? object(number))?.dictionary?["Type"] == .name("ObjStm")
  }
}
