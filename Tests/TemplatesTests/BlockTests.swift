import Blocks
import Testing

@testable import Templates

/// What each block of the language becomes.
struct BlockTests {
  private func blocks(_ body: String, _ data: DataValue = [:], parts: [String: String] = [:]) throws -> [Block] {
    try template(body, parts: parts).document(for: data).blocks
  }

  private func text(_ body: String, _ data: DataValue = [:], parts: [String: String] = [:]) throws -> String {
    try blocks(body, data, parts: parts).flatMap(\.texts).joined(separator: "|")
  }

  // MARK: Control

  @Test(arguments: [
    ("a", true), ("not a", false), ("empty", false), ("empty or a", true), ("a and empty", false), ("none", false),
    ("missing", false), ("n == 3", true), ("n != 3", false), ("n > 2 and n < 4", true), ("n >= 4 or n <= 2", false),
    ("word == 'x'", true), ("word != \"x\"", false), ("none == 'x'", false), ("none != 'x'", true), ("zero", false),
    ("not empty and not zero", true), ("a or a and empty", true), ("yes", true), ("no", false), ("object", true),
  ]) func conditions(condition: String, expected: Bool) throws {
    let data: DataValue = [
      "a": [1], "empty": [], "none": nil, "n": 3, "word": "x", "zero": 0, "yes": true, "no": false, "object": [:],
    ]
    let body = "- if: >-\n    \(condition)\n  then: [{paragraph: then}]\n  else: [{paragraph: else}]"
    #expect(try text(body, data) == (expected ? "then" : "else"))
  }

  @Test func loopsNestAndKnowWhereTheyAre() throws {
    let body = """
      - for: row in rows
        do:
          - if: not loop.first
            then: [rule]
          - for: cell in row
            do:
              - paragraph: "{{ loop.index }}/{{ loop.count }} {{ cell }}"
              - if: loop.last
                then: [{paragraph: 完}]
            else: [{paragraph: 空}]
      - for: row in nothing
        do: [{paragraph: x}]
        else: [{paragraph: 无}]
      """
    let data: DataValue = ["rows": [["a", "b"], [], ["c"]], "nothing": []]
    #expect(try text(body, data) == "1/2 a|2/2 b|完|空|1/1 c|完|无")
    #expect(try blocks(body, data).count { if case .rule = $0 { true } else { false } } == 2)
  }

  @Test func aLoopOverWhatIsNoListStopsTheTemplate() throws {
    let template = try template("- for: a in b\n  do: [spring]")
    #expect(throws: TemplateError.self) { try template.document(for: ["b": 1]) }
    #expect(throws: TemplateError.self) { try template.document(for: [:]) }
  }

