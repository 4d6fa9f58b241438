import CivilTime
import ErrorCauses
import Foundation
import Installation
import Issuing
import Records
import Rendering
import ReportKinds
import Reports
import ScratchFolders
import Testing

@testable import Batches

@Suite(.scratchFolders) struct ManifestTests {
  private let folder: String

  init() throws {
    folder = try scratchFolder()
  }

  private func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let path = folder + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  private func manifest(_ text: String, as name: String = "m.csv", defaults: BatchOrder = BatchOrder(file: "")) throws
    -> Manifest
  {
    try Manifest(path: write(name, Array(text.utf8)), defaults: defaults)
  }

  @Test func columnsGoByKeyOrChineseNameAndPathsBeginAtTheManifest() throws {
    let text = """
      序号,信用档案,报告类型,领域,起始日期,截止日期,用途,接收单位,输出文件名
      1,a.json,无违法违规证明版,"税务,消防安全",2023-11-20,2026年11月19日,listing,示例证券交易所,甲.pdf
      2,/b.json,,,,,,,
      """
    let rows = try manifest(text).rows
    #expect(rows.map(\.problem) == [nil, nil])
    #expect(rows[0].order.file == folder + "/a.json" && rows[1].order.file == "/b.json")
    let order = try rows[0].order.reportOrder()
    #expect(order.kind == .noViolation && order.noViolation?.domains == ["税务", "消防安全"])
    #expect(order.noViolation?.period.upperBound.description == "2026-11-19")
    #expect(rows[0].order.output == "甲.pdf")
    #expect(try rows[1].order.reportOrder().kind == nil)
  }

  @Test func tablesOfOfficesInGB18030AreUnderstood() throws {
    // 文件,报告 / 甲.json,企业
    let bytes: [UInt8] = [
      0xCE, 0xC4, 0xBC, 0xFE, 0x2C, 0xB1, 0xA8, 0xB8, 0xE6, 0x0A, 0xBC, 0xD7, 0x2E, 0x6A, 0x73, 0x6F, 0x6E, 0x2C, 0xC6,
      0xF3, 0xD2, 0xB5, 0x0A,
    ]
    let manifest = try Manifest(path: write("gb.csv", bytes), defaults: BatchOrder(file: ""))
    #expect(manifest.rows.map(\.order.file) == [folder + "/甲.json"] && manifest.rows[0].order.report == "企业")
  }

  @Test func jsonLinesSayTheSame() throws {
    let text = """
      {"file": "a.json", "report": "no-violation", "domains": ["税务", "消防安全"], "from": "2024-01-01", "to": "2026-01-01", "purpose": "listing"}
      {"file": "b.json"}

      """
    let rows = try manifest(text, as: "m.jsonl").rows
    #expect(rows.map(\.problem) == [nil, nil])
    #expect(rows[0].order.domains == "税务,消防安全")
  }

