import Blocks

/// The content that an inclusion supplies for the slots of a part, and the slots found in the part.
struct Slots {
  var given: [YAMLTree.Entry]
  var met: Set<String> = []
}

// Files that several templates share: `include`.
extension Compiler {
  /// The parts that a template includes at its head, for page, colours and styles; a part's own includes come first.
  mutating func includedParts(_ template: Properties) -> [Properties] {
    guard let node = template["include"] else { return [] }
    var parts: [Properties] = []
    for item in items(node, "`include`") ?? [] {
      guard let name = word(item, "a file to include") else { continue }
      within(name, at: item.location) { compiler, tree in
        guard let part = compiler.open(tree, "part", keys: Grammar.part) else { return }
        parts += compiler.includedParts(part)
        parts.append(part)
      }
    }
    return parts
  }

  /// The blocks of a part, inserted where it is included: they may use the variables of the enclosing loops.
  mutating func includedBody(_ node: YAMLTree) -> [Operation] {
    guard let properties = content(.include, node, shorthand: "file"),
      let file = require(properties, "file"), let name = word(file, "a file to include")
    else { return [] }
    var given: [YAMLTree.Entry] = []
    if let node = properties["with"] {
      if case .mapping(let entries) = node.content {
        given = entries
      } else {
        report(node.location, "`with` must be a mapping of slots and what fills them, not \(node.kind)")
      }
    }
    var operations: [Operation] = []
    within(name, at: file.location) { compiler, tree in
      guard let part = compiler.open(tree, "part", keys: Grammar.part), let body = compiler.require(part, "body")
      else { return }
      compiler.slots.append(Slots(given: given))
      operations = compiler.readBody(body)
      let known = compiler.slots.removeLast().met
      for entry in given where !known.contains(entry.key) {
        compiler.report(
          entry.location, "`\(name)` has no slot `\(entry.key)`" + suggestion(for: entry.key, among: known))
      }
    }
    return operations
  }

  /// A position in a part that the including file may fill; its content also sees the loops around the slot.
  mutating func slot(_ node: YAMLTree, _ outer: Properties) -> [Operation] {
    guard let name = word(node, "`slot`") else { return [] }
    guard let part = slots.last else {
      report(node.location, "a slot is filled where its file is included, and this one is not included")
      return []
    }
    slots[slots.count - 1].met.insert(name)
    guard let filling = part.given.first(where: { $0.key == name })?.value else {
      return outer["else"].map { readBody($0) } ?? []
    }
    // Slots and inclusions in the content belong to the file in which it is written.
    let (ownSlots, ownFile) = (slots.removeLast(), including.removeLast())
    defer {
      slots.append(ownSlots)
      including.append(ownFile)
    }
    return filling.isNull ? [] : readBody(filling)
  }

  /// Merges the colours and styles of a template or part over those collected before.
  mutating func collect(_ part: Properties) {
    if let node = part["colors"] {
      guard case .mapping(let entries) = node.content else {
        report(node.location, "`colors` must be a mapping of names and colours, not \(node.kind)")
        return
      }
      for entry in entries { if let color = color(entry.value, "a colour") { colors[entry.key] = color } }
    }
    if let node = part["styles"] {
      guard case .mapping(let entries) = node.content else {
        report(node.location, "`styles` must be a mapping of names and styles, not \(node.kind)")
        return
      }
      // Merged key by key: a template that enlarges an included style keeps its colour.
      for entry in entries { styleNodes[entry.key] = entry.value.over(styleNodes[entry.key]) }
    }
  }

  /// Applies a closure to an included file, whose name is relative to the file that includes it.
  private mutating func within(
    _ name: String, at location: TemplateLocation, _ body: (inout Compiler, YAMLTree) -> Void
  ) {
    let folder = location.file.lastIndex(of: "/").map { location.file[...$0] } ?? ""
    let file = name.hasPrefix("/") ? name : folder + name
    guard !including.contains(file) else {
      report(location, "`\(name)` includes itself: \((including + [file]).joined(separator: " → "))")
      return
    }
    if trees[file] == nil {
      do throws(TemplateError) {
        let text = try read(file)
        sources[file] = Source(text)
        texts.append(text)
        trees[file] = try YAMLTree(text: text, file: file)
      } catch {
        // A file that cannot be read has no position of its own.
        for mistake in error.mistakes {
          let isPlaced = mistake.location.line > 0
          report(isPlaced ? mistake.location : location, isPlaced ? mistake.message : mistake.description)
        }
      }
    }
    guard let tree = trees[file] else { return }
    including.append(file)
    body(&self, tree)
    including.removeLast()
  }
}