  @Test func includedBlocksSeeTheLoopsAroundThem() throws {
    let parts = [
      "a.yaml": "body: [{paragraph: 'a {{ x }}'}, {include: sub/b.yaml}]", "sub/b.yaml": "body: [{include: c.yaml}]",
      "sub/c.yaml": "body: [{paragraph: 'c {{ x }}'}]",
    ]
    #expect(
      try text("- for: x in xs\n  do: [{include: a.yaml}]", ["xs": ["1", "2"]], parts: parts) == "a 1|c 1|a 2|c 2")
  }

  @Test func whoIncludesAPartFillsItsSlots() throws {
    let parts = [
      "cover.yaml": """
      body:
        - slot: title
          else: [{paragraph: 标题}]
        - for: x in xs
          do: [{slot: row}]
      """,
      "outer.yaml": "body: [{include: {file: cover.yaml, with: {title: [{slot: title}], row: [{paragraph: 外}]}}}]",
    ]
    let data: DataValue = ["xs": ["1", "2"]]
    #expect(try text("- include: cover.yaml", data, parts: parts) == "标题")
    #expect(
      try text(
        "- include: {file: cover.yaml, with: {title: [], row: [{paragraph: '{{ x }}/{{ loop.count }}'}]}}", data,
        parts: parts) == "1/2|2/2")
    // A part hands on what it was given: the inner slot is filled by the outer one.
    #expect(
      try text("- include: {file: outer.yaml, with: {title: [{paragraph: 甲}]}}", data, parts: parts) == "甲|外|外")
  }

  @Test func aSlotThatNobodyHasIsAMistake() throws {
    let parts = ["a.yaml": "body: [{slot: title}]", "b.yaml": "body: [{slot: x}]"]
    let error = #expect(throws: TemplateError.self) {
      try template(
        "- slot: title\n- include: {file: a.yaml, with: {titel: [], title: [{paragaph: x}]}}\n"
          + "- include: {file: a.yaml, with: {title: [{include: {file: a.yaml, with: {title: [{include: b.yml}]}}}]}}",
        parts: parts)
    }
    #expect(
      error?.mistakes.map(\.description) == [
        "t.yaml:5:11: a slot is filled where its file is included, and this one is not included",
        "t.yaml:6:36: `a.yaml` has no slot `titel`; did you mean `title`?",
        "t.yaml:6:56: unknown block `paragaph`; did you mean `paragraph`?",
        "t.yaml:7:94: b.yml: there is no such file",
      ])
  }

  @Test func anIncludedMistakeIsNamedWhereItStands() throws {
    let parts = ["a.yaml": "body:\n  - paragaph: x", "b.yaml": "body: [{include: b.yaml}]"]
    let error = #expect(throws: TemplateError.self) {
      try template("- include: a.yaml\n- include: b.yaml\n- include: c.yaml\n- include: a.yaml", parts: parts)
    }
    #expect(
      error?.mistakes.map(\.description) == [
        "a.yaml:2:5: unknown block `paragaph`; did you mean `paragraph`?",
        "b.yaml:1:18: `b.yaml` includes itself: t.yaml → b.yaml → b.yaml",
        "t.yaml:7:14: c.yaml: there is no such file",
      ])
  }

  // MARK: Labels and values

  private let grid = """
    - fields:
        for: line in lines
        if: not line.hidden
        label: "{{ line.label }}"
        value: "{{ line.value | or-else: '— —' }}"
        per-row: 2
        wide-over: 4
    """

  @Test func longValuesHaveARowToThemselves() throws {
    let data: DataValue = [
      "lines": [
        ["label": "a", "value": "一"], ["label": "b", "value": "二"], ["label": "x", "value": "x", "hidden": true],
        ["label": "c", "value": nil], ["label": "d", "value": "长长长长长"], ["label": "e", "value": "abcdefgh"],
      ]
    ]
    let table = try #require(try blocks(grid, data).first?.table)
    let rows = table.rows.map { row in
      row.cells.map { ($0.blocks.flatMap(\.texts).joined(), $0.columnSpan) }.map { "\($0.0)\($0.1)" }
    }
    #expect(rows == [["a1", "一1", "b1", "二1"], ["c1", "— —3"], ["d1", "长长长长长3"], ["e1", "abcdefgh3"]])
    #expect(table.columns.count == 4)
  }

  @Test func theColumnOfLabelsIsAsWideAsTheyNeed() throws {
    func width(_ labels: [String]) throws -> Table.Column? {
      let body = """
        - records:
            for: label in labels
            head: x
            fields: {rows: [{label: "{{ label }}", value: x}], label-width: [60 pt, 120 pt], padding: [3 pt, 5 pt]}
        """
      let tables = try blocks(body, ["labels": .list(labels.map { .text($0) })]).compactMap(\.table)
      #expect(Set(tables.map(\.columns)).count == 1, "boxes of one kind stand in line")
      return tables.first?.columns.first
    }
    // Nine points a character, the padding, and one point more.
    #expect(try width(["二字", "四个汉字"]) == .fixed(60))
    #expect(try width(["二字", "这里有九个汉字呢嗯"]) == .fixed(92))
    #expect(try width(["一个比列宽还要长得多的标签名称（万元）"]) == .fixed(120))
  }

  @Test func noPairsNoTable() throws {
    #expect(try blocks(grid, ["lines": []]).isEmpty)
  }

  @Test func everyRowOfAGridFillsItsColumns() throws {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<200 {
      let count = Int.random(in: 0...12, using: &random)
      let lines = (0..<count).map { index -> DataValue in
        [
          "label": .text("l\(index)"),
          "value": .text(String(repeating: "字", count: .random(in: 0...8, using: &random))),
        ]
      }
      let tables = try blocks(grid, ["lines": .list(lines)]).compactMap(\.table)
      let rows = tables.flatMap(\.rows)
      #expect(rows.allSatisfy { $0.cells.reduce(0) { $0 + $1.columnSpan } == 4 })
      // Every label once and in order, whatever the lengths.
      let labels = rows.flatMap { row in row.cells.indices.filter { $0.isMultiple(of: 2) }.map { row.cells[$0] } }
      #expect(labels.flatMap { $0.blocks.flatMap(\.texts) } == (0..<count).map { "l\($0)" })
    }
  }

  @Test func recordsAreBoxesWithHeads() throws {
    let body = """
      - records:
          for: record in records
          head: 第 {{ loop.index }} 条 / 共 {{ loop.count }} 条
          continued: 第 {{ loop.index }} 条（续）
          head-fill: E4EBF3
          fields:
            rows:
              - {label: 名称, value: "{{ record.name }}"}
              - {for: line in record.lines, label: "{{ loop.index }}", value: "{{ line }}"}
          space-after: 8 pt
      """
    let data: DataValue = ["records": [["name": "a", "lines": ["x", "y"]], ["name": "b", "lines": []]]]
    let tables = try blocks(body, data).compactMap(\.table)
    #expect(
      tables.map { $0.head.flatMap { $0.cells.flatMap { $0.blocks.flatMap(\.texts) } } } == [
        ["第 1 条 / 共 2 条"], ["第 2 条 / 共 2 条"],
      ])
    #expect(tables[1].continuedHead.flatMap { $0.cells.flatMap { $0.blocks.flatMap(\.texts) } } == ["第 2 条（续）"])
    #expect(tables.map(\.rows.count) == [3, 1])
    #expect(tables[0].head[0].cells[0].columnSpan == 2)
    #expect(tables[0].spaceAfter == 8)
    #expect(tables[0].rowsKeptWithHead == 2)
  }

  // MARK: Other blocks

  @Test func tablesRepeatRowsAndKeepTheirHead() throws {
    let body = """
      - table:
          columns: [20 mm, 1, 2]
          head: [序号, {text: 类别, span: 2}]
          rows:
            - {for: row in rows, if: row.n > 0, cells: ["{{ loop.index }}", "{{ row.name }}", {text: "{{ row.n }}", align: right, fill: EEEEEE}]}
            - cells: [{text: 合计, span: 2}, {blocks: [{paragraph: 一}, {paragraph: 二}]}]
      """
    let data: DataValue = ["rows": [["name": "甲", "n": 2], ["name": "乙", "n": 0], ["name": "丙", "n": 1]]]
    let table = try #require(try blocks(body, data).first?.table)
    #expect(table.columns == [.fixed(Length(millimetres: 20)), .share(1), .share(2)])
    #expect(table.head.count == 1)
    #expect(
      table.rows.map { $0.cells.flatMap { $0.blocks.flatMap(\.texts) } } == [
        ["1", "甲", "2"], ["3", "丙", "1"], ["合计", "一", "二"],
      ])
    #expect(table.rows[0].cells[2].fill == Color(hex: 0xEEEEEE))
    #expect(table.rows[0].cells[2].blocks.first?.paragraph?.style.alignment == .right)
  }

  @Test(arguments: [
    ("1.", ["1.甲", "2.乙"]), ("（一）", ["（一）甲", "（二）乙"]), ("•", ["•甲", "•乙"]), ("第1项 ", ["第1项 甲", "第2项 乙"]),
  ]) func listsAreNumbered(marker: String, expected: [String]) throws {
    let body = "- list: {items: [甲, {for: x in xs, text: '{{ x }}'}], marker: '\(marker)'}"
    #expect(try blocks(body, ["xs": ["乙"]]).compactMap { $0.paragraph?.text } == expected)
  }

  @Test func headingsGoIntoTheOutlineAndStayWithWhatFollows() throws {
    let paragraphs = try blocks("- heading: 一\n- heading: {text: 二, level: 2}").compactMap(\.paragraph)
    #expect(paragraphs.map(\.headingLevel) == [1, 2])
    #expect(paragraphs.map(\.style.keepWithNext) == [true, true])
  }

  @Test func theSealHasRoomAndItsCaptionAtTheFoot() throws {
    let group = try #require(try blocks("- seal: {caption: （企业盖章处）, width: 46 mm, height: 46 mm}").first?.group)
    #expect(group.border?.pattern == .dashed)
    #expect(group.minimumHeight == Length(millimetres: 46))
    guard case .space(let space) = group.blocks.first else {
      Issue.record("no room above the caption")
      return
    }
    #expect(space > Length(millimetres: 38))
    #expect(group.blocks.last?.texts == ["（企业盖章处）"])
  }

  @Test func labelsStandInBoxesBesideEachOther() throws {
    let body = "- labels: {items: [{for: x in xs, text: '{{ x }}'}], per-row: 2}"
    let table = try #require(try blocks(body, ["xs": ["存续", "守信激励对象", "丙"]]).first?.table)
    #expect(table.rows.count == 2)
    #expect(table.rows.allSatisfy { $0.cells.count == table.columns.count })
    #expect(table.rows[0].cells[2].blocks.first?.group?.blocks.first?.texts == ["守信激励对象"])
    #expect(try blocks(body, ["xs": []]).isEmpty)
  }

  @Test func theSmallBlocks() throws {
    let blocks = try blocks(
      """
      - space: 1 cm
      - spring
      - rule: {width: 2 pt, color: '#1F3A5F', pattern: dashed, space-before: 3}
      - page-break
      - qr: 40 mm
      - note: |
          一
          二
      - columns: [{width: 30 mm, body: [{paragraph: 左}]}, {body: [{paragraph: 右}]}]
      """)
    #expect(blocks[0] == .space(Length(millimetres: 10)))
    #expect(blocks[1] == .spring)
    #expect(
      blocks[2] == .rule(Rule(stroke: Stroke(width: 2, color: Color(hex: 0x1F3A5F), pattern: .dashed), spaceBefore: 3)))
    #expect(blocks[3] == .pageBreak)
    guard case .picture(let picture)? = blocks[4].group?.blocks.first else {
      Issue.record("no picture")
      return
    }
    #expect(picture.id == .verificationCode && picture.size.height == Length(millimetres: 40))
    #expect(blocks[5].group?.blocks.flatMap(\.texts) == ["一", "二"])
    #expect(blocks[6].table?.columns == [.fixed(Length(millimetres: 30)), .share(1)])
    #expect(blocks[6].texts == ["左", "右"])
  }

  @Test func theTemplateHasTheLastWordOverItsParts() throws {
    let template = try Template(
      text: """
        include: [look.yaml]
        information: {title: "{{ t }}", keywords: [a, "{{ t }}"]}
        page: {footer: {center: 尾}}
        colors: {accent: FF0000}
        styles: {text: {size: 12 pt}}
        body: [{paragraph: {text: x, style: strong}}]
        """, name: "t.yaml", shape: .any
    ) { _ throws(TemplateError) in
      """
      page: {size: A5, margins: {top: 1 cm, right: 2 cm, bottom: 3 cm, left: 4 cm}, header: {left: 头}, footer: {left: 足}}
      colors: {accent: 0000FF}
      styles: {text: {size: 9 pt, color: accent}, strong: {font: hei}}
      """
    }
    let document = try template.document(for: ["t": "题"])
    #expect(document.information.title == "题")
    #expect(document.information.keywords == ["a", "题"])
    #expect(document.page.size.width == Length(millimetres: 148))
    #expect(document.page.margins.left == Length(millimetres: 40))
    #expect(document.page.header?.left.map(\.words) == ["头"])
    // Within the footer too, key by key.
    #expect(document.page.footer?.center.map(\.words) == ["尾"])
    #expect(document.page.footer?.left.map(\.words) == ["足"])
    let style = try #require(document.blocks.first?.paragraph?.runs.first).style
    #expect(style.size == 12 && style.font == .hei && style.color == Color(hex: 0xFF0000))
  }

  @Test func columnsAndCellsAreRepeatedForWhatTheDataHold() throws {
    let body = """
      - table:
          columns: [20 pt, {for: name in names, width: 30 pt}]
          head: ["", {for: name in names, text: "{{ name }}"}]
          rows:
            - for: row in rows
              cells: ["{{ loop.index }}", {for: value in row, text: "{{ value }}"}]
      """
    func data(_ names: [String], _ rows: [[String]]) -> DataValue {
      [
        "names": .list(names.map { .text($0) }),
        "rows": .list(rows.map { .list($0.map { .text($0) }) }),
      ]
    }
    let table = try #require(try blocks(body, data(["甲", "乙"], [["1", "2"], ["3", "4"]])).first?.table)
    #expect(table.columns == [.fixed(20), .fixed(30), .fixed(30)])
    #expect(table.head.map { $0.cells.flatMap { $0.blocks.flatMap(\.texts) } } == [["", "甲", "乙"]])
    #expect(table.rows.map { $0.cells.flatMap { $0.blocks.flatMap(\.texts) } } == [["1", "1", "2"], ["2", "3", "4"]])
    // That they fit together, only the data can tell.
    let error = #expect(throws: TemplateError.self) { try blocks(body, data(["甲", "乙"], [["1", "2"], ["3"]])) }
    #expect(error?.mistakes.first?.message == "the cells take 2 columns; the table has 3")
  }
}

struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  /// SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