  /// Of two values for one key, none is taken: a report for the wrong recipient is worse than none.
  @Test(arguments: [
    (
      #"{"file": "a.json", "recipient": "甲", "recipient": "乙"}"#,
      "column 38: the key recipient stands twice in one object"
    ),
    (#"{"file": "a.json",}"#, "column 19: } stands where a key in double quotes should"),
    (#"{"file": "a.json"} {"file": "b.json"}"#, "column 20: there is more after the end of the JSON text"),
  ])
  func aJSONLineIsReadStrictlyAndItsFaultHasAPlace(line: String, problem: String) throws {
    #expect(
      try manifest(line + "\n", as: "m.jsonl").rows.map { $0.problem?.english } == ["is no JSON object: " + problem])
  }

  @Test(
    arguments: [
      (#"{"file": ["a.json"]}"#, "file: must be text"),
      (#"{"file": "a.json", "domains": ["税务", 1]}"#, "domains: must be text"),
      (#"["a.json"]"#, "is no JSON object"), (#"{"file": "a.json", "note": null}"#, nil),
    ] as [(String, String?)])
  func aValueInAJSONLineIsText(line: String, problem: String?) throws {
    #expect(try manifest(line + "\n", as: "m.jsonl").rows.map { $0.problem?.english } == [problem])
  }

  @Test func optionsFillWhatRowsDoNotSay() throws {
    var defaults = BatchOrder(file: "")
    (defaults.report, defaults.domains, defaults.from) = ("no-violation", "all", "2024-01-01")
    (defaults.to, defaults.purpose) = ("2026-01-01", "listing")
    let rows = try manifest("file,report,to\na.json,,2025-06-30\nb.json,enterprise,\n", defaults: defaults).rows
    #expect(rows.map(\.problem) == [nil, nil])
    #expect(rows[0].order.to == "2025-06-30" && rows[0].order.domains == "all")
    #expect(rows[1].order.domains == nil, "what is for no-violation reports does not fill others")
  }

  @Test func aBadRowFailsAloneWithItsReason() throws {
    let text = """
      file,report,domains,from,to,purpose,output
      a.json,,,,,,
      a.json,,,,,,other.pdf
      ,,,,,,
      b.json,nonsense,,,,,
      c.json,no-violation,all,2026-13-01,2026-01-01,listing,
      d.json,no-violation,all,2026-02-01,2026-01-01,listing,
      e.json,no-violation,all,2025-02-01,2026-01-01,fun,
      f.json,,税务,,,,
      g.json,,,,,,../x.pdf
      h.json,,,,,,.hidden.pdf
      i.json,,,,,,0003-a.pdf
      j.json,,,,,,x.txt
      k.json,,,,,,Same.pdf
      l.json,,,,,,same.pdf
      m.json,,,,,,,one too many
      """
    let problems = try manifest(text).rows.map { $0.problem?.english ?? "" }
    let expected = [
      "", "asks for the same as row 1", "file: names no credit file", "report: `nonsense` is none of",
      "from: `2026-13-01`",
      "from: 2026-02-01 lies after", "purpose: `fun` is none of", "domains: is for no-violation reports",
      "output: `../x.pdf` is no file name", "output: `.hidden.pdf` must not begin with a dot",
      "output: `0003-a.pdf` begins with the number of another row", "output: `x.txt` must end with .pdf", "",
      "output: `same.pdf` is the name of row 12, too", "has 8 cells, and there are 7 columns",
    ]
    // A blank line is no row.
    #expect(problems.count == expected.count - 1)
    for (problem, expected) in zip(problems, expected.filter { !$0.hasPrefix("file:") }) {
      #expect(problem.hasPrefix(expected), "\(problem) | \(expected)")
    }
  }

  @Test(arguments: [
    ("file,colour\na.json,red\n", "column `colour`: is not known"),
    ("fle\na.json\n", "did you mean `file`?"),
    ("file,文件\na.json,b.json\n", "stands there twice"),
    ("report\nenterprise\n", "has no column `file`"),
    ("file\n", "asks for nothing"),
  ])
  func aManifestThatIsNotUnderstoodIsRefusedWithItsPlace(text: String, problem: String) throws {
    let error = #expect(throws: ManifestError.self) { try manifest(text) }
    #expect(error?.description.contains(problem) == true, "\(String(describing: error))")
    #expect(error?.description.contains("m.csv") == true)
  }

  @Test func mixedEncodingsAreRefused() throws {
    let bytes = Array("file,note\n甲.json,x\n".utf8) + [0xBC, 0xD7, 0x2E, 0x6A, 0x2C, 0xFF, 0x0A]
    #expect(throws: (any Error).self) { try Manifest(path: write("mixed.csv", bytes), defaults: BatchOrder(file: "")) }
  }

  @Test func aLineThatIsTooLongFailsAlone() throws {
    let long = "{\"file\": \"" + String(repeating: "x", count: 2 << 20) + "\"}\n{\"file\": \"b.json\"}\n[1]\n"
    let rows = try manifest(long, as: "long.jsonl").rows
    #expect(rows.map { $0.problem?.english.prefix(4) } == ["has ", nil, "is n"])
    // Neither the database nor the results get to hold it.
    let cell = try manifest("file,note\n" + String(repeating: "x", count: 2 << 20) + ",\nb.json,\n").rows
    #expect(cell[0].problem?.english == "column file: is longer than 1048576 bytes" && cell[0].order.file.isEmpty)
    #expect(cell[1].problem == nil)
  }

  @Test func aFolderIsAManifestOfItsCreditFiles() throws {
    for name in ["b.json", "a.json", "note.txt", ".c.json"] { _ = try write(name, [0x7B, 0x7D]) }
    #expect(
      try Manifest(path: folder, defaults: BatchOrder(file: "")).rows.map(\.order.file) == [
        folder + "/a.json", folder + "/b.json",
      ])
  }

  @Test func theDigestSaysWhetherTwoManifestsAskForTheSame() throws {
    let first = try manifest("file\na.json\n").digest
    #expect(try manifest("文件\na.json\n", as: "n.csv").digest == first)
    #expect(try manifest("file\nb.json\n", as: "o.csv").digest != first)
  }

  // MARK: Groups

  private func group(_ rows: String) throws -> Manifest {
    var defaults = BatchOrder(file: "")
    (defaults.report, defaults.domains, defaults.from) = ("no-violation", "all", "2024-01-01")
    (defaults.to, defaults.purpose) = ("2026-01-01", "listing")
    return try manifest("file,role,to,domains,report\n" + rows, defaults: defaults)
  }

  @Test func aGroupHasOneIssuerAndOneQuestion() throws {
    try group("a.json,子公司,,\"税务,消防安全\",\nb.json,发行人,,\"消防安全,税务\",\n").checkGroup()
    try group("a.json,issuer,,,\nb.json,控股股东,2026-01-01,all,\n").checkGroup()
  }

  @Test(arguments: [
    ("a.json,子公司,,,\n", "m.csv: has no issuer; a summary of the group needs one row with the role 发行人 (issuer)"),
    ("a.json,发行人,,,\nb.json,发行人,,,\n", "row 2: role: row 1 is the issuer (发行人) already"),
    ("a.json,发行人,,,\nb.json,,,,\n", "row 2: role: is not given; a summary of the group says what each subject is"),
    ("a.json,发行人,,,\nb.json,母公司,,,\n", "row 2: role: `母公司` is none of 发行人 (issuer)"),
    ("a.json,发行人,,,\nb.json,子公司,2025-12-31,,\n", "row 2: to: differs from row 1"),
    ("a.json,发行人,,,\nb.json,子公司,,税务,\n", "row 2: domains: differs from row 1"),
    ("a.json,发行人,,,\nb.json,子公司,,,enterprise\n", "row 2: report: must be no-violation"),
    ("a.json,发行人,,,\na.json,子公司,,,\n", "row 2: asks for the same as row 1; a summary of the group needs every row"),
  ]) func whatMakesNoSummaryIsRefusedBeforeAnythingIsIssued(rows: String, problem: String) throws {
    let error = #expect(throws: ManifestError.self) { try group(rows).checkGroup() }
    #expect(error?.description.contains(problem) == true, "\(error?.description ?? "")")
  }
}

@Suite struct OutputNameTests {
  @Test func namesAreSafeForFileSystems() {
    let pdf = DocumentFormats.known.standard
    #expect(OutputName.made(row: 7, of: 80, subject: "甲/乙:公司", report: "报告", format: pdf) == "007-甲_乙_公司-报告.pdf")
    #expect(
      OutputName.made(row: 7, of: 12_345, subject: "a\u{202E}b\u{0}", report: "r", format: pdf) == "00007-a_b_-r.pdf")
    let long = OutputName.made(row: 1, of: 1, subject: String(repeating: "长", count: 200), report: "报告", format: pdf)
    #expect(long.utf8.count <= OutputName.limit && long.hasSuffix("-报告.pdf"))
  }
}

extension OutputNameTests {
  @Test(arguments: [
    "CON.pdf", "nul.pdf", "Aux.tar.pdf", "LPT1.pdf", "COM¹.pdf", "con .pdf", "示例 .pdf", "示例公司..pdf", " 示例.pdf", ".pdf",
  ]) func whatWindowsCannotKeepIsRefused(name: String) {
    #expect(throws: BatchOrderError.self, "\(name)") { try OutputName.checkOnWindows(name) }
  }

  @Test(arguments: ["CONSOLE.pdf", "示例 公司.pdf", "COM10.pdf", "示例v1.2.pdf", "ABC Co .,Ltd..-报告.pdf"])
  func whatItKeepsIsTaken(name: String) throws { try OutputName.checkOnWindows(name) }

  /// Whatever a company is called, the name that is made for its report passes when the file is collected.
  @Test(arguments: ["ABC CO .,LTD", "示例..公司", " 示例 ", "CON", "示例.", "a .b"])
  func madeNamesPass(subject: String) throws {
    let name = OutputName.made(
      row: 1, of: 9, subject: subject, report: "报告", format: DocumentFormats.known.standard)
    try OutputName.check(name, row: 1)
    try OutputName.checkOnWindows(name)
  }

  @Test func namesThatAFileSystemTakesForOneAreEqualFolded() {
    for (one, other) in [("ß.pdf", "SS.pdf"), ("ﬁ.pdf", "FI.pdf"), ("é.pdf", "e\u{301}.PDF"), ("示例.pdf", "示例.PDF")] {
      #expect(OutputName.folded(one) == OutputName.folded(other))
    }
    #expect(OutputName.folded("a.pdf") != OutputName.folded("b.pdf"))
  }
}

@Suite struct BoundedQueueTests {
  @Test func whoPutsWaitsForRoomAndWhoTakesIsTold() {
    let queue = BoundedQueue<Int>(capacity: 10)
    let putter = Thread {
      for number in 0..<1000 { queue.put(number, weight: number % 13) }
      queue.close()
    }
    putter.start()
    var taken: [Int] = []
    while let number = queue.take() { taken.append(number) }
    #expect(taken == Array(0..<1000))
    #expect(queue.take(upTo: 3, within: 10).isEmpty, "a closed one keeps nobody waiting")
  }
}
