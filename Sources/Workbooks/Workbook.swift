import Tables

/// The parts of an XLSX file (ECMA-376) that concern all its sheets.
struct Workbook {
  struct Sheet {
    var name: String
    /// The name of its part in the archive.
    var part: String
    var isHidden: Bool
  }

  let archive: ZipArchive
  private(set) var sheets: [Sheet] = []
  private(set) var strings: [String] = []
  /// By style index: whether the style is that of a date.
  private(set) var isDate: [Bool] = []
  private(set) var since1904 = false

  private enum Limit {
    static let sheets = WorkbookReply.maximumSheets
    static let stringBytes = 512 << 20
    static let strings = 8_000_000
    static let cellBytes = 1 << 20
  }

  init(_ input: InputFile) throws(WorkbookFault) {
    archive = try ZipArchive(input)
    let main = try relations(of: "").first { $0.type.hasSuffix("/officeDocument") }?.target ?? "xl/workbook.xml"
    guard archive.has(main) else { throw .init("is a ZIP file, but no workbook; hand in .xlsx or CSV") }
    let relations = try relations(of: main)
    try readMain(main, relations)
    if let styles = relations.first(where: { $0.type.hasSuffix("/styles") }) { try readStyles(styles.target) }
    if let shared = relations.first(where: { $0.type.hasSuffix("/sharedStrings") }) { try readStrings(shared.target) }
  }

  private struct Relation {
    var id: String, type: String, target: String
  }

  /// ECMA-376 part 2, 6.5: the parts to which a part refers, by full name.
  private func relations(of part: String) throws(WorkbookFault) -> [Relation] {
    let folder = part.lastIndex(of: "/").map { String(part[...$0]) } ?? ""
    let name = folder + "_rels/" + part.dropFirst(folder.count) + ".rels"
    guard archive.has(name) else { return [] }
    let events = try XMLEvents(try archive.open(name))
    var relations: [Relation] = []
    while let event = try events.next() {
      guard event == .start("Relationship"), let id = events.attribute("Id"), let type = events.attribute("Type"),
        let target = events.attribute("Target"), events.attribute("TargetMode") != "External"
      else { continue }
      relations.append(Relation(id: id, type: type, target: Self.resolved(target, in: folder)))
    }
    return relations
  }

  private static func resolved(_ target: String, in folder: String) -> String {
    var steps = target.hasPrefix("/") ? [] : folder.split(separator: "/")
    for step in target.split(separator: "/") where step != "." {
      if step == ".." { _ = steps.popLast() } else { steps.append(step) }
    }
    return steps.joined(separator: "/")
  }

  private mutating func readMain(_ part: String, _ relations: [Relation]) throws(WorkbookFault) {
    let events = try XMLEvents(try archive.open(part))
    while let event = try events.next() {
      switch event {
      case .start("workbookPr"): since1904 = ["1", "true"].contains(events.attribute("date1904") ?? "")
      case .start("sheet"):
        // Whatever the prefix of its namespace is.
        let id = events.attribute(ofAnyPrefix: "id")
        guard let name = events.attribute("name") else { continue }
        guard let relation = relations.first(where: { $0.id == id }) else {
          throw .init("has a sheet \(name) whose rows are not in the file")
        }
        // Sheets of charts and macros hold no rows.
        guard relation.type.hasSuffix("/worksheet") else { continue }
        if let other = sheets.first(where: { $0.part == relation.target }) {
          throw .init("has two sheets of the same rows: \(other.name), \(name)")
        }
        sheets.append(
          Sheet(
            name: name, part: relation.target,
            isHidden: (events.attribute("state") ?? "visible") != "visible"))
        if sheets.count > Limit.sheets { throw .init("has more than \(Limit.sheets) sheets") }
      default: continue
      }
    }
  }

  private mutating func readStyles(_ part: String) throws(WorkbookFault) {
    let events = try XMLEvents(try archive.open(part))
    var codes: [Int: String] = [:]
    var isInCells = false
    while let event = try events.next() {
      switch event {
      case .start("numFmt"):
        if let id = events.attribute("numFmtId").flatMap({ Int($0) }) { codes[id] = events.attribute("formatCode") }
      case .start("cellXfs"): isInCells = true
      case .end("cellXfs"): isInCells = false
      case .start("xf") where isInCells:
        let id = events.attribute("numFmtId").flatMap { Int($0) } ?? 0
        isDate.append(CellNumber.isDate(format: id, code: codes[id]))
      default: continue
      }
    }
  }

  private mutating func readStrings(_ part: String) throws(WorkbookFault) {
    let events = try XMLEvents(try archive.open(part))
    var bytes = 0
    while let event = try events.next() {
      guard event == .start("si") else { continue }
      let text = try Self.richText(events, until: "si")
      bytes += text.utf8.count
      if bytes > Limit.stringBytes { throw .init("has more than \(Limit.stringBytes) bytes of texts") }
      if strings.count == Limit.strings { throw .init("has more than \(Limit.strings) texts") }
      strings.append(text)
    }
  }

  /// The text of `si` or `is`: its runs, without the phonetic hints (`rPh`) of East Asian texts.
  static func richText(_ events: XMLEvents, until end: String) throws(WorkbookFault) -> String {
    var text = ""
    var isText = false
    while let event = try events.next(), event != .end(end) {
      switch event {
      case .start("rPh"): try events.skipElement()
      case .start("t"): isText = true
      case .end("t"): isText = false
      case .text(let part) where isText:
        text += part
        try checkLength(text)
      default: continue
      }
    }
    return unescaped(text)
  }

  static func checkLength(_ text: String) throws(WorkbookFault) {
    if text.utf8.count > Limit.cellBytes { throw .init("has a cell of more than \(Limit.cellBytes) bytes") }
  }

  /// `_x000D_` stands for the character of that code: ECMA-376 part 1, 22.9.2.19.
  static func unescaped(_ text: String) -> String {
    guard text.contains("_x") else { return text }
    var rest = text[...]
    var result = ""
    while let start = rest.firstIndex(of: "_") {
      result += rest[..<start]
      let escape = rest[start...].prefix(7)
      if escape.count == 7, escape.hasPrefix("_x"), escape.hasSuffix("_"),
        let code = UInt32(escape.dropFirst(2).dropLast(), radix: 16), let scalar = Unicode.Scalar(code)
      {
        result.unicodeScalars.append(scalar)
        rest = rest[escape.endIndex...]
      } else {
        result.append("_")
        rest = rest[rest.index(after: start)...]
      }
    }
    return result + rest
  }
}
