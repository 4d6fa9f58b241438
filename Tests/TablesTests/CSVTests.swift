import Testing

@testable import Tables

@Suite struct CSVTests {
  private func rows(_ text: String, delimiter: Unicode.Scalar = ",") throws -> [[String]] {
    try rows(Array(text.utf8), delimiter: delimiter)
  }

  private func rows(_ bytes: [UInt8], delimiter: Unicode.Scalar = ",") throws -> [[String]] {
    var records = CSVRecords(bytes, delimiter: UInt8(ascii: delimiter))
    var rows: [[String]] = []
    while let fields = try records.next() {
      rows.append(fields.map { String(decoding: records.content(of: $0), as: UTF8.self) })
    }
    return rows
  }

  @Test func whateverIsWrittenReadsBackTheSame() throws {
    var random = SeededGenerator(state: 20_261_124)
    let pieces = ["a", "示例", "\"", "\"\"", ",", ";", "\t", "\n", "\r\n", "\r", " ", "", "𠮷", "0", "'", "\u{2028}", "#"]
    for delimiter in [",", ";", "\t"] as [Unicode.Scalar] {
      for _ in 0..<400 {
        let width = Int.random(in: 1...5, using: &random)
        let table = (0..<Int.random(in: 1...6, using: &random)).map { _ in
          (0..<width).map { _ in
            (0..<Int.random(in: 0...4, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
          }
        }
        var bytes: [UInt8] = []
        for row in table { CSVWriter.append(row, to: &bytes, delimiter: UInt8(ascii: delimiter)) }
        // CR LF is one Character: compare scalars.
        #expect(
          try rows(bytes, delimiter: delimiter).map { $0.map { Array($0.utf8) } }
            == table.map { $0.map { Array($0.utf8) } })
      }
    }
  }

  @Test func theHeadDecidesWhatSeparates() throws {
    for (text, first) in [
      ("a,b,c\n1,x;y;z;u;v,2\n", ["a", "b", "c"]), ("a;b;c\n1;x,y,z,u;2\n", ["a", "b", "c"]),
      ("示例，公示,表\na\tb\tc\td\n", ["示例，公示,表"]), ("a;b\n1;2\n", ["a", "b"]), ("a\n", ["a"]),
    ] {
      var table = try CSVTable(Array(text.utf8), name: "a", encoding: nil)
      #expect(try table.next()?.cells == first, "\(text)")
    }
  }

  /// A file of commas alone took a hundred times its size in memory.
  @Test func rowsHaveAsManyColumnsAsSheets() throws {
    let most = CSVRecords.maximumColumns
    #expect(try rows(String(repeating: ",", count: most - 1)).map(\.count) == [most])
    let error = #expect(throws: CSVRecords.Malformation.self) {
      try rows("a\n" + String(repeating: ",", count: most))
    }
    #expect(error?.row == 2 && error?.column == most + 1)
  }

  @Test func linesEndWithLFOrCRLFOrCROrTheFile() throws {
    for text in ["a,b\nc,d", "a,b\r\nc,d\r\n", "a,b\rc,d\r", "a,b\nc,d\n"] {
      #expect(try rows(text) == [["a", "b"], ["c", "d"]])
    }
  }

  @Test func neitherSpacesNorEmptyCellsNorQuotesNorBlankLinesAreDropped() throws {
    #expect(try rows(" a , b\n") == [[" a ", " b"]])
    #expect(try rows("a,,\n,,") == [["a", "", ""], ["", "", ""]])
    #expect(try rows("他说\"好\",b") == [["他说\"好\"", "b"]])
    #expect(try rows("a\n\nb") == [["a"], [""], ["b"]])
  }

  @Test func brokenQuotesAreToldWithRowAndColumn() {
    var open = CSVRecords(Array("a,b\nc,\"d\n\n".utf8), delimiter: UInt8(ascii: ","))
    #expect(throws: Never.self) { try open.next() }
    let unclosed = #expect(throws: CSVRecords.Malformation.self) { try open.next() }
    #expect(unclosed?.row == 2)
    #expect(unclosed?.column == 2)

    var followed = CSVRecords(Array("a,\"b\" c,d".utf8), delimiter: UInt8(ascii: ","))
    let error = #expect(throws: CSVRecords.Malformation.self) { try followed.next() }
    #expect(error?.column == 2)
  }
}
