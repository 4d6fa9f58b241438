/// Files as programs write them, made for one test.
enum FileMakers {
  private static func bytes(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  // MARK: Old workbooks

  /// A record of BIFF8.
  static func record(_ kind: Int, _ content: [UInt8]) -> [UInt8] { bytes(kind, 2) + bytes(content.count, 2) + content }

  static func text(_ text: String) -> [UInt8] {
    bytes(text.utf16.count, 2) + [1] + text.utf16.flatMap { bytes(Int($0), 2) }
  }

  static func label(_ row: Int, _ column: Int, _ content: String) -> [UInt8] {
    record(0x0204, bytes(row, 2) + bytes(column, 2) + [0, 0] + text(content))
  }

  /// A formula, and the record with its text.
  static func formula(_ row: Int, _ column: Int, _ content: String?, between: [UInt8] = []) -> [UInt8] {
    let formula =
      bytes(row, 2) + bytes(column, 2) + [0, 0] + [0, 0, 0, 0, 0, 0, 0xFF, 0xFF] + [UInt8](repeating: 0, count: 8)
    return record(0x0006, formula) + between + (content.map { record(0x0207, text($0)) } ?? [])
  }

  static let endOfSheet = record(0x000A, [])

  /// A workbook stream of sheets, each as its records.
  static func workbook(_ sheets: [[UInt8]]) -> [UInt8] {
    let beginning = { (kind: Int) in
      record(0x0809, bytes(0x0600, 2) + bytes(kind, 2) + [UInt8](repeating: 0, count: 12))
    }
    let globals = { (offsets: [Int]) in
      beginning(5)
        + offsets.flatMap { record(0x0085, bytes($0, 4) + [0, 0, 1, 0, UInt8(ascii: "S")]) } + endOfSheet
    }
    var offsets: [Int] = []
    var position = globals(sheets.map { _ in 0 }).count
    let bodies = sheets.map { beginning(0x10) + $0 }
    for body in bodies {
      offsets.append(position)
      position += body.count
    }
    return globals(offsets) + bodies.joined()
  }

  /// A compound file with one stream.
  static func compound(_ stream: [UInt8]) -> [UInt8] {
    let count = (max(stream.count, 4096) + 511) / 512
    let end = 0xFFFF_FFFE
    // One sector of the table, one of the directory, then the stream.
    let table = [0xFFFF_FFFD, end] + (0..<count).map { $0 == count - 1 ? end : $0 + 3 }
    precondition(table.count <= 128)
    let sectors = table + Array(repeating: 0xFFFF_FFFF, count: 128 - table.count)
    return header(directory: 1, miniTable: end, cutoff: 4096) + sectors.flatMap { bytes($0, 4) }
      + entry("Root Entry", 5, start: end, size: 0) + entry("Workbook", 2, start: 2, size: count * 512)
      + [UInt8](repeating: 0, count: 256) + stream + [UInt8](repeating: 0, count: count * 512 - stream.count)
  }

  /// One whose small sector leads back to itself, of a stream that is said to have 3.5 GB.
  static func endlessCompound() -> [UInt8] {
    let end = 0xFFFF_FFFE
    let sectors = [0xFFFF_FFFD, end, end, end] + Array(repeating: 0xFFFF_FFFF, count: 124)
    return header(directory: 1, miniTable: 2, cutoff: 0xFFFF_FFFF) + sectors.flatMap { bytes($0, 4) }
      + entry("Root Entry", 5, start: 3, size: 512) + entry("Workbook", 2, start: 0, size: 0xE000_0000)
      + [UInt8](repeating: 0, count: 256 + 512 + 512)
  }

  private static func header(directory: Int, miniTable: Int, cutoff: Int) -> [UInt8] {
    var header = [UInt8](repeating: 0, count: 76)
    func set(_ offset: Int, _ value: Int, _ count: Int) {
      header.replaceSubrange(offset..<offset + count, with: bytes(value, count))
    }
    header.replaceSubrange(0..<8, with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
    set(30, 9, 2)
    set(32, 6, 2)
    set(44, 1, 4)
    set(48, directory, 4)
    set(56, cutoff, 4)
    set(60, miniTable, 4)
    set(68, 0xFFFF_FFFE, 4)
    return header + bytes(0, 4) + [UInt8](repeating: 0xFF, count: 108 * 4)
  }

  private static func entry(_ name: String, _ kind: UInt8, start: Int, size: Int) -> [UInt8] {
    let text = name.utf16.flatMap { bytes(Int($0), 2) }
    return text + [UInt8](repeating: 0, count: 64 - text.count) + bytes(text.count + 2, 2) + [kind]
      + [UInt8](repeating: 0, count: 49) + bytes(start, 4) + bytes(size, 4) + bytes(0, 4)
  }

  // MARK: Workbooks

  /// An XLSX file of parts that are not compressed.
  static func archive(_ parts: [(name: String, text: String)]) -> [UInt8] {
    var (content, directory): ([UInt8], [UInt8]) = ([], [])
    for (name, text) in parts {
      let (name, data) = (Array(name.utf8), Array(text.utf8))
      let fields =
        bytes(20, 2) + bytes(0, 8) + bytes(Int(checkSum(data)), 4) + bytes(data.count, 4) + bytes(data.count, 4)
        + bytes(name.count, 2) + bytes(0, 2)
      directory += [0x50, 0x4B, 1, 2] + bytes(20, 2) + fields + bytes(0, 10) + bytes(content.count, 4) + name
      content += [0x50, 0x4B, 3, 4] + fields + name + data
    }
    return content + directory + [0x50, 0x4B, 5, 6] + bytes(0, 4) + bytes(parts.count, 2) + bytes(parts.count, 2)
      + bytes(directory.count, 4) + bytes(content.count, 4) + bytes(0, 2)
  }

  /// - Parameter relations: of the sheets, `rId1` …, as attributes.
  static func spreadsheet(
    _ sheets: [(name: String, rows: String)], relations: [String]? = nil, strings: String? = nil, afterRows: String = ""
  ) -> [UInt8] {
    let numbers = 1...sheets.count
    let targets = relations ?? numbers.map { #"Id="rId\#($0)" Target="sheet\#($0).xml""# }
    let names = zip(numbers, sheets).map { #"<sheet name="\#($1.name)" r:id="rId\#($0)"/>"# }
    return archive(
      [
        (
          "_rels/.rels",
          #"<Relationships><Relationship Id="rId1" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
        ),
        ("xl/workbook.xml", #"<workbook xmlns:r="r"><sheets>\#(names.joined())</sheets></workbook>"#),
        (
          "xl/_rels/workbook.xml.rels",
          "<Relationships>" + targets.map { #"<Relationship Type="x/worksheet" \#($0)/>"# }.joined()
            + #"<Relationship Id="s" Type="x/sharedStrings" Target="strings.xml"/></Relationships>"#
        ), ("xl/strings.xml", strings ?? "<sst/>"),
      ]
        + zip(numbers, sheets).map {
          ("xl/sheet\($0).xml", "<worksheet><sheetData>\($1.rows)</sheetData>\(afterRows)</worksheet>")
        })
  }

  /// A row of a sheet.
  static func row(_ number: Int, _ cells: [String]) -> String {
    #"<row r="\#(number)">"# + cells.map { #"<c t="inlineStr"><is><t>\#($0)</t></is></c>"# }.joined() + "</row>"
  }

  private static func checkSum(_ data: [UInt8]) -> UInt32 {
    ~data.reduce(~0) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }
  }
}
